"""Logits of the Keras network against those of each exported one, as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from edge_runtime.files.atomic_write import atomic_write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REAL, FAKE, LINE = "#2f6fb3", "#d1495b", "#2b2f36"


def draw_scatter(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write a PNG with a panel for each format.

    Args:
        tables: By format: rows with the logits ``before`` and ``after``, and ``label``.
        path: The file, in an existing folder.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * len(tables), 4.4), dpi=110, layout="constrained")
    panels = figure.subplots(1, len(tables), squeeze=False)[0]
    for panel, (name, table) in zip(panels, tables.items(), strict=True):
        _panel(panel, name, table)
    with atomic_write(path) as temporary:
        figure.savefig(temporary, format="png")


def _panel(panel: Axes, name: str, table: pd.DataFrame) -> None:
    for label, colour, text in ((0, REAL, "real"), (1, FAKE, "fake")):
        rows = table[table["label"] == label]
        panel.scatter(
            rows["before"], rows["after"], s=4, c=colour, alpha=0.35, linewidths=0, label=text
        )
    ends = [table[["before", "after"]].min().min(), table[["before", "after"]].max().max()]
    panel.plot(ends, ends, color=LINE, linewidth=0.8)
    panel.set(title=name, xlabel="logit, Keras", ylabel=f"logit, {name}")
    panel.legend(markerscale=3, frameon=False)
