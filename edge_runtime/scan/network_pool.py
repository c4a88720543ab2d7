"""Networks for scans that run at the same time: each scan borrows its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edge_runtime.errors import EngineError
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.overview import Overview
from edge_runtime.types import ScanMode

if TYPE_CHECKING:
    from edge_runtime.engine.choose import EngineChoice
    from edge_runtime.engine.engine import Engine


class FaceFinder(Protocol):
    """What a scan needs of a face detector."""

    def find(self, overview: Overview, mode: ScanMode) -> FoundFaces:
        """Faces of a picture, their boxes in its pixels and not in those of the overview."""
        ...


@dataclass(frozen=True, slots=True)
class EngineAndDetector:
    """The networks of one scan; neither may serve two threads at once."""

    engine: Engine
    detector: FaceFinder


def open_networks(choice: EngineChoice) -> EngineAndDetector:
    """Load a bundle's network where it was decided to run, and its face detectors on the CPU.

    Raises:
        EngineError: If one of them cannot be loaded.
    """
    from edge_runtime.faces.detector import FaceDetector

    bundle, engine = choice.bundle, choice.open()
    rules = bundle.contract
    detector = FaceDetector(
        rules.faces,
        bundle.read,
        choice.threads,
        choice.backend,
        min_face_side=rules.crop.min_face_side,
    )
    return EngineAndDetector(engine, detector)


class NetworkPool:
    """Lends networks to threads. Where none are idle, new ones are opened.

    Args:
        opener: Opens an engine and a detector; called at once, and later on demand.

    Raises:
        EngineError: If the networks cannot be loaded.
    """

    def __init__(self, opener: Callable[[], EngineAndDetector]) -> None:
        self._opener = opener
        self._closed = False
        first = opener()
        self.runtime = first.engine.info
        self._idle = deque([first])

    @contextmanager
    def borrow(self) -> Iterator[EngineAndDetector]:
        """Networks for this thread alone; those that failed are not used again.

        Raises:
            EngineError: If the pool is closed, or networks cannot be loaded.
        """
        if self._closed:
            raise EngineError("the scanner is closed")
        try:
            networks = self._idle.pop()
        except IndexError:
            networks = self._opener()
        yield networks
        if not self._closed:
            self._idle.append(networks)

    def close(self) -> None:
        """Release the networks."""
        self._closed = True
        self._idle = deque()
