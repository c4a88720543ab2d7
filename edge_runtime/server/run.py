"""Runs the server until it is told to stop."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.server.connection import GuardedConnection
from edge_runtime.server.logs import LOGGING
from edge_runtime.server.settings import METRICS_FOLDER, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

KEEP_ALIVE_SECONDS = 5
MAX_HEAD_BYTES = 16_384
HANG_SECONDS = 15
"""A worker that does not answer for so long is replaced. On a small, busy machine one
that loads the network is silent for longer than the usual 5 seconds."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish what has been accepted.

    Args:
        settings: What to serve, and the limits.

    Raises:
        BundleError: If a file of the bundle is missing or altered.
        ContractError: If its contract breaks the schema.
        SystemExit: With code 3 if an engine fails its check or the port cannot be had.
    """
    Bundle.open(settings.bundle)
    with suppress(KeyboardInterrupt):
        if settings.workers == 1:
            _run_one(settings)
        else:
            _run_workers(settings)


def config_of(
    settings: Settings, make_app: Callable[[], ASGIApp], log_config: dict[str, Any] | None
) -> Config:
    """How uvicorn is to serve the application.

    Args:
        settings: Address and limits.
        make_app: Makes the application, in each worker; it must be picklable where there are
            several.
        log_config: For `logging.config.dictConfig`; None leaves logging as it is.
    """
    return Config(
        make_app,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        loop="asyncio",
        http=GuardedConnection,
        ws="none",
        lifespan="on",
        log_config=log_config,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        limit_concurrency=settings.max_connections,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=HANG_SECONDS,
    )


def _run_one(settings: Settings) -> None:
    server = Server(config_of(settings, _app_of(settings), LOGGING))
    # uvicorn raises the signal again when it has stopped; the process is to end by itself.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server.run()


def _run_workers(settings: Settings) -> None:
    """The supervisor of uvicorn replaces workers that die or hang."""
    with TemporaryDirectory(prefix="edge-runtime-metrics-") as folder:
        os.environ[METRICS_FOLDER] = folder
        config = config_of(settings, _app_of(settings), LOGGING)
        supervisor = Multiprocess(config, sockets=[config.bind_socket()])
        supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        sys.exit(STARTUP_FAILURE)


def _app_of(settings: Settings) -> Callable[[], ASGIApp]:
    """Imported late: prometheus_client looks for the shared folder when it is imported."""
    from edge_runtime.server.app import create_app

    return partial(create_app, settings)
