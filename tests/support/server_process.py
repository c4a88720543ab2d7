"""``edge-runtime serve`` as a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.support.running_server import until
from tests.support.sealed_bundle import sealed_bundle

START_SECONDS = 60
NATIVE = re.compile(r"(INFO|WARNING|W\d{4}|I\d{4})[: ]")


@dataclass
class ServerProcess:
    """The process, its address, and the lines it has logged."""

    process: subprocess.Popen[str]
    lines: list[dict[str, Any]] = field(default_factory=list)
    native: list[str] = field(default_factory=list)

    @property
    def url(self) -> str | None:
        """Its address, once it has told it."""
        events = (line["event"] for line in self.lines)
        found = (re.search(r"running on (http://127\.0\.0\.1:\d+)", event) for event in events)
        return next((match[1] for match in found if match), None)

    def client(self) -> httpx.Client:
        """A client of it."""
        assert self.url is not None
        return httpx.Client(base_url=self.url, timeout=START_SECONDS)

    def read_log(self) -> None:
        """Every line is a JSON object, but for those that the TFLite runtime writes itself."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if NATIVE.match(line):
                self.native.append(line)
            else:
                self.lines.append(json.loads(line))


@contextmanager
def serve(*options: str, environment: Mapping[str, str] | None = None) -> Iterator[ServerProcess]:
    """Run the verb with the bundle that ships until the block ends; it must answer by then.

    Args:
        options: Of the command line.
        environment: Variables to add.
    """
    command = [sys.executable, "-m", "edge_runtime", "serve", "--port", "0", "--bundle"]
    process = subprocess.Popen(
        [*command, str(sealed_bundle()), *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    running = ServerProcess(process)
    reader = threading.Thread(target=running.read_log)
    reader.start()
    try:
        until(lambda: running.url is not None or process.poll() is not None, START_SECONDS)
        until(lambda: is_ready(running) or process.poll() is not None, START_SECONDS)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(START_SECONDS)
        finally:
            process.kill()
            reader.join()
            process.stderr.close() if process.stderr else None


def is_ready(running: ServerProcess) -> bool:
    """Whether it answers that it is ready."""
    try:
        with running.client() as client:
            return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False
