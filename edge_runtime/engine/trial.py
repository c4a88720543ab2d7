"""Tries an accelerator in a child process: it must open, answer rightly, and is timed.

A driver or plug-in that crashes ends that process and not this one. An answer is right within the
tolerance of the bundle's golden vectors. The process writes one line of JSON to stdout. Output of
drivers goes to stderr, where the reason of a failure is looked for.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.child_process import describe_end, run_python
from edge_runtime.engine.interpreter import choose_backend
from edge_runtime.errors import EdgeRuntimeError
from edge_runtime.result.scan_result import Residency

TRIAL_SECONDS = 120
"""Default time limit of a trial: it includes the compilation of shaders."""

_TIMED_RUNS = 50
_LEAST_RUNS = 3
_TIMED_SECONDS = 1.0
_COMPLAINTS = (
    re.compile(r"^(?:ERROR:|E\d{4} [^\]]*\]) *(?:\[[^\]]*\] *)?(?P<what>.*\S)", re.MULTILINE),
    re.compile(r"^└ *(?P<what>.*\S)", re.MULTILINE),
    re.compile(r"^Traceback [\s\S]*\n(?P<what>\S.*)", re.MULTILINE),
)


@dataclass(frozen=True, slots=True)
class TrialSpec:
    """The variant to try, and the setting to try it in.

    Attributes:
        bundle: Folder of the bundle.
        variant: "cpu", "gpu-fp16", "gpu-fp32", "npu" or "delegate:LIBRARY[,KEY=VALUE...]".
        threads: CPU threads, >= 1.
        backend: TFLite runtime.
    """

    bundle: str
    variant: str
    threads: int
    backend: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of a trial.

    Attributes:
        accelerator: The variant of the `TrialSpec`.
        milliseconds: Median time of one crop, written, run and read; None if it failed.
        residency: Whether every operator ran there.
        problem: Why it failed; None if it may be used.
    """

    accelerator: str
    milliseconds: float | None
    residency: Residency
    problem: str | None

    def __str__(self) -> str:
        """For people."""
        if self.problem is not None or self.milliseconds is None:
            return f"{self.accelerator}: {self.problem}"
        return f"{self.accelerator}: {self.milliseconds:.1f} ms a crop"


def run_trial(spec: TrialSpec, seconds: float = TRIAL_SECONDS) -> Trial:
    """Try an accelerator in a child process; never raises for a fault of the accelerator.

    Args:
        spec: What is tried.
        seconds: Time limit; a longer trial has failed.
    """
    try:
        given = json.dumps(asdict(spec))
        done = run_python(["-m", "edge_runtime.engine.trial"], seconds, given)
    except subprocess.TimeoutExpired:
        return _failed(spec, f"it took longer than {seconds:g} s")
    except OSError as error:
        return _failed(spec, f"no process could be started for the trial: {error}")
    if done.returncode:
        return _failed(spec, f"{describe_end(done.returncode)}{_because(done.stderr)}")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return _failed(spec, f"it gave no answer{_because(done.stderr)}")
    if answer["problem"] is not None:
        return _failed(spec, f"{answer['problem']}{_because(done.stderr)}")
    return Trial(spec.variant, answer["milliseconds"], answer["residency"], None)


def _failed(spec: TrialSpec, problem: str) -> Trial:
    return Trial(spec.variant, None, "unknown", problem)


def _because(stderr: str) -> str:
    """What the driver complained of first: later complaints follow from it."""
    for complaint in _COMPLAINTS:
        found = complaint.search(stderr)
        if found:
            return f" ({found['what']})"
    return ""


def _main() -> None:
    """Run the trial read from stdin. Drivers may write to stdout: the answer uses a copy of it."""
    answer_stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    spec = TrialSpec(**json.load(sys.stdin))
    try:
        answer = _try(spec)
    except EdgeRuntimeError as error:
        answer = {"problem": " ".join(str(error).split())}
    print(json.dumps(answer), file=answer_stream, flush=True)
    os._exit(0)


def _try(spec: TrialSpec) -> dict[str, object]:
    from edge_runtime.engine.engine import open_engine_unchecked
    from edge_runtime.engine.golden import golden_crops, require_golden

    bundle = Bundle.open(spec.bundle)
    engine = open_engine_unchecked(bundle, spec.variant, spec.threads, choose_backend(spec.backend))
    require_golden(bundle, engine)
    crop = golden_crops(bundle)[0]
    times: list[float] = []
    end = time.perf_counter() + _TIMED_SECONDS
    while len(times) < _LEAST_RUNS or (len(times) < _TIMED_RUNS and time.perf_counter() < end):
        start = time.perf_counter()
        engine.run(crop)
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    return {"problem": None, "milliseconds": median, "residency": engine.info.residency}


if __name__ == "__main__":
    _main()
