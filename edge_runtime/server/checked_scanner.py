"""Opens a scanner of which every network has passed its self-check before its first picture."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.golden import replay
from edge_runtime.engine.interpreter import choose_backend
from edge_runtime.errors import EngineError
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.scan.scanner import Kit, Scanner

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.server.settings import Settings

THREADS = 1
"""Threads of one engine. Under load, scanning more pictures at a time gives more pictures per
second than scanning each of them faster."""


def open_checked_scanner(bundle: Bundle, settings: Settings) -> Scanner:
    """Load the networks of all engines, and compare their output to the golden vectors.

    A network that the scanner makes later, in place of one that failed, is checked as well.

    Raises:
        EngineError: If a network cannot be loaded or does not match the golden vectors.
    """
    count = settings.engine_count
    with ThreadPoolExecutor(count) as threads:
        ready = deque(threads.map(_open_checked, [bundle] * count, [settings] * count))

    def next_kit() -> Kit:
        try:
            return ready.popleft()
        except IndexError:
            return _open_checked(bundle, settings)

    return Scanner(bundle, next_kit)


def _open_checked(bundle: Bundle, settings: Settings) -> Kit:
    engine = open_engine(bundle, settings.accelerator, THREADS, settings.backend)
    wrong = [check.id for check in replay(bundle, engine) if not check.ok]
    if wrong:
        raise EngineError(f"wrong answers to golden vectors: {', '.join(wrong)}")
    backend = choose_backend(settings.backend)
    return Kit(engine, FaceDetector(bundle.contract.faces, bundle.read, THREADS, backend))
