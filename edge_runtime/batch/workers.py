"""Work spread over processes; one that dies is replaced, and what it died of is told."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from edge_runtime.batch.crash import crashed
from edge_runtime.batch.input_scanner import JudgePlan
from edge_runtime.batch.worker import Ready, Task, Worker
from edge_runtime.errors import EdgeRuntimeError, EngineError

ATTEMPTS = 2
"""Processes that may die of a picture. One may have been killed by somebody else."""

SECONDS = 600.0
"""How long one picture or video may take."""

_LOOK = 1.0
"""Seconds between two looks at what takes long."""


class Workers:
    """Worker processes; none is started before there is work.

    Args:
        plan: Opens a judge in each process.
        count: Processes, >= 1.
        seconds: How long one input may take before its process is ended.
    """

    def __init__(self, plan: JudgePlan, count: int, seconds: float = SECONDS) -> None:
        self._plan = plan
        self._count = count
        self._seconds = seconds
        self._workers: dict[Connection, Worker] = {}
        self._again: deque[Task] = deque()
        self._identity: dict[str, Any] | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            worker.kill()
        for worker in self._workers.values():
            worker.end()
        self._workers = {}

    def results(self, inputs: Iterable[tuple[int, str]]) -> Iterator[tuple[int, bytes]]:
        """Judge all inputs.

        Args:
            inputs: Index and name; taken one by one, when a process is free.

        Yields:
            Index and result of each input as a line of JSON, in the order of their completion.

        Raises:
            EdgeRuntimeError: If bundle or engine fail in a process, or it cannot start.
        """
        waiting = iter(inputs)
        while self._feed(waiting):
            for connection in wait(list(self._workers), _LOOK):
                yield from self._hear(self._workers[connection])  # type: ignore[index]
            for worker in list(self._workers.values()):
                if worker.task and worker.seconds > self._seconds:
                    yield self._give_up(worker)

    def _feed(self, waiting: Iterator[tuple[int, str]]) -> bool:
        """Give work to whoever is idle, and tell whether there is any left or under way."""
        for worker in self._workers.values():
            if worker.ready and worker.task is None:
                task = self._next(waiting)
                if task is None:
                    break
                worker.give(task)
        busy = any(worker.task for worker in self._workers.values())
        if not busy and not self._again:
            self._again.extend(filter(None, [self._next(waiting)]))
        if self._again and not self._workers:
            self._start()
        return busy or bool(self._again)

    def _next(self, waiting: Iterator[tuple[int, str]]) -> Task | None:
        if self._again:
            return self._again.popleft()
        following = next(waiting, None)
        return Task(*following) if following else None

    def _start(self) -> None:
        worker = Worker(self._plan)
        self._workers[worker.connection] = worker

    def _hear(self, worker: Worker) -> Iterator[tuple[int, bytes]]:
        try:
            message: object = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._replace(worker)
            return
        if isinstance(message, EdgeRuntimeError):
            raise message
        if isinstance(message, Ready):
            self._welcome(worker, message)
        elif isinstance(message, bytes) and worker.task:
            task, worker.task = worker.task, None
            yield task.index, message

    def _welcome(self, worker: Worker, ready: Ready) -> None:
        """The first may have tried out accelerators; the others find what it has learned."""
        worker.ready = True
        first = self._identity is None
        self._identity = ready.identity
        if first:
            for _ in range(self._count - len(self._workers)):
                self._start()

    def _replace(self, worker: Worker) -> Iterator[tuple[int, bytes]]:
        end = self._remove(worker)
        task = worker.task
        if not worker.ready:
            raise EngineError(f"a worker process could not start: {end}")
        self._start()
        if task is None:
            return
        task.deaths += 1
        if task.deaths < ATTEMPTS:
            self._again.append(task)
        else:
            yield task.index, self._crashed(task, end)

    def _give_up(self, worker: Worker) -> tuple[int, bytes]:
        task = worker.task
        assert task is not None
        worker.kill()
        self._remove(worker)
        self._start()
        return task.index, self._crashed(task, f"it took longer than {self._seconds:.0f} s")

    def _remove(self, worker: Worker) -> str:
        del self._workers[worker.connection]
        return worker.end()

    def _crashed(self, task: Task, why: str) -> bytes:
        assert self._identity is not None
        return crashed(task.name, why, self._identity)
