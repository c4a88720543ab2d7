"""A whole scan compared with the work that it cannot avoid."""

from __future__ import annotations

from benchmarks.measure.pairs import Pairs
from benchmarks.measure.pictures import picture_of
from benchmarks.ratios.one_thread import about, bare_decode, black_crop, open_networks
from benchmarks.ratios.scan_rounds import network_runs, time_scans
from benchmarks.ratios.timed_ratio import timed_ratio
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.overview import Overview
from edge_runtime.scan.scanner import Scanner

NEEDED = 64
WARM_UP = 4
SMALL_LIMIT = 1.1
LARGE_LIMIT = 1.25
FINDING_WEIGHT = 1.5
"""What finding faces may cost, in runs of the network: the limit of `detector-still`."""

CLOSE_FACE = 2.0
"""How much larger a close face is: 40 % of the picture's height instead of 20 %."""


def small_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """A 1 MP JPEG with one face, compared with decode, finding faces, and the network's runs."""
    path, crop = picture_of(1), black_crop(bundle)
    overview = Overview.of(read_rgb(path).pixels, bundle.contract.input.size)
    networks = open_networks(bundle)
    steps = (
        lambda: bare_decode(path),
        lambda: networks.detector.find(overview, "still"),
        lambda: networks.engine.run(crop),
    )
    with Scanner(bundle, lambda: networks) as scanner:
        spec = RatioSpec(
            "scan_1mp",
            SideSpec("scan of a 1 MP JPEG with one face", about(bundle)),
            SideSpec(
                "Pillow's decode + finding faces + network runs made",
                {"network_runs": network_runs(scanner.scan(path))},
            ),
            SMALL_LIMIT,
            NEEDED,
            warm_up,
        )
        return timed_ratio(
            spec,
            lambda: time_scans(lambda: scanner.scan(path), steps, small_need, pairs, warm_up),
        )


def large_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """A 12 MP JPEG, compared with decode, 1.5 x network, and the network's runs."""
    return _large_scan(bundle, "scan_12mp", "scan of a 12 MP JPEG", 1.0, pairs, warm_up)


def close_scan(bundle: Bundle, pairs: int = NEEDED, warm_up: int = WARM_UP) -> RatioRecord:
    """The same with a face twice as large, whose crop has four times the pixels."""
    name = "scan of a 12 MP JPEG, a close face"
    return _large_scan(bundle, "scan_12mp_close", name, CLOSE_FACE, pairs, warm_up)


def small_need(runs: int, decode: float, find: float, network: float) -> float:
    """Milliseconds of the work that a small scan cannot avoid, with this many network runs."""
    return decode + find + runs * network


def large_need(runs: int, decode: float, network: float) -> float:
    """Milliseconds that a large scan is compared with, with this many network runs."""
    return decode + (FINDING_WEIGHT + runs) * network


def _large_scan(
    bundle: Bundle, benchmark: str, name: str, enlarged: float, pairs: int, warm_up: int
) -> RatioRecord:
    path, crop, networks = picture_of(12, enlarged), black_crop(bundle), open_networks(bundle)
    steps = (lambda: bare_decode(path), lambda: networks.engine.run(crop))
    with Scanner(bundle, lambda: networks) as scanner:
        spec = RatioSpec(
            benchmark,
            SideSpec(name, about(bundle)),
            SideSpec(
                f"Pillow's decode + {FINDING_WEIGHT:g} x network + network runs made",
                {"network_runs": network_runs(scanner.scan(path))},
            ),
            LARGE_LIMIT,
            NEEDED,
            warm_up,
        )

        def measure() -> Pairs:
            return time_scans(lambda: scanner.scan(path), steps, large_need, pairs, warm_up)

        return timed_ratio(spec, measure)
