"""Runs a batch with hand-made networks in a process of its own, so that a test can kill it.

``run_batch.py BUNDLE OUT LOG WORKERS INPUT...``; it always resumes an unfinished batch.
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

from edge_runtime.batch.input_scanner import InputScanner, ScannerSpec
from edge_runtime.batch.request import BatchRequest
from edge_runtime.batch.run import ProcessEngine, run_batch
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.result.scan_result import BundleRef
from tests.support.tiny_scanner import tiny_scanner

SHARD = 10


@dataclass(frozen=True)
class TinySpec(ScannerSpec):
    """Opens a scanner that judges by brightness and whose process dies of some names.

    Attributes:
        log: File that gets a line for each name before it is scanned.
        seconds: How long scanning one picture takes at least.
    """

    log: str = ""
    seconds: float = 0.0

    def open(self) -> InputScanner:
        """Open it."""
        return _TinyInputScanner(self)


class _TinyInputScanner(InputScanner):
    def __init__(self, spec: TinySpec) -> None:
        super().__init__(tiny_scanner(Bundle.open(spec.bundle)))
        self._spec = spec
        self._log = os.open(spec.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def scan(self, name: str) -> bytes:
        """Scan a picture; "poison" in its name kills the process, "once" only the first time."""
        first = os.fsencode(name) not in Path(self._spec.log).read_bytes()
        os.write(self._log, os.fsencode(name) + b"\n")
        file = os.path.basename(name)
        if "poison" in file or ("once" in file and first):
            os.kill(os.getpid(), signal.SIGSEGV)
        time.sleep(3600 if "sleepy" in file else self._spec.seconds)
        return super().scan(name)


def request_for(bundle: str, *arguments: str) -> BatchRequest:
    """A request to scan these inputs, with small shards."""
    opened = Bundle.open(bundle)
    reference = BundleRef(opened.contract.id, opened.sha256)
    return BatchRequest(arguments, False, None, reference, shard=SHARD)


def ignore_progress(done: int, total: int) -> None:
    """Show nothing."""


def run(spec: TinySpec, out: str, workers: int, *inputs: str, resume: bool = True) -> Any:
    """Scan on this machine."""
    engine = ProcessEngine(spec, workers, ignore_progress)
    return run_batch(out, request_for(spec.bundle, *inputs), resume, engine)


def main(bundle: str, out: str, log: str, workers: str, *inputs: str) -> None:
    """Scan and print how many inputs got each verdict."""
    spec = TinySpec(bundle, log=log, seconds=0.005)
    counts: Counter[str] | None = run(spec, out, int(workers), *inputs)
    print(counts)


if __name__ == "__main__":
    main(*sys.argv[1:])
