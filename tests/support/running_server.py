"""A real server on a loopback port, in a thread of the test, and small pictures to send to it."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import httpx
from PIL import Image
from uvicorn import Server

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.server.app import create_app
from edge_runtime.server.run import uvicorn_config
from edge_runtime.server.settings import Settings
from edge_runtime.types import FaceCrop
from tests.support.sealed_bundle import sealed_bundle
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces, TinyScanner

NO_PAGE = Path("/nonexistent")
WAIT_SECONDS = 10


class GatedEngine(BrightnessEngine):
    """Answers only while the gate is open."""

    def __init__(self, gate: threading.Event) -> None:
        self._gate = gate

    def run(self, crop: FaceCrop) -> NetworkOutput:
        assert self._gate.wait(WAIT_SECONDS)
        return super().run(crop)


class Gate:
    """Opens scanners that all wait at one gate."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def __call__(self, bundle: Bundle, _: Settings) -> Scanner:
        return TinyScanner(
            bundle, lambda: EngineAndDetector(GatedEngine(self.open), FixedFaces([]))
        )


def open_tiny(bundle: Bundle, _: Settings) -> Scanner:
    """A scanner whose network is the brightness of the picture."""
    return TinyScanner(bundle)


@dataclass
class Running:
    """A server that answers, and a client of it."""

    server: Server
    port: int
    client: httpx.Client

    def metric(self, name: str, **labels: str) -> float:
        """The value of one of its metrics; 0 if it does not tell."""
        pairs = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
        wanted = f"edge_runtime_{name}{{{pairs}}} " if labels else f"edge_runtime_{name} "
        for line in self.client.get("/metrics").text.splitlines():
            if line.startswith(wanted):
                return float(line.removeprefix(wanted))
        return 0.0

    def stop(self) -> None:
        """Ask it to stop, as SIGTERM does."""
        self.server.should_exit = True


@contextmanager
def serving(
    open_scanner: Callable[[Bundle, Settings], Scanner] = open_tiny,
    page: Path = NO_PAGE,
    **settings: object,
) -> Iterator[Running]:
    """Run a server for the length of the block.

    Args:
        open_scanner: Makes the scanner of each engine.
        page: Folder of the web page.
        settings: Fields of `Settings` that differ from its defaults.
    """
    chosen = replace(Settings(bundle=sealed_bundle(), port=0, engines=1), **settings)
    make_app = partial(create_app, chosen, open_scanner, page)
    server = Server(uvicorn_config(chosen, make_app, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=WAIT_SECONDS) as client:
            yield Running(server, port, client)
    finally:
        server.should_exit = True
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive(), "the server did not stop"


def until(condition: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.005)


def png(brightness: int, side: int = 64) -> bytes:
    """A PNG of one grey."""
    file = io.BytesIO()
    Image.new("RGB", (side, side), (brightness,) * 3).save(file, "PNG")
    return file.getvalue()


WHITE, GREY, BLACK = png(255), png(128), png(0)
