"""The work that a scan cannot avoid: the runs of its own network, counted, and its steps, timed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from benchmarks.measure import pairs as timing
from benchmarks.ratios.scan import large_need, small_need
from benchmarks.ratios.scan_rounds import network_runs, time_scans
from edge_runtime.errors import EngineError
from edge_runtime.result.scan_result import ScanResult

MS = 1_000_000


def scanned(*looks: int) -> ScanResult:
    """A result whose regions were looked at this often."""
    regions = [SimpleNamespace(looks=(0.0,) * count) for count in looks]
    return cast(ScanResult, SimpleNamespace(source="a.jpg", regions=regions))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that stands still until a step moves it."""
    hands = SimpleNamespace(now=0)
    monkeypatch.setattr(timing, "perf_counter_ns", lambda: hands.now)
    return hands


def test_every_look_is_a_run_of_the_network() -> None:
    assert network_runs(scanned(2, 1, 2)) == 5
    with pytest.raises(EngineError, match=r"a\.jpg could not be scanned"):
        network_runs(scanned())


def test_a_small_scan_needs_decode_finding_and_its_runs() -> None:
    assert small_need(4, 5.0, 3.0, 2.0) == 16.0


def test_a_large_scan_is_allowed_one_and_a_half_runs_for_finding() -> None:
    assert large_need(4, 60.0, 2.0) == 71.0


def test_each_round_counts_the_runs_of_its_own_scan(clock: Any) -> None:
    runs = iter((9, 1, 3))

    def spend(ms: int) -> None:
        clock.now += ms * MS

    def scan() -> ScanResult:
        spend(40)
        return scanned(next(runs))

    steps = (lambda: spend(10), lambda: spend(4))
    found = time_scans(scan, steps, large_need, pairs=2, warm_up=1)
    assert found.candidate.tolist() == [40.0, 40.0]
    assert found.baseline.tolist() == [10 + 2.5 * 4, 10 + 4.5 * 4]


def test_scan_and_steps_run_in_turn(clock: Any) -> None:
    order: list[str] = []

    def noted(name: str) -> Iterator[None]:
        while True:
            order.append(name)
            clock.now += MS
            yield

    decode, network = noted("decode"), noted("network")

    def scan() -> ScanResult:
        order.append("scan")
        return scanned(1)

    time_scans(scan, (lambda: next(decode), lambda: next(network)), large_need, 2, 0)
    assert order == ["scan", "decode", "network"] * 2
