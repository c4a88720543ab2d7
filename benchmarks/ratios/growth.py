"""How the cost of a scan grows with faces, and with pixels outside the face crops."""

from __future__ import annotations

import numpy as np

from benchmarks.measure.pairs import time_pairs
from benchmarks.measure.pictures import SIZES, face_picture
from benchmarks.ratios.one_thread import about
from benchmarks.ratios.scan_rounds import network_runs
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.bundle.contract import Contract
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.region_crop import RegionCrop
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.types import Box, Face, FaceCrop, RgbImage, ScanMode

NEEDED = 64
WARM_UP = 4
FEW, MANY = 4, 16
TOLERANCE = 1.05
OUTSIDE_LIMIT = 1.10
_FACE_BOX = Box(200.0, 20.0, 440.0, 260.0)
"""Around the face of `face_picture` at 640 x 480."""


class GivenFaces:
    """A face finder that reports one face several times in every picture, without work.

    The faces are equal so that each takes as many looks, and a scan of more of them does the same
    work more often.

    Args:
        count: How often.
    """

    def __init__(self, count: int) -> None:
        self._found = FoundFaces(faces=(Face(_FACE_BOX, 0.9),) * count)

    def find(self, overview: Overview, mode: ScanMode) -> FoundFaces:
        """See `edge_runtime.scan.network_pool.FaceFinder`."""
        del overview, mode
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
    """Both looks at one face of a 12 MP picture, compared with those at one of a 1 MP picture.

    The whole picture's own looks are not among them: they see all pixels.
    """
    large, small = (np.asarray(face_picture(*SIZES[size])) for size in (12, 1))
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    spec = RatioSpec(
        "outside_crop",
        SideSpec("crops and network, one face of 12 MP", about(bundle)),
        SideSpec("crops and network, one face of 1 MP"),
        OUTSIDE_LIMIT,
        NEEDED,
        warm_up,
    )

    def look_at(rgb: RgbImage) -> None:
        for crop in face_crops(bundle.contract, rgb):
            engine.run(crop)

    return timed_ratio(
        spec, lambda: time_pairs(lambda: look_at(large), lambda: look_at(small), pairs, warm_up)
    )


def face_crops(contract: Contract, rgb: RgbImage) -> list[FaceCrop]:
    """What the network sees of a face of a picture, in its first look and in its second."""
    plan = RegionCrop.plan("face", _FACE_BOX, contract.crop)
    looks = (plan, plan.drawn_in(contract.second_look.inset))
    size, no_overview = contract.input.size, Overview(rgb, 1)
    return [look.cut(rgb, no_overview, contract.crop, size) for look in looks]


def _scanner(bundle: Bundle, count: int) -> Scanner:
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    return Scanner(bundle, lambda: EngineAndDetector(engine, GivenFaces(count)))
