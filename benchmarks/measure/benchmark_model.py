"""TensorFlow's own ``benchmark_model``, a binary that the user supplies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TIMINGS = re.compile(
    r"Inference timings in us: Init: (\S+), First inference: (\S+),"
    r" Warmup \(avg\): (\S+), Inference \(avg\): (\S+)"
)
_COUNT = re.compile(r"count=(\d+)")
_PEAK = re.compile(r"overall=(\S+)")
_DELEGATED = re.compile(r"Explicitly applied (\S+) delegate, and the model graph will be (\w+)")


class UnreadableOutputError(Exception):
    """The program's output is not the one `benchmark_model` writes."""


@dataclass(frozen=True, slots=True)
class ToolFigures:
    """What the program says of one run.

    Attributes:
        load_ms: Initialisation.
        first_run_ms: First inference.
        mean_ms: Mean of the timed inferences; the program gives no percentiles.
        runs: Timed inferences; None where it does not tell.
        peak_rss_kb: None where it does not tell.
        delegate: Name of the delegate that was applied; None for the plain CPU.
        whole: Whether the delegate took the whole graph; None without one.
    """

    load_ms: float
    first_run_ms: float
    mean_ms: float
    runs: int | None
    peak_rss_kb: int | None
    delegate: str | None
    whole: bool | None


def options(
    model: str, accelerator: str, threads: int, warm_up: int, runs: int, seconds: float
) -> list[str]:
    """The program's options for a case.

    Raises:
        ValueError: If the program has no such accelerator.
    """
    chosen = {
        "cpu": ["--use_xnnpack=true"],
        "gpu-fp16": ["--use_gpu=true", "--gpu_precision_loss_allowed=true"],
        "gpu-fp32": ["--use_gpu=true", "--gpu_precision_loss_allowed=false"],
        "nnapi": ["--use_nnapi=true"],
    }
    if accelerator not in chosen:
        raise ValueError(f"benchmark_model has no {accelerator}: one of {', '.join(chosen)}")
    return [
        f"--graph={model}",
        f"--num_threads={threads}",
        f"--warmup_runs={warm_up}",
        f"--num_runs={runs}",
        "--min_secs=0",
        f"--max_secs={seconds:g}",
        *chosen[accelerator],
    ]


def read_output(text: str) -> ToolFigures:
    """Read what the program printed, standard output and error together.

    Raises:
        UnreadableOutputError: If there are no timings in it.
    """
    timings = _TIMINGS.search(text)
    if timings is None:
        raise UnreadableOutputError(f"benchmark_model gave no timings: {_last_line(text)}")
    load, first, _, mean = (float(group) / 1000 for group in timings.groups())
    counts = _COUNT.findall(text)
    peak = _PEAK.search(text)
    delegate = _DELEGATED.search(text)
    return ToolFigures(
        load,
        first,
        mean,
        int(counts[-1]) if counts else None,
        round(float(peak[1]) * 1024) if peak else None,
        delegate[1] if delegate else None,
        delegate[2] == "completely" if delegate else None,
    )


def _last_line(text: str) -> str:
    lines: Sequence[str] = text.strip().splitlines()
    return lines[-1] if lines else "no output"
