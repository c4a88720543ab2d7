"""The bundle's network against other networks, by the same converter, on one thread."""

from __future__ import annotations

from benchmarks.measure.mobilenet import mobilenet
from benchmarks.measure.original import original
from benchmarks.ratios import network_ratio
from benchmarks.report.record import Record
from edge_runtime.bundle.bundle import Bundle

ORIGINAL_LIMIT = 0.2
"""At least five times faster than the network it replaces."""


def against_mobilenet(bundle: Bundle, pairs: int = network_ratio.NEEDED) -> Record:
    """See `benchmarks.ratios.network_ratio`."""
    return network_ratio.measure(_model(bundle), _name(bundle), mobilenet(), pairs)


def against_original(bundle: Bundle, pairs: int = network_ratio.NEEDED) -> Record:
    """The same with `benchmarks.measure.original` as the baseline."""
    against = ("original_ratio", "the original's dual stream, int8", ORIGINAL_LIMIT)
    return network_ratio.measure(_model(bundle), _name(bundle), original(), pairs, against=against)


def _model(bundle: Bundle) -> bytes:
    return bundle.read(bundle.contract.model.file)


def _name(bundle: Bundle) -> str:
    return f"network of {bundle.contract.id}"
