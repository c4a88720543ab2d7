"""A batch with hand-made networks in a process of its own, so that a test can kill it.

``run_batch.py BUNDLE OUT LOG WORKERS INPUT...``; it always resumes what it finds.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge_runtime.batch.input_scanner import Judge, ScannerJudge
from edge_runtime.batch.plan import Plan
from edge_runtime.batch.run import on_this_machine, run_batch
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import BundleRef
from tests.support.tiny_scanner import tiny_scanner

SHARD = 10


@dataclass(frozen=True)
class TinyPlan:
    """Opens a judge that knows brightness and dies of names.

    Attributes:
        bundle: Folder of the sample bundle.
        log: File that gets a line for each name before it is judged.
        seconds: How long judging one picture takes at least.
    """

    bundle: str
    log: str
    seconds: float = 0.0

    def open(self) -> Judge:
        """Open it."""
        return _TinyJudge(self, ScannerJudge(tiny_scanner(Bundle.open(self.bundle))))


class _TinyJudge:
    def __init__(self, plan: TinyPlan, judge: ScannerJudge) -> None:
        self._plan = plan
        self._judge = judge
        self._log = os.open(plan.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def identity(self) -> dict[str, Any]:
        """That of the hand-made scanner."""
        return self._judge.identity()

    def judge(self, name: str) -> bytes:
        """Judge a picture; "poison" in its name kills, "once" only the first time."""
        first = os.fsencode(name) not in Path(self._plan.log).read_bytes()
        os.write(self._log, os.fsencode(name) + b"\n")
        file = os.path.basename(name)
        if "poison" in file or ("once" in file and first):
            os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(3600 if "sleepy" in file else self._plan.seconds)
        return self._judge.judge(name)


def plan_of(bundle: str, *arguments: str) -> Plan:
    """A plan for these inputs, with small shards."""
    opened = Bundle.open(bundle)
    reference = BundleRef(opened.contract.id, opened.sha256)
    return Plan(arguments, False, None, reference, 0, SHARD)


def run(judge: TinyPlan, out: str, workers: int, *inputs: str, resume: bool = True) -> Any:
    """Scan on this machine."""
    plan = plan_of(judge.bundle, *inputs)
    return run_batch(out, plan, resume, on_this_machine, judge, workers)


def main(bundle: str, out: str, log: str, workers: str, *inputs: str) -> None:
    """Scan and print how many got each verdict."""
    counts: Counter[str] | None = run(TinyPlan(bundle, log, 0.005), out, int(workers), *inputs)
    print(counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
