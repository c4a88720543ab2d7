"""A process that judges one name after the other, and what its parent knows of it."""

from __future__ import annotations

import multiprocessing
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from edge_runtime.batch.input_scanner import JudgePlan
from edge_runtime.engine.child_process import describe_end
from edge_runtime.errors import EdgeRuntimeError

_PATIENCE = 5.0
"""Seconds in which a process that has closed its pipe should have ended."""


@dataclass
class Task:
    """One input, and how many processes have died of it."""

    index: int
    name: str
    deaths: int = 0


@dataclass
class Ready:
    """Says that the judge is open.

    Attributes:
        identity: ``bundle`` and ``runtime`` of its results.
    """

    identity: dict[str, Any]


class Worker:
    """The parent's end of a worker process; the process starts at once.

    Args:
        plan: Opens the judge in the process.

    Attributes:
        connection: Where its messages come from: `Ready`, then a result's bytes for each task; an
            `EdgeRuntimeError` at any time. It is at its end when the process has died.
        ready: Whether the judge is open.
        task: What it works on.
    """

    def __init__(self, plan: JudgePlan) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, plan), daemon=True)
        self._process.start()
        theirs.close()
        self.ready = False
        self.task: Task | None = None
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been at its task, or at starting."""
        return time.monotonic() - self._since

    def give(self, task: Task) -> None:
        """Have it judge; a process that is dead already tells so at its connection's end."""
        self.task = task
        self._since = time.monotonic()
        with suppress(OSError):
            self.connection.send(task.name)

    def end(self) -> str:
        """End it, wait for that, and tell how it ended."""
        self.connection.close()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return describe_end(self._process.exitcode or 0)

    def kill(self) -> None:
        """End it now, whatever it is doing."""
        self._process.kill()


def serve(connection: Connection, plan: JudgePlan) -> None:
    """What the process does until its parent closes the connection, or is gone.

    Ctrl-C is left to the parent, which also gets it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        judge = plan.open()
        connection.send(Ready(judge.identity()))
        while True:
            connection.send(judge.judge(connection.recv()))
    except EdgeRuntimeError as error:
        connection.send(error)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
