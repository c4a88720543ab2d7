"""A limit on the upload bytes that all requests of a worker keep in memory together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from prometheus_client import Gauge


class UploadBudget:
    """Counts the upload bytes in memory, and refuses more than the limit.

    Args:
        limit: Largest number of bytes in memory at a time.
        gauge: Metric that shows the current number.
    """

    def __init__(self, limit: int, gauge: Gauge) -> None:
        self._limit = limit
        self._gauge = gauge
        self._used = 0

    def reserve(self, count: int) -> None:
        """Count bytes that are about to be kept.

        Raises:
            ProblemError: ``overloaded`` if the limit would be exceeded; then nothing is counted.
        """
        if self._used + count > self._limit:
            raise ProblemError("overloaded", "too many pictures are being uploaded")
        self._used += count
        self._gauge.set(self._used)

    def release(self, count: int) -> None:
        """Stop counting bytes that were reserved before."""
        self._used -= count
        self._gauge.set(self._used)
