"""How many bytes of pictures all requests together hold in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from prometheus_client import Gauge


class HeldBytes:
    """A budget that every request draws from.

    Args:
        limit: Most bytes held at a time.
        gauge: Shows how many are.
    """

    def __init__(self, limit: int, gauge: Gauge) -> None:
        self._limit = limit
        self._gauge = gauge
        self._held = 0

    def take(self, count: int) -> None:
        """Hold more bytes.

        Raises:
            ProblemError: ``overloaded`` if that were too many; then none is taken.
        """
        if self._held + count > self._limit:
            raise ProblemError("overloaded", "too many pictures are being sent at the moment")
        self._held += count
        self._gauge.set(self._held)

    def give_back(self, count: int) -> None:
        """Let go of bytes taken before."""
        self._held -= count
        self._gauge.set(self._held)
