"""A line on stderr that tells how far a scan has come."""

from __future__ import annotations

import sys
import time

MANY = 4
"""Fewer files than this need no progress."""

_ERASE = "\r\x1b[K"
_WIDTH = 24


class Progress:
    """Redraws one line; silent for few files and where stderr is not a terminal.

    Args:
        total: Number of files.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._start = time.monotonic()
        self._shown = total >= MANY and sys.stderr.isatty()

    def step(self) -> None:
        """One more file is done."""
        self._done += 1
        if self._shown:
            print(_ERASE + self._line(), end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        if self._shown:
            print(_ERASE, end="", file=sys.stderr, flush=True)

    def _line(self) -> str:
        filled = _WIDTH * self._done // self._total
        rate = self._done / max(time.monotonic() - self._start, 1e-9)
        left = (self._total - self._done) / rate
        bar = "#" * filled + "." * (_WIDTH - filled)
        return f"[{bar}] {self._done}/{self._total}  {rate:.1f}/s  {left:.0f} s left"
