"""What the cost of a scan grows with: faces, and nothing that lies outside their crops."""

from __future__ import annotations

import numpy as np

from benchmarks.host.pictures import SIZES, face_picture
from benchmarks.measure.pairs import Pairs, time_pairs
from benchmarks.ratios.promise import Promise, judge
from benchmarks.report.record import Record
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.picture.pixels import Pixels
from edge_runtime.scan.scanner import EngineAndDetector, Scanner
from edge_runtime.types import Box, Face, RgbImage

NEEDED = 64
WARM_UP = 4
FEW, MANY = 4, 16
TOLERANCE = 1.05
OUTSIDE_LIMIT = 1.10
_SIDE = 160.0
"""Of a face in pixels."""


class GivenFaces:
    """A detector that finds the same number of faces in every picture, at no cost.

    Args:
        count: How many, in a row from the upper left corner.
    """

    def __init__(self, count: int) -> None:
        self._faces = [_face(20.0 + 8 * i) for i in range(count)]

    def find(self, pixels: Pixels) -> list[Face]:
        """See `edge_runtime.scan.scanner.FaceFinder`."""
        del pixels
        return self._faces


def faces(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> Record:
    """Sixteen faces against four: at most four times the cost, and 5 % for what the clock sees."""
    rgb = np.asarray(face_picture(640, 480))
    many, few = _scanner(bundle, MANY), _scanner(bundle, FEW)
    promise = Promise(
        "faces",
        f"{MANY} faces",
        f"{FEW} faces",
        MANY / FEW * TOLERANCE,
        NEEDED,
        {"bundle": bundle.contract.id, "threads": 1},
    )
    return judge(
        promise,
        lambda: time_pairs(lambda: many.scan(rgb), lambda: few.scan(rgb), pairs, warm_up),
        warm_up,
    )


def outside(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> Record:
    """Cropping and judging one face of a 12 MP picture, against the same face in a 1 MP picture."""
    large, small = (np.asarray(face_picture(*SIZES[size])) for size in (12, 1))
    scanner = _scanner(bundle, 1)
    promise = Promise(
        "outside_crop",
        "crop and network, one face of 12 MP",
        "crop and network, one face of 1 MP",
        OUTSIDE_LIMIT,
        NEEDED,
        {"bundle": bundle.contract.id, "threads": 1},
    )

    def measure() -> Pairs:
        rounds = [
            (_inside_ms(scanner, large), _inside_ms(scanner, small)) for _ in range(warm_up + pairs)
        ]
        times = np.array(rounds[warm_up:])
        return Pairs(times[:, 0], times[:, 1])

    return judge(promise, measure, warm_up)


def _inside_ms(scanner: Scanner, rgb: RgbImage) -> float:
    timings = scanner.scan(rgb).timings_ms
    if timings is None:
        raise EngineError("a picture made for the benchmark could not be scanned")
    return timings.crop + timings.infer


def _scanner(bundle: Bundle, count: int) -> Scanner:
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    return Scanner(bundle, lambda: EngineAndDetector(engine, GivenFaces(count)))


def _face(left: float) -> Face:
    box = Box(left, 20.0, left + _SIDE, 20.0 + _SIDE)
    return Face(box, 0.9, np.zeros((6, 2), np.float32))
