"""A whole scan compared with the work that it cannot avoid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.measure.pairs import Pairs, milliseconds, time_pairs
from benchmarks.measure.pictures import picture_of
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner

NEEDED = 64
WARM_UP = 4
SMALL_LIMIT = 2.0
LARGE_LIMIT = 1.0
DECODE_WEIGHT = 1.25
NETWORK_WEIGHT = 2.0
CLOSE_FACE = 2.0
"""How much larger a close face is: 40 % of the picture's height instead of 20 %."""


def small_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """A 1 MP JPEG with one face, compared with network plus face detector on its pixels."""
    path = picture_of(1)
    pixels = read_rgb(path).pixels
    parts = _open_parts(bundle)
    crop = _black_crop(bundle)

    def unavoidable() -> None:
        parts.detector.find(pixels)
        parts.engine.run(crop)

    spec = RatioSpec(
        "scan_1mp",
        SideSpec("scan of a 1 MP JPEG with one face", _about(bundle)),
        SideSpec("network + face detector"),
        SMALL_LIMIT,
        NEEDED,
        warm_up,
    )
    with Scanner(bundle, lambda: parts) as scanner:
        return timed_ratio(
            spec, lambda: time_pairs(lambda: scanner.scan(path), unavoidable, pairs, warm_up)
        )


def large_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """A 12 MP JPEG, compared with 1.25 x Pillow's decode of it + 2 x the network."""
    return _large_scan(bundle, "scan_12mp", "scan of a 12 MP JPEG", 1.0, pairs, warm_up)


def close_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """The same with a face so large that the detector does not search in tiles."""
    name = "scan of a 12 MP JPEG, a close face"
    return _large_scan(bundle, "scan_12mp_close", name, CLOSE_FACE, pairs, warm_up)


def _large_scan(
    bundle: Bundle, benchmark: str, name: str, enlarged: float, pairs: int, warm_up: int
) -> RatioRecord:
    path = picture_of(12, enlarged)
    parts = _open_parts(bundle)
    crop = _black_crop(bundle)
    spec = RatioSpec(
        benchmark,
        SideSpec(name, _about(bundle)),
        SideSpec("1.25 x Pillow's decode + 2 x network"),
        LARGE_LIMIT,
        NEEDED,
        warm_up,
    )
    with Scanner(bundle, lambda: parts) as scanner:
        runs = (
            lambda: scanner.scan(path),
            lambda: bare_decode(path),
            lambda: parts.engine.run(crop),
        )
        return timed_ratio(spec, lambda: _weighted(runs, pairs, warm_up))


def bare_decode(path: Path) -> None:
    """Decode a picture with Pillow, and do nothing else."""
    with Image.open(path) as image:
        image.load()


def _weighted(
    runs: tuple[Callable[[], object], Callable[[], object], Callable[[], object]],
    pairs: int,
    warm_up: int,
) -> Pairs:
    """Time scan, decode and network alternately; the baseline is the weighted sum of the others."""
    rounds = [[milliseconds(run) for run in runs] for _ in range(warm_up + pairs)]
    times = np.array(rounds[warm_up:])
    return Pairs(times[:, 0], DECODE_WEIGHT * times[:, 1] + NETWORK_WEIGHT * times[:, 2])


def _open_parts(bundle: Bundle) -> EngineAndDetector:
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    return EngineAndDetector(engine, FaceDetector(bundle.contract.faces, bundle.read, 1))


def _black_crop(bundle: Bundle) -> NDArray[np.uint8]:
    size = bundle.contract.input.size
    return np.zeros((size, size, 3), np.uint8)


def _about(bundle: Bundle) -> dict[str, object]:
    return {"bundle": bundle.contract.id, "threads": 1}
