"""The frame rate over the last seconds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 3.0


class FrameRate:
    """Counts frames over `WINDOW_SECONDS`.

    Args:
        clock: Seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque()

    def tick(self) -> float:
        """Count a frame; return the frames per second, 0 at the first frame."""
        now = self._clock()
        self._times.append(now)
        while now - self._times[0] > WINDOW_SECONDS and len(self._times) > 2:
            self._times.popleft()
        spent = now - self._times[0]
        return (len(self._times) - 1) / spent if spent > 0 else 0.0
