"""What a server is started with."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from edge_runtime.engine.machine import usable_processors

MEGABYTE = 1_000_000
STOP_MARGIN_SECONDS = 5

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable with the folder through which workers share their numbers.

It must be set before prometheus_client is imported; it is not where there is one worker.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and choices of one server; every limit is per worker process.

    Attributes:
        bundle: Folder of the bundle; None for the built-in one.
        browser_runtime: Folder of LiteRT.js' WebAssembly, for the page to judge in the browser;
            None for what lies beside the page, if anything does.
        accelerator: As for `edge_runtime.engine.choose.open_engine`.
        backend: TFLite runtime; None for the first installed one.
        host: Address to listen on.
        port: TCP port to listen on; 0 lets the system choose.
        workers: Processes, >= 1.
        engines: Pictures scanned at a time; None shares the processors among the workers.
        queue: Pictures that may wait for an engine; one more is refused.
        max_picture_bytes: Largest picture.
        max_body_bytes: Largest request body.
        max_files: Most pictures of one request.
        max_held_bytes: Bytes of all pictures in memory; a request beyond them is refused.
        max_connections: Open connections; a request beyond them is refused.
        body_seconds: How long the server waits, in all, for the bytes of one body.
        request_seconds: How long one request may take, in all.
        token: What clients must send as ``Authorization: Bearer``; None asks for nothing.
        cors_origins: Web origins whose pages may call the server; none by default.
    """

    bundle: Path | None = None
    browser_runtime: Path | None = None
    accelerator: str = "auto"
    backend: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    engines: int | None = None
    queue: int = 64
    max_picture_bytes: int = 32 * MEGABYTE
    max_body_bytes: int = 128 * MEGABYTE
    max_files: int = 32
    max_held_bytes: int = 256 * MEGABYTE
    max_connections: int = 512
    body_seconds: float = 20.0
    request_seconds: float = 60.0
    token: str | None = field(default=None, repr=False)
    cors_origins: tuple[str, ...] = ()

    @property
    def engine_count(self) -> int:
        """Engines of one worker, >= 1."""
        return self.engines or max(1, usable_processors() // self.workers)

    @property
    def stop_seconds(self) -> int:
        """How long a stopping server waits for what it has accepted."""
        return math.ceil(self.request_seconds) + STOP_MARGIN_SECONDS
