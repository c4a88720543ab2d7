"""Tells on stderr how many files of a scan or batch are done."""

from __future__ import annotations

import sys
import time
from typing import Any

FEW = 4
"""Fewer files than this are done too soon to need progress."""

LOG_SECONDS = 30.0
"""Interval between two lines where stderr is not a terminal."""


class Progress:
    """A bar on a terminal; elsewhere, as in a log file, a line every half a minute."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._started = self._hidden = False
        self._first = 0
        self._start = self._logged = time.monotonic()

    def show(self, done: int, total: int) -> None:
        """Tell how many files are done.

        Args:
            done: Files done so far. Those of the first call count as done before, in a run that
                was interrupted, so they do not count for the rate.
            total: All files.
        """
        if not self._started:
            self._begin(done, total)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
            self._unhide()
        elif time.monotonic() - self._logged >= LOG_SECONDS:
            self._log(done, total)

    def hide(self) -> None:
        """Clear the bar to make room for other output on the terminal; `show` brings it back."""
        if self._bar is not None:
            self._bar.clear()
            self._hidden = True

    def close(self) -> None:
        """Remove the bar for good."""
        if self._bar is not None:
            self._bar.close()

    def _begin(self, done: int, total: int) -> None:
        self._started, self._first = True, done
        self._start = self._logged = time.monotonic()
        if total >= FEW and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(
                initial=done, total=total, unit="file", leave=False, dynamic_ncols=True
            )

    def _unhide(self) -> None:
        if self._hidden:
            self._bar.refresh()
            self._hidden = False

    def _log(self, done: int, total: int) -> None:
        from tqdm import tqdm

        self._logged = time.monotonic()
        seconds = self._logged - self._start
        line = tqdm.format_meter(done, total, seconds, ncols=0, unit="file", initial=self._first)
        print(line, file=sys.stderr, flush=True)
