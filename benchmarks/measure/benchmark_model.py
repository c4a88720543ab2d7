"""Options and output of ``benchmark_model``, TensorFlow's own program, which the user supplies."""

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
    """The output has no timings as `benchmark_model` prints them."""


@dataclass(frozen=True, slots=True)
class ToolFigures:
    """What the program reports about one run.

    Attributes:
        load_ms: Time of initialisation.
        first_run_ms: Time of the first inference.
        mean_ms: Mean of the timed inferences; the program gives no percentiles.
        runs: Number of timed inferences; None if not reported.
        peak_rss_kb: Peak resident memory, KiB; None if not reported.
        delegate: Name of the delegate that was applied; None if only the CPU ran.
        whole: Whether the delegate runs the whole graph; None without a delegate.
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
    """The program's command line options for a case.

    Args:
        model: Path of the ``.tflite`` file on the device.
        accelerator: "cpu", "gpu-fp16", "gpu-fp32" or "nnapi".
        threads: CPU threads, >= 1.
        warm_up: Untimed runs.
        runs: Timed runs.
        seconds: Longest time of the timed runs.

    Raises:
        ValueError: If the program does not support the accelerator.
    """
    chosen = {
        "cpu": ["--use_xnnpack=true"],
        "gpu-fp16": ["--use_gpu=true", "--gpu_precision_loss_allowed=true"],
        "gpu-fp32": ["--use_gpu=true", "--gpu_precision_loss_allowed=false"],
        "nnapi": ["--use_nnapi=true"],
    }
    if accelerator not in chosen:
        raise ValueError(
            f"benchmark_model does not support {accelerator}: one of {', '.join(chosen)}"
        )
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
    """Read the program's output.

    Args:
        text: Standard output and standard error together.

    Raises:
        UnreadableOutputError: If it has no timings.
    """
    timings = _TIMINGS.search(text)
    if timings is None:
        raise UnreadableOutputError(f"benchmark_model printed no timings: {_last_line(text)}")
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
