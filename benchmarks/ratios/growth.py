"""How the cost of a scan grows with faces, and with pixels outside the face crops."""

from __future__ import annotations

import numpy as np

from benchmarks.measure.pairs import Pairs, time_pairs
from benchmarks.measure.pictures import SIZES, face_picture
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.picture.pixels import Pixels
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, RgbImage

NEEDED = 64
WARM_UP = 4
FEW, MANY = 4, 16
TOLERANCE = 1.05
OUTSIDE_LIMIT = 1.10
_FACE_SIDE = 160.0
"""Side of a face in pixels."""


class GivenFaces:
    """A face detector that reports a fixed number of faces in every picture, without work.

    Args:
        count: Number of faces, in a row from the upper left corner.
    """

    def __init__(self, count: int) -> None:
        self._faces = [_face(20.0 + 8 * i) for i in range(count)]

    def find(self, pixels: Pixels) -> list[Face]:
        """See `edge_runtime.scan.scanner.FaceFinder`."""
        del pixels
        return self._faces


def faces_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """16 faces compared with 4: at most four times the cost, plus 5 % for timer noise."""
    rgb = np.asarray(face_picture(640, 480))
    many, few = _scanner(bundle, MANY), _scanner(bundle, FEW)
    spec = RatioSpec(
        "faces",
        SideSpec(f"{MANY} faces", _about(bundle)),
        SideSpec(f"{FEW} faces"),
        MANY / FEW * TOLERANCE,
        NEEDED,
        warm_up,
    )
    return timed_ratio(
        spec, lambda: time_pairs(lambda: many.scan(rgb), lambda: few.scan(rgb), pairs, warm_up)
    )


def outside_crop_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """Crop and network time of one face in a 12 MP picture, compared with a 1 MP picture."""
    large, small = (np.asarray(face_picture(*SIZES[size])) for size in (12, 1))
    scanner = _scanner(bundle, 1)
    spec = RatioSpec(
        "outside_crop",
        SideSpec("crop and network, one face of 12 MP", _about(bundle)),
        SideSpec("crop and network, one face of 1 MP"),
        OUTSIDE_LIMIT,
        NEEDED,
        warm_up,
    )
    return timed_ratio(spec, lambda: _time_crops(scanner, large, small, pairs, warm_up))


def _time_crops(
    scanner: Scanner, large: RgbImage, small: RgbImage, pairs: int, warm_up: int
) -> Pairs:
    rounds = [
        (_crop_and_network_ms(scanner, large), _crop_and_network_ms(scanner, small))
        for _ in range(warm_up + pairs)
    ]
    times = np.array(rounds[warm_up:])
    return Pairs(times[:, 0], times[:, 1])


def _crop_and_network_ms(scanner: Scanner, rgb: RgbImage) -> float:
    timings = scanner.scan(rgb).timings_ms
    if timings is None:
        raise EngineError("a picture made for the benchmark could not be scanned")
    return timings.crop + timings.infer


def _scanner(bundle: Bundle, count: int) -> Scanner:
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    return Scanner(bundle, lambda: EngineAndDetector(engine, GivenFaces(count)))


def _face(left: float) -> Face:
    box = Box(left, 20.0, left + _FACE_SIDE, 20.0 + _FACE_SIDE)
    return Face(box, 0.9, np.zeros((6, 2), np.float32))


def _about(bundle: Bundle) -> dict[str, object]:
    return {"bundle": bundle.contract.id, "threads": 1}
