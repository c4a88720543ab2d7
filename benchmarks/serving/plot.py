"""The record of a load as a picture: times to answer, and memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.report.plots import BAD, GOOD, INK
from edge_runtime.files.atomic_write import atomic_write

_COLOURS = {"server": GOOD, "baseline": BAD}


def draw(record: Mapping[str, Any], target: Path) -> None:
    """Draw how many requests were answered within what time, and the server's resident set.

    Args:
        record: As `benchmarks.serving.run.measure` gives it.
        target: PNG file to make or replace.

    Raises:
        ImportError: If Matplotlib is not installed.
        OSError: If the file cannot be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 2.8), layout="constrained")
    times, memory = figure.subplots(1, 2)
    _draw_times(times, record)
    _draw_memory(memory, record["server_resident_kb"])
    with atomic_write(target) as part:
        figure.savefig(part, format="png", dpi=120)


def _draw_times(axes: Any, record: Mapping[str, Any]) -> None:
    for side, colour in _COLOURS.items():
        if record[side] is not None:
            quantiles = record[side]["quantiles_ms"]
            axes.plot(quantiles, range(1, len(quantiles) + 1), color=colour, label=side)
    axes.legend(fontsize=8, frameon=False)
    _name(axes, "milliseconds to answer", "% of requests")


def _draw_memory(axes: Any, resident_kb: list[int]) -> None:
    axes.plot([each / 1024 for each in resident_kb], color=GOOD)
    axes.set_ylim(0, 1.1 * max(resident_kb, default=1) / 1024)
    _name(axes, "readings under load, four a second", "server, MiB")


def _name(axes: Any, across: str, up: str) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(labelsize=8, labelcolor=INK)
    axes.set_xlabel(across, fontsize=8, color=INK)
    axes.set_ylabel(up, fontsize=8, color=INK)
