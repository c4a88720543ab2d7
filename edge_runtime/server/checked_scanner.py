"""Opens a scanner of which every network has passed its self-check before its first picture."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from edge_runtime.engine.choose import EngineChoice, choose_engine
from edge_runtime.engine.golden import require_golden
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.scan.scanner import EngineAndDetector, Scanner

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.server.settings import Settings


def open_checked_scanner(bundle: Bundle, settings: Settings) -> Scanner:
    """Load the networks of all engines, and compare their output to the golden vectors.

    A network that the scanner opens later, in place of one that failed, is checked as well.

    Raises:
        EngineError: If a network cannot be loaded or does not match the golden vectors.
    """
    choice = choose_engine(bundle, settings.engine_options)
    count = settings.engine_count
    with ThreadPoolExecutor(count) as threads:
        opened = deque(threads.map(_open_checked, [choice] * count))

    def open_networks() -> EngineAndDetector:
        try:
            return opened.popleft()
        except IndexError:
            return _open_checked(choice)

    return Scanner(bundle, open_networks)


def _open_checked(choice: EngineChoice) -> EngineAndDetector:
    bundle, engine = choice.bundle, choice.open()
    require_golden(bundle, engine)
    rules = bundle.contract.faces
    detector = FaceDetector(rules, bundle.read, choice.threads, choice.backend)
    return EngineAndDetector(engine, detector)
