"""Wall time of the steps of one scan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Literal, TypeAlias

from edge_runtime.result.scan_result import Timings

Step: TypeAlias = Literal["decode", "detect", "crop", "infer"]


class Stopwatch:
    """Adds up the time spent in each step; the total starts when it is made."""

    def __init__(self) -> None:
        self._start = perf_counter()
        self._spent: dict[Step, float] = {"decode": 0.0, "detect": 0.0, "crop": 0.0, "infer": 0.0}

    @contextmanager
    def timing(self, step: Step) -> Iterator[None]:
        """Count the block's time towards `step`."""
        start = perf_counter()
        try:
            yield
        finally:
            self._spent[step] += (perf_counter() - start) * 1000

    def timings(self) -> Timings:
        """Milliseconds so far; the total includes the time between the steps."""
        return Timings(**self._spent, total=(perf_counter() - self._start) * 1000)
