"""Runs Python code that may crash in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def run_python(
    arguments: Sequence[str], seconds: float, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run this Python, which finds this package, and wait for its end.

    Args:
        arguments: Of the interpreter, such as ``["-m", "module"]``.
        seconds: How long it may take.
        given: What it reads from stdin.

    Raises:
        subprocess.TimeoutExpired: If it took longer; it has been ended.
    """
    home = str(Path(__file__).resolve().parents[2])
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run(
        [sys.executable, *arguments],
        input=given,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    )


def describe_end(code: int) -> str:
    """How a process ended, such as "it crashed: SIGSEGV" or "it ended with code 3"."""
    if code >= 0:
        return f"it ended with code {code}"
    try:
        return f"it crashed: {signal.Signals(-code).name}"
    except ValueError:
        return f"it crashed: signal {-code}"
