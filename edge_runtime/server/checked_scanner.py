"""A scanner whose networks have proved, before their first picture, that they compute right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.golden import require_golden
from edge_runtime.engine.interpreter import choose_backend
from edge_runtime.engine.options import EngineOptions
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.scan.scanner import EngineAndDetector, Scanner

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.server.settings import Settings

THREADS = 1
"""Of one engine: a busy server gains more from pictures side by side than from a faster one."""


def open_checked(bundle: Bundle, settings: Settings) -> Scanner:
    """Load a bundle's networks and replay its golden vectors.

    A network that fails later is replaced by one that has passed the same check.

    Raises:
        EngineError: If a network cannot be loaded or answers a golden vector wrongly.
    """
    return Scanner(bundle, lambda: _open_networks(bundle, settings))


def _open_networks(bundle: Bundle, settings: Settings) -> EngineAndDetector:
    engine = open_engine(bundle, EngineOptions(settings.accelerator, THREADS, settings.backend))
    require_golden(bundle, engine)
    backend = choose_backend(settings.backend)
    detector = FaceDetector(bundle.contract.faces, bundle.read, THREADS, backend)
    return EngineAndDetector(engine, detector)
