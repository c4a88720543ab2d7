"""How far a batch has come: a line on stderr."""

from __future__ import annotations

import sys
import time

_ERASE = "\r\x1b[K"
_TERMINAL_SECONDS, _LOG_SECONDS = 0.2, 30.0
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"))


class BatchProgress:
    """Redraws one line on a terminal; elsewhere adds a line every half a minute.

    Args:
        total: Inputs of the batch.
        before: How many of them had their result when this run began.
    """

    def __init__(self, total: int, before: int) -> None:
        self._total = total
        self._before = self._done = before
        self._start = self._told = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._every = _TERMINAL_SECONDS if self._terminal else _LOG_SECONDS

    def show(self, done: int) -> None:
        """Tell that so many inputs have their result, if it is time to tell."""
        self._done = done
        now = time.monotonic()
        if now - self._told < self._every:
            return
        self._told = now
        text = self.line()
        text = _ERASE + text if self._terminal else text + "\n"
        print(text, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Make room for other output on the same terminal."""
        if self._terminal:
            print(_ERASE, end="", file=sys.stderr, flush=True)

    def line(self) -> str:
        """Such as ``1200/10000  12.0 %  38.2/s  3 min 50 s left``."""
        rate = (self._done - self._before) / max(time.monotonic() - self._start, 1e-9)
        share = f"{self._done}/{self._total}  {100 * self._done / self._total:.1f} %"
        if not rate:
            return share
        return f"{share}  {rate:.1f}/s  {duration((self._total - self._done) / rate)} left"


def duration(seconds: float) -> str:
    """Such as ``45 s``, ``3 min 50 s`` or ``6 d 2 h``: the two largest units."""
    rest = round(seconds)
    words: list[str] = []
    for size, unit in _UNITS:
        if rest >= size or words:
            words.append(f"{rest // size} {unit}")
            rest %= size
    words.append(f"{rest} s")
    return " ".join(words[:2])
