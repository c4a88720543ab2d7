"""How the cost of a scan grows with faces, and with pixels outside the face crops."""

from __future__ import annotations

import numpy as np

from benchmarks.measure.pairs import Pairs, time_pairs
from benchmarks.measure.pictures import SIZES, face_picture
from benchmarks.ratios.one_thread import about
from benchmarks.ratios.scan_rounds import network_runs
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.overview import Overview
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, RgbImage

NEEDED = 64
WARM_UP = 4
FEW, MANY = 4, 16
TOLERANCE = 1.05
OUTSIDE_LIMIT = 1.10
_FACE_BOX = Box(240.0, 120.0, 400.0, 280.0)
"""On the face of `face_picture`, whose looks give a verdict, so that there are two."""


class GivenFaces:
    """A face finder that reports one face several times in every picture, without work.

    The faces are equal so that each takes as many looks, and a scan of more of them does the same
    work more often.

    Args:
        count: How often.
    """

    def __init__(self, count: int) -> None:
        self._found = FoundFaces(faces=(Face(_FACE_BOX, 0.9),) * count)

    def find(self, overview: Overview) -> FoundFaces:
        """See `edge_runtime.scan.network_pool.FaceFinder`."""
        del overview
        return self._found


def faces_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """16 faces compared with 4: the cost grows at most with the looks, plus 5 % for timer noise."""
    rgb = np.asarray(face_picture(640, 480))
    many, few = _scanner(bundle, MANY), _scanner(bundle, FEW)
    looks = network_runs(many.scan(rgb)), network_runs(few.scan(rgb))
    spec = RatioSpec(
        "faces",
        SideSpec(f"{MANY} faces", {**about(bundle), "network_runs": looks[0]}),
        SideSpec(f"{FEW} faces", {"network_runs": looks[1]}),
        faces_limit(*looks),
        NEEDED,
        warm_up,
    )
    return timed_ratio(
        spec, lambda: time_pairs(lambda: many.scan(rgb), lambda: few.scan(rgb), pairs, warm_up)
    )


def faces_limit(many: int, few: int) -> float:
    """Largest ratio of the times of two scans whose networks ran this often."""
    return many / few * TOLERANCE


def outside_crop_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """Crop and network time of one face in a 12 MP picture, compared with a 1 MP picture."""
    large, small = (np.asarray(face_picture(*SIZES[size])) for size in (12, 1))
    scanner = _scanner(bundle, 1)
    spec = RatioSpec(
        "outside_crop",
        SideSpec("crop and network, one face of 12 MP", about(bundle)),
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
