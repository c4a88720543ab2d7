"""Runs a server in its own process, and reads its memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 120.0
STOP_SECONDS = 90.0
READ_EVERY_SECONDS = 0.25


@dataclass(slots=True)
class RunningServer:
    """A server that accepts connections.

    Attributes:
        port: Port on the loopback interface.
        resident_kb: Readings of its resident memory, KiB; empty if the system does not report it.
    """

    port: int
    resident_kb: list[int] = field(default_factory=list)


@contextmanager
def serving(module: str, options: Sequence[str]) -> Iterator[RunningServer]:
    """Run a server until the block ends.

    Args:
        module: Module that ``python -m`` runs, and its subcommand if it has one.
        options: Command line options; ``--port`` is added.

    Raises:
        OSError: If it does not accept connections, or does not stop.
    """
    served, stop = RunningServer(_free_port()), threading.Event()
    command = [sys.executable, "-m", *module.split(), "--port", str(served.port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    reader = threading.Thread(target=_read_memory, args=(process.pid, served.resident_kb, stop))
    try:
        _wait_until_it_listens(process, served.port)
        reader.start()
        yield served
    finally:
        stop.set()
        if reader.is_alive():
            reader.join()
        _end(process)


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise OSError(f"the server does not accept connections: {' '.join(map(str, process.args))}")  # type: ignore[arg-type]


def _read_memory(process: int, readings: list[int], stop: threading.Event) -> None:
    statm, page_kb = Path(f"/proc/{process}/statm"), os.sysconf("SC_PAGE_SIZE") // 1024
    while not stop.wait(READ_EVERY_SECONDS):
        with suppress(OSError, IndexError, ValueError):
            readings.append(int(statm.read_text("ascii").split()[1]) * page_kb)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise OSError("the server did not stop") from None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
