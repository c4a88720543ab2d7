"""A scanner of an earlier release, which another Python runs in its own process."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from edge_runtime.errors import EngineError

_EARLIER = """
import json, sys, time
from edge_runtime import EngineOptions, Scanner

scanner, path = Scanner.open(options=EngineOptions("cpu", 1)), sys.argv[1]
bundle, regions = scanner.reference.id, len(scanner.scan(path).regions)
print(json.dumps({"bundle": bundle, "regions": regions, "threads": 1}), flush=True)
for _ in sys.stdin:
    start = time.perf_counter()
    scanner.scan(path)
    print((time.perf_counter() - start) * 1000, flush=True)
"""


@dataclass(frozen=True, slots=True)
class EarlierScanner:
    """A running process that scans one picture on demand.

    Attributes:
        facts: The bundle of the earlier release, and how many regions it judged.
    """

    facts: Mapping[str, Any]
    _process: subprocess.Popen[str]

    def scan(self) -> float:
        """Scan once.

        Returns:
            Milliseconds that the scan took there, so that nobody pays for the pipe.

        Raises:
            EngineError: If the process has ended.
        """
        if self._process.stdin is not None:
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        return float(_answer(self._process))


@contextmanager
def earlier_scanner(python: Path, picture: Path) -> Iterator[EarlierScanner]:
    """Start the process; it ends with the context.

    Args:
        python: Interpreter of an environment in which the earlier release is installed.
        picture: What it scans.

    Raises:
        OSError: If the interpreter cannot be started.
        EngineError: If it cannot scan; its messages are on stderr.
    """
    command = [str(python), "-c", _EARLIER, str(picture.resolve())]
    its_own = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, env=its_own, cwd=gettempdir()
    ) as process:
        try:
            yield EarlierScanner(json.loads(_answer(process)), process)
        finally:
            process.kill()


def _answer(process: subprocess.Popen[str]) -> str:
    line = process.stdout.readline() if process.stdout is not None else ""
    if not line:
        raise EngineError("the earlier release did not scan; its messages are above")
    return line
