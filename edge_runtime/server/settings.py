"""The settings of a server: what it serves, where, and within which limits."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path

from edge_runtime.engine.options import EngineOptions

MEGABYTE = 1_000_000
_SHUTDOWN_MARGIN_SECONDS = 5

ONE_THREAD = EngineOptions(threads=1)
"""One thread for each engine: under load, scanning more pictures at a time is more efficient than
scanning each of them faster."""

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable that names the folder through which several workers share their metrics.

It must be set before prometheus_client is imported. It is unset where there is one worker.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server; every limit holds for each worker process.

    Attributes:
        bundle: Folder of the bundle; None for the built-in one.
        browser_runtime: Folder with the WebAssembly files of LiteRT.js, which the page needs to
            scan in the browser; None for the folder ``runtime`` of the page, if it has one.
        engine_options: Where the networks run.
        host: Address to listen on.
        port: TCP port to listen on; 0 for any free one.
        workers: Processes, >= 1.
        engines: Pictures that one worker scans at a time; None for processors / workers.
        queue: Pictures that may wait for an engine; more are refused.
        max_picture_bytes: Size limit of one picture.
        max_body_bytes: Size limit of a request's body.
        max_files: Pictures in one request, at most.
        upload_budget: Bytes of uploads that all requests together may keep in memory.
        max_connections: Open connections; requests on more connections are refused.
        body_seconds: Longest total wait for the body of a request.
        request_seconds: Longest time for a whole request.
        token: What clients must send as ``Authorization: Bearer``; None if they need none.
        cors_origins: Web origins whose pages may call the server.
    """

    bundle: Path | None = None
    browser_runtime: Path | None = None
    engine_options: EngineOptions = ONE_THREAD
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    engines: int | None = None
    queue: int = 64
    max_picture_bytes: int = 32 * MEGABYTE
    max_body_bytes: int = 128 * MEGABYTE
    max_files: int = 32
    upload_budget: int = 256 * MEGABYTE
    max_connections: int = 512
    body_seconds: float = 20.0
    request_seconds: float = 60.0
    token: str | None = field(default=None, repr=False)
    cors_origins: tuple[str, ...] = ()

    @property
    def engine_count(self) -> int:
        """Engines of one worker, >= 1."""
        return self.engines or max(1, _usable_processors() // self.workers)

    @property
    def shutdown_seconds(self) -> int:
        """Longest wait for unfinished requests when the server stops."""
        return math.ceil(self.request_seconds) + _SHUTDOWN_MARGIN_SECONDS


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
