"""Maps a function over items in threads and returns the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")

LOOK_AHEAD = 2
"""Items per worker that may be finished or in progress before their result is taken."""


def ordered_map(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """Results of ``work`` for each item, in order, computed on demand or a little ahead.

    Args:
        work: Called from several threads at once.
        items: Taken one by one, with several workers a few ahead of the results.
        workers: Threads, >= 1. One is the calling thread.

    Raises:
        ValueError: If there is no worker.
    """
    if workers == 1:
        return map(work, items)
    return _in_threads(work, items, workers)


def _in_threads(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    from concurrent.futures import ThreadPoolExecutor

    pending: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="scan") as executor:
        try:
            for item in items:
                pending.append(executor.submit(work, item))
                if len(pending) >= LOOK_AHEAD * workers:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
