"""A whole scan against what it cannot do without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter_ns

import numpy as np
from PIL import Image

from benchmarks.host.pictures import picture_of
from benchmarks.measure.pairs import Pairs, time_pairs
from benchmarks.ratios.promise import Promise, judge
from benchmarks.report.record import Record
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.faces.detector import FaceDetector
from edge_runtime.picture.decode import read_rgb
from edge_runtime.scan.scanner import EngineAndDetector, Scanner

NEEDED = 64
WARM_UP = 4
SMALL_LIMIT = 2.0
DECODE_SHARE = 1.25
NETWORK_SHARE = 2.0
CLOSER = 2.0
"""How much larger a close face is: two fifths of the picture's height instead of one."""


def small_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> Record:
    """A 1 MP JPEG with one face, against the network and the face detector on its pixels."""
    path = picture_of(1)
    pixels = read_rgb(path).pixels
    kit = _kit(bundle)
    crop = np.zeros((bundle.contract.input.size,) * 2 + (3,), np.uint8)

    def necessary() -> None:
        kit.detector.find(pixels)
        kit.engine.run(crop)

    promise = Promise(
        "scan_1mp",
        "scan of a 1 MP JPEG with one face",
        "network + face detector",
        SMALL_LIMIT,
        NEEDED,
        {"bundle": bundle.contract.id, "threads": 1},
    )
    with Scanner(bundle, lambda: kit) as scanner:
        return judge(
            promise,
            lambda: time_pairs(lambda: scanner.scan(path), necessary, pairs, warm_up),
            warm_up,
        )


def large_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> Record:
    """A 12 MP JPEG, against 1.25 of Pillow's bare decode of it plus twice the network."""
    return _large_scan(bundle, "scan_12mp", "scan of a 12 MP JPEG", 1.0, pairs, warm_up)


def close_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> Record:
    """The same of a face so large that it is not looked for in tiles."""
    about = "scan of a 12 MP JPEG, a close face"
    return _large_scan(bundle, "scan_12mp_close", about, CLOSER, pairs, warm_up)


def _large_scan(
    bundle: Bundle, name: str, about: str, closer: float, pairs: int, warm_up: int
) -> Record:
    path = picture_of(12, closer)
    kit = _kit(bundle)
    crop = np.zeros((bundle.contract.input.size,) * 2 + (3,), np.uint8)
    promise = Promise(
        name,
        about,
        "1.25 x Pillow's decode + 2 x network",
        1.0,
        NEEDED,
        {"bundle": bundle.contract.id, "threads": 1},
    )
    with Scanner(bundle, lambda: kit) as scanner:
        parts = (
            lambda: scanner.scan(path),
            lambda: bare_decode(path),
            lambda: kit.engine.run(crop),
        )
        return judge(promise, lambda: _weighed(parts, pairs, warm_up), warm_up)


def bare_decode(path: Path) -> None:
    """The least it takes to turn a JPEG into pixels."""
    with Image.open(path) as image:
        image.load()


def _weighed(
    parts: tuple[Callable[[], object], Callable[[], object], Callable[[], object]],
    pairs: int,
    warm_up: int,
) -> Pairs:
    """Scan, decode and network in turn; the last two are weighed and added."""
    rounds = [[_milliseconds(part) for part in parts] for _ in range(warm_up + pairs)]
    times = np.array(rounds[warm_up:])
    return Pairs(times[:, 0], DECODE_SHARE * times[:, 1] + NETWORK_SHARE * times[:, 2])


def _kit(bundle: Bundle) -> EngineAndDetector:
    engine = open_engine(bundle, EngineOptions("cpu", 1))
    return EngineAndDetector(engine, FaceDetector(bundle.contract.faces, bundle.read, 1))


def _milliseconds(run: Callable[[], object]) -> float:
    start = perf_counter_ns()
    run()
    return (perf_counter_ns() - start) / 1e6
