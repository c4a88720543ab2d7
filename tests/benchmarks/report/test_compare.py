"""Comparing two results: slower is told from noise, and a lost figure is not passed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.cli import main
from benchmarks.records.case import Case
from benchmarks.records.result import Result
from benchmarks.report.regression import compare, ratio_of_medians
from tests.support.bench_results import NETWORK, SCAN, case_of, check, record, result_of, times


def outcomes(first: Result, second: Result, tolerance: float = 0.05) -> dict[str, str]:
    return {change.name: change.outcome for change in compare(first, second, tolerance)}


@pytest.mark.parametrize(
    ("second", "outcome"), [(5.0, "same"), (5.15, "same"), (5.6, "slower"), (4.5, "faster")]
)
def test_a_change_counts_beyond_the_tolerance(second: float, outcome: str) -> None:
    before, after = result_of(case_of(times(5.0))), result_of(case_of(times(second, seed=1)))
    assert outcomes(before, after) == {str(NETWORK): outcome}


def test_an_interval_across_the_tolerance_decides_nothing() -> None:
    before = result_of(case_of([1.0, 1.2] * 8))
    after = result_of(case_of([1.05, 1.4] * 8))
    assert outcomes(before, after) == {str(NETWORK): "undecided"}


def test_a_noisy_side_decides_nothing() -> None:
    before = result_of(case_of(times(5.0)))
    after = result_of(case_of(times(9.0), disturbances=("others kept 1 processor busy",)))
    assert outcomes(before, after) == {str(NETWORK): "undecided"}


def test_a_lost_figure_and_a_new_one_are_told() -> None:
    rejected = Case(NETWORK, "rejected", "8 of 8 golden vectors are answered wrongly")
    before = result_of(case_of(times(5.0)))
    after = result_of(rejected, case_of(times(80.0), SCAN))
    assert outcomes(before, after) == {str(NETWORK): "lost", str(SCAN): "new"}


def test_ratios_are_compared_too() -> None:
    before, after = result_of(ratios=(record(1.0),)), result_of(ratios=(record(1.2),))
    check(before)
    assert outcomes(before, after) == {"ratio network_ratio": "slower"}
    noisy = result_of(ratios=(record(1.2, noisy=True),))
    assert outcomes(before, noisy) == {"ratio network_ratio": "undecided"}


def test_the_interval_widens_where_neighbours_depend_on_each_other() -> None:
    random = np.random.default_rng(5)
    steady = 1 + 0.1 * random.standard_normal(1024)
    drifting = 1 + 0.1 * np.repeat(random.standard_normal(32), 32)
    base = np.ones(1024)
    narrow, wide = ratio_of_medians(base, steady), ratio_of_medians(base, drifting)
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_the_interval_covers_the_true_ratio_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    hits = 0
    for seed in range(100):
        first, second = (random.lognormal(0, 0.1, 256) for _ in range(2))
        found = ratio_of_medians(first, second, seed)
        hits += found.low <= 1 <= found.high
    assert hits >= 88


def test_the_command_ends_with_1_on_a_regression(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result_of(case_of(times(5.0))).write(tmp_path / "a.json")
    result_of(case_of(times(6.0))).write(tmp_path / "b.json")
    a, b = str(tmp_path / "a.json"), str(tmp_path / "b.json")
    assert main(["compare", a, b]) == 1
    assert "slower     network, cpu, 1 thread: 1.200" in capsys.readouterr().out
    assert main(["compare", a, b, "--tolerance", "0.5"]) == 0
    assert main(["compare", b, a]) == 0


def test_other_machines_are_not_compared_by_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = result_of(case_of(times(5.0)))
    first.write(tmp_path / "a.json")
    replace(first, environment=replace(first.environment, cpu="Other CPU")).write(
        tmp_path / "b.json"
    )
    arguments = ["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]
    assert main(arguments) == 2
    assert "Test CPU and Other CPU" in capsys.readouterr().err
    assert main([*arguments, "--across"]) == 0


def test_a_damaged_result_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_text('{"schema": "edge-bench/result/1", "ratios": []}', "utf-8")
    assert main(["compare", str(tmp_path / "a.json"), str(tmp_path / "a.json")]) == 3
    assert "a.json" in capsys.readouterr().err
