"""Finding faces compared with one run of the bundle's network.

Pictures are given as a scan gives them: reduced once to an overview, which also serves the looks at
the whole picture. So its making is part of no search; `scan-12mp` pays for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.measure.face_finder import open_finder
from benchmarks.measure.pairs import time_pairs
from benchmarks.measure.pictures import face_picture, faceless_picture_of
from benchmarks.ratios.one_thread import about, black_crop
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import Pixels
from edge_runtime.types import ScanMode

NEEDED = 64
WARM_UP = 4
STILL_LIMIT = 1.5
CAMERA_LIMIT = 0.5
FRAME = (640, 480)
"""Width and height of a camera's frame in pixels."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What is searched, as what, and how many faces there are to find."""

    pixels: Pixels
    mode: ScanMode
    faces: int


def still_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """A 12 MP picture without a face, so that it is also searched turned.

    Raises:
        EngineError: If a face is found in it.
    """
    pixels = read_rgb(faceless_picture_of(12)).pixels
    spec = RatioSpec(
        "detector_still",
        SideSpec("finding no face in a 12 MP picture, turned too", about(bundle)),
        SideSpec("network"),
        STILL_LIMIT,
        NEEDED,
        warm_up,
    )
    return _compare(bundle, spec, pairs, _Search(pixels, "still", 0))


def camera_ratio(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """A frame of a camera with one face.

    Raises:
        EngineError: If another number of faces is found in it.
    """
    frame = np.asarray(face_picture(*FRAME))
    spec = RatioSpec(
        "detector_camera",
        SideSpec("finding one face in a camera frame of 640 x 480", about(bundle)),
        SideSpec("network"),
        CAMERA_LIMIT,
        NEEDED,
        warm_up,
    )
    return _compare(bundle, spec, pairs, _Search(frame, "camera", 1))


def require_faces(found: FoundFaces, count: int) -> None:
    """Check that the picture is the one that the ratio is about.

    Raises:
        EngineError: If another number of faces was found.
    """
    if len(found.faces) != count:
        raise EngineError(f"{len(found.faces)} faces were found in a picture with {count}")


def _compare(bundle: Bundle, spec: RatioSpec, pairs: int, search: _Search) -> RatioRecord:
    finder, crop = open_finder(bundle), black_crop(bundle)
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    overview = Overview.of(search.pixels, bundle.contract.input.size)

    def find() -> FoundFaces:
        return finder.find(overview, search.mode)

    require_faces(find(), search.faces)
    return timed_ratio(
        spec, lambda: time_pairs(find, lambda: engine.run(crop), pairs, spec.warm_up)
    )
