"""Scans inputs in worker processes; a process that dies is replaced and its input named."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from edge_runtime.batch.input_scanner import ScannerSpec, crash_line
from edge_runtime.engine.child_process import describe_end
from edge_runtime.errors import EdgeRuntimeError, EngineError

ATTEMPTS = 2
"""Processes that may die of one input. The first may have been killed for another reason."""

INPUT_SECONDS = 600.0
"""How long one picture or video may take."""

START_SECONDS = 600.0
"""How long a process may take to open its scanner; trials of accelerators are included."""

_CHECK_SECONDS = 1.0
"""Interval between two checks of the time limits."""

_EXIT_SECONDS = 5.0
"""How long a process may take to exit after its pipe was closed."""


@dataclass
class Task:
    """One input, and how many processes have died of it."""

    index: int
    name: str
    deaths: int = 0


@dataclass
class Ready:
    """The message of a process whose scanner is open.

    Attributes:
        identity: As from `edge_runtime.batch.input_scanner.InputScanner.identity`.
    """

    identity: dict[str, Any]


class Worker:
    """The parent's side of a worker process; the process starts at once.

    Args:
        spec: Opens the scanner in the process.

    Attributes:
        connection: The process's messages: `Ready`, then the result of each task as bytes; an
            `EdgeRuntimeError` at any time. It is at its end when the process has died.
        ready: Whether the scanner is open.
        task: The task it works on.
    """

    def __init__(self, spec: ScannerSpec) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, child_end = context.Pipe()
        self._process = context.Process(target=run_worker, args=(child_end, spec), daemon=True)
        self._process.start()
        child_end.close()
        self.ready = False
        self.task: Task | None = None
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been working on its task, or starting."""
        return time.monotonic() - self._since

    def start_task(self, task: Task) -> None:
        """Send it a task; if it is dead already, its connection is at its end."""
        self.task = task
        self._since = time.monotonic()
        with suppress(OSError):
            self.connection.send(task.name)

    def kill(self) -> None:
        """Kill the process without waiting for its end."""
        self._process.kill()

    def close(self) -> str:
        """Wait for the process to exit, kill it if it does not, and tell how it ended."""
        self.connection.close()
        self._process.join(_EXIT_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return describe_end(self._process.exitcode or 0)


class WorkerPool:
    """A fixed number of worker processes; none is started before there is work.

    Args:
        spec: Opens a scanner in each process.
        count: Number of processes, >= 1.
        input_seconds: How long one input may take before its process is killed.
        start_seconds: How long a process may take to open its scanner.
    """

    def __init__(
        self,
        spec: ScannerSpec,
        count: int,
        input_seconds: float = INPUT_SECONDS,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self._spec = spec
        self._count = count
        self._input_seconds = input_seconds
        self._start_seconds = start_seconds
        self._workers: dict[Connection, Worker] = {}
        self._retries: deque[Task] = deque()
        self._identity: dict[str, Any] | None = None

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers.values():
            worker.kill()
        for worker in self._workers.values():
            worker.close()
        self._workers = {}

    def results(self, inputs: Iterable[tuple[int, str]]) -> Iterator[tuple[int, bytes]]:
        """Scan all inputs.

        Args:
            inputs: Index and name; taken one by one, when a process is free.

        Yields:
            Index and result of each input as a line of JSON, in the order of completion.

        Raises:
            EdgeRuntimeError: If the bundle or the engine fails in a process.
            EngineError: If a process cannot start, or takes too long to start.
        """
        waiting = iter(inputs)
        while self._assign(waiting):
            for connection in wait(list(self._workers), _CHECK_SECONDS):
                yield from self._receive(self._workers[connection])  # type: ignore[index]
            for worker in list(self._workers.values()):
                yield from self._check_time(worker)

    def _assign(self, waiting: Iterator[tuple[int, str]]) -> bool:
        """Give tasks to idle processes, and tell whether any task is left or in progress."""
        for worker in self._workers.values():
            if worker.ready and worker.task is None:
                task = self._next_task(waiting)
                if task is None:
                    break
                worker.start_task(task)
        busy = any(worker.task for worker in self._workers.values())
        if not busy and not self._retries:
            self._retries.extend(filter(None, [self._next_task(waiting)]))
        if self._retries and not self._workers:
            self._start_worker()
        return busy or bool(self._retries)

    def _next_task(self, waiting: Iterator[tuple[int, str]]) -> Task | None:
        if self._retries:
            return self._retries.popleft()
        following = next(waiting, None)
        return Task(*following) if following else None

    def _start_worker(self) -> None:
        worker = Worker(self._spec)
        self._workers[worker.connection] = worker

    def _receive(self, worker: Worker) -> Iterator[tuple[int, bytes]]:
        try:
            message: object = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._replace_dead(worker)
            return
        if isinstance(message, EdgeRuntimeError):
            raise message
        if isinstance(message, Ready):
            self._on_ready(worker, message)
        elif isinstance(message, bytes) and worker.task:
            task, worker.task = worker.task, None
            yield task.index, message

    def _on_ready(self, worker: Worker, ready: Ready) -> None:
        """The first process may try out accelerators; the others start after it and reuse that."""
        worker.ready = True
        first = self._identity is None
        self._identity = ready.identity
        if first:
            for _ in range(self._count - len(self._workers)):
                self._start_worker()

    def _replace_dead(self, worker: Worker) -> Iterator[tuple[int, bytes]]:
        end = self._remove(worker)
        task = worker.task
        if not worker.ready:
            raise EngineError(f"a worker process could not start: {end}")
        self._start_worker()
        if task is None:
            return
        task.deaths += 1
        if task.deaths < ATTEMPTS:
            self._retries.append(task)
        else:
            yield task.index, self._crash_line(task, end)

    def _check_time(self, worker: Worker) -> Iterator[tuple[int, bytes]]:
        if not worker.ready and worker.seconds > self._start_seconds:
            worker.kill()
            self._remove(worker)
            raise EngineError(
                "a worker process could not start: "
                f"opening the bundle took longer than {self._start_seconds:g} s"
            )
        if worker.task and worker.seconds > self._input_seconds:
            worker.kill()
            self._remove(worker)
            self._start_worker()
            why = f"it took longer than {self._input_seconds:.0f} s"
            yield worker.task.index, self._crash_line(worker.task, why)

    def _remove(self, worker: Worker) -> str:
        del self._workers[worker.connection]
        return worker.close()

    def _crash_line(self, task: Task, why: str) -> bytes:
        assert self._identity is not None
        return crash_line(task.name, why, self._identity)


def run_worker(connection: Connection, spec: ScannerSpec) -> None:
    """Main function of a worker process; it returns when the parent closes the pipe or is gone.

    Ctrl-C is ignored: the parent gets it, too, and ends the process.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        scanner = spec.open()
        connection.send(Ready(scanner.identity()))
        while True:
            connection.send(scanner.scan(connection.recv()))
    except EdgeRuntimeError as error:
        connection.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
