"""An accelerator on trial: in a process of its own it must open, answer rightly, and is timed.

A driver or plug-in that crashes takes that process down and not this one. Rightly means within
the tolerance of the bundle's golden vectors. The process writes one line of JSON; what drivers
write goes to stderr, where the reason of a failure is looked for.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.child_process import describe_end, run_python
from edge_runtime.engine.interpreter import choose_backend
from edge_runtime.errors import EdgeRuntimeError
from edge_runtime.result.scan_result import Residency

if TYPE_CHECKING:
    from edge_runtime.engine.golden import GoldenCheck

TRIAL_SECONDS = 120
"""How long a trial may take, unless told otherwise: shaders are compiled in it."""

_TIMED_RUNS = 50
_LEAST_RUNS = 3
_TIMED_SECONDS = 1.0
_COMPLAINTS = (
    re.compile(r"^(?:ERROR:|E\d{4} [^\]]*\]) *(?:\[[^\]]*\] *)?(?P<what>.*\S)", re.MULTILINE),
    re.compile(r"^└ *(?P<what>.*\S)", re.MULTILINE),
    re.compile(r"^Traceback [\s\S]*\n(?P<what>\S.*)", re.MULTILINE),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tried.

    Attributes:
        bundle: Folder of the bundle.
        accelerator: "cpu", "gpu-fp16", "gpu-fp32", "npu" or "delegate:LIBRARY[,KEY=VALUE...]".
        threads: CPU threads, >= 1.
        backend: TFLite runtime.
    """

    bundle: str
    accelerator: str
    threads: int
    backend: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How it went.

    Attributes:
        accelerator: As in `Subject`.
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


def hold_trial(subject: Subject, seconds: float = TRIAL_SECONDS) -> Trial:
    """Try an accelerator in a child process; never raises for a fault of the accelerator.

    Args:
        subject: What is tried.
        seconds: How long it may take; then it has failed.
    """
    try:
        given = json.dumps(asdict(subject))
        done = run_python(["-m", "edge_runtime.engine.trial"], seconds, given)
    except subprocess.TimeoutExpired:
        return _failed(subject, f"it took longer than {seconds:g} s")
    except OSError as error:
        return _failed(subject, f"no process could be started for the trial: {error}")
    if done.returncode:
        return _failed(subject, f"{describe_end(done.returncode)}{_because(done.stderr)}")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return _failed(subject, f"it gave no answer{_because(done.stderr)}")
    if answer["problem"] is not None:
        return _failed(subject, f"{answer['problem']}{_because(done.stderr)}")
    return Trial(subject.accelerator, answer["milliseconds"], answer["residency"], None)


def _failed(subject: Subject, problem: str) -> Trial:
    return Trial(subject.accelerator, None, "unknown", problem)


def _because(stderr: str) -> str:
    """What the driver complained of first: later complaints follow from it."""
    for complaint in _COMPLAINTS:
        found = complaint.search(stderr)
        if found:
            return f" ({found['what']})"
    return ""


def _main() -> None:
    """Serve one trial, read from stdin; drivers may write to stdout, so it is kept apart."""
    answer_to = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    subject = Subject(**json.load(sys.stdin))
    try:
        answer = _try(subject)
    except EdgeRuntimeError as error:
        answer = {"problem": " ".join(str(error).split())}
    print(json.dumps(answer), file=answer_to, flush=True)
    os._exit(0)


def _try(subject: Subject) -> dict[str, object]:
    from edge_runtime.engine.engine import open_untried
    from edge_runtime.engine.golden import golden_crops, replay

    bundle = Bundle.open(subject.bundle)
    engine = open_untried(
        bundle, subject.accelerator, subject.threads, choose_backend(subject.backend)
    )
    wrong = [check for check in replay(bundle, engine) if not check.ok]
    if wrong:
        return {"problem": _describe(wrong)}
    crop = golden_crops(bundle)[0]
    times: list[float] = []
    end = time.perf_counter() + _TIMED_SECONDS
    while len(times) < _LEAST_RUNS or (len(times) < _TIMED_RUNS and time.perf_counter() < end):
        start = time.perf_counter()
        engine.run(crop)
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    return {"problem": None, "milliseconds": median, "residency": engine.info.residency}


def _describe(wrong: Sequence[GoldenCheck]) -> str:
    one = wrong[0]
    errors = (
        f"logit {one.logit_error:.2g}, gate {one.gate_error:.2g}, evidence {one.evidence_error:.2g}"
    )
    count = "a golden vector differs" if len(wrong) == 1 else f"{len(wrong)} golden vectors differ"
    return f"{count} by more than the bundle allows: {one.id} by {errors}"


if __name__ == "__main__":
    _main()
