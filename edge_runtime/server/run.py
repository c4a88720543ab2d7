"""Runs the server until a signal stops it."""

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
from edge_runtime.server.connection import TimeLimitedConnection
from edge_runtime.server.log_config import LOGGING
from edge_runtime.server.settings import METRICS_FOLDER, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

KEEP_ALIVE_SECONDS = 5
MAX_HEAD_BYTES = 16_384
WORKER_TIMEOUT_SECONDS = 15
"""A worker that does not respond for so long is replaced. uvicorn's 5 seconds are too few for a
worker that loads the networks on a small, busy machine."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish the accepted requests.

    Args:
        settings: What to serve, where, and the limits.

    Raises:
        BundleError: If a file of the bundle is missing or altered.
        ContractError: If its contract breaks the schema.
        SystemExit: With code 3 if a network fails its self-check or the port is in use.
    """
    Bundle.open(settings.bundle)
    with suppress(KeyboardInterrupt):
        if settings.workers == 1:
            _run_one(settings)
        else:
            _run_workers(settings)


def uvicorn_config(
    settings: Settings, make_app: Callable[[], ASGIApp], log_config: dict[str, Any] | None
) -> Config:
    """The configuration of uvicorn.

    Args:
        settings: Address and limits.
        make_app: Makes the application in each worker; picklable if there are several workers.
        log_config: For `logging.config.dictConfig`; None leaves logging unchanged.
    """
    return Config(
        make_app,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        loop="asyncio",
        http=TimeLimitedConnection,
        ws="none",
        lifespan="on",
        log_config=log_config,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        limit_concurrency=settings.max_connections,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        timeout_worker_healthcheck=WORKER_TIMEOUT_SECONDS,
    )


def _run_one(settings: Settings) -> None:
    server = Server(uvicorn_config(settings, _app_factory(settings), LOGGING))
    # uvicorn raises the signal again after it has stopped; ignored, so that the exit code is 0.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server.run()


def _run_workers(settings: Settings) -> None:
    """Run several workers; uvicorn's supervisor replaces those that die or hang."""
    with TemporaryDirectory(prefix="edge-runtime-metrics-") as folder:
        os.environ[METRICS_FOLDER] = folder
        config = uvicorn_config(settings, _app_factory(settings), LOGGING)
        supervisor = Multiprocess(config, sockets=[config.bind_socket()])
        supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        sys.exit(STARTUP_FAILURE)


def _app_factory(settings: Settings) -> Callable[[], ASGIApp]:
    """Imports late, because prometheus_client reads ``METRICS_FOLDER`` when it is imported."""
    from edge_runtime.server.app import create_app

    return partial(create_app, settings)
