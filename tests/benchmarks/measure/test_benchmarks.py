"""The benchmarks' arithmetic on known numbers, and a small run of each; no time is judged."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.network import Network, count_macs, not_delegated
from benchmarks.measure.noise import disturbances
from benchmarks.measure.pairs import Pairs, median_ratio, time_pairs
from benchmarks.measure.sample_crops import sample_crops
from benchmarks.records.ratio_record import RatioRecord, RatioSpec, SideSpec, describe, make_record
from edge_runtime.bundle.bundle import Bundle

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "benchmarks/records/record.schema.json").read_text("utf-8"))
SPEC = RatioSpec("startup", SideSpec("ours"), SideSpec("theirs"), limit=1.5, needed=4, warm_up=1)


def pairs_of(candidate: list[float], baseline: list[float]) -> Pairs:
    return Pairs(np.array(candidate), np.array(baseline))


def record_of(pairs: Pairs, load: float = 0.0) -> RatioRecord:
    machine = replace(this_machine(), usable_processors=2)
    return make_record(SPEC, pairs, machine, load, load)


def check(record: RatioRecord) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(record.to_json()))
    Draft202012Validator(SCHEMA).validate(document)
    return document


def test_runs_alternate_and_warm_up_is_not_timed() -> None:
    calls: list[str] = []
    pairs = time_pairs(lambda: calls.append("s"), lambda: calls.append("b"), pairs=3, warm_up=2)
    assert calls == ["s", "b"] * 5
    assert len(pairs.candidate) == len(pairs.baseline) == 3
    assert (pairs.candidate > 0).all()


def test_the_ratio_is_taken_pair_by_pair() -> None:
    ratio = median_ratio(pairs_of([2, 30, 8], [1, 10, 2]))
    assert ratio.median == 3
    assert 2 <= ratio.low <= 3 <= ratio.high <= 4


def test_a_constant_ratio_has_no_interval() -> None:
    ratio = median_ratio(pairs_of([3, 6, 9], [2, 4, 6]))
    assert (ratio.low, ratio.median, ratio.high) == (1.5, 1.5, 1.5)


def test_the_interval_covers_the_true_median_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(1)
    hits = 0
    for _ in range(200):
        ratio = median_ratio(Pairs(random.lognormal(0, 0.2, 41), np.ones(41)), resamples=400)
        hits += ratio.low <= 1 <= ratio.high
    assert 180 <= hits <= 199


@pytest.mark.parametrize("sides", [([], []), ([1.0], [1.0, 2.0])])
def test_refuses_what_are_no_pairs(sides: tuple[list[float], list[float]]) -> None:
    with pytest.raises(ValueError, match=r"pair|number of times"):
        pairs_of(*sides)


def test_a_quiet_measurement_is_judged() -> None:
    record = record_of(pairs_of([1.2, 1.3, 1.2, 1.3], [1.0] * 4))
    assert (record.noisy, record.holds) == (False, True)
    assert record.subject.p50_ms == pytest.approx(1.25)
    check(record)


def test_a_ratio_beyond_the_limit_does_not_hold() -> None:
    assert record_of(pairs_of([1.6, 1.7, 1.6, 1.7], [1.0] * 4)).holds is False


def test_a_limit_inside_the_interval_stays_undecided() -> None:
    record = record_of(pairs_of([1.4, 1.6, 1.4, 1.6], [1.0] * 4))
    assert (record.noisy, record.holds) == (False, None)
    assert describe(record)[-1] == "limit 1.50: undecided"
    check(record)


@pytest.mark.parametrize(
    ("subject", "load", "reason"),
    [
        ([1.0, 1.0, 1.0], 0.0, "only 3 pairs"),
        ([1.0, 1.0, 1.0, 3.0], 0.0, "p90 / p50"),
        ([1.0] * 4, 1.2, "load average before"),
    ],
)
def test_a_noisy_measurement_decides_nothing(
    subject: list[float], load: float, reason: str
) -> None:
    record = record_of(pairs_of(subject, [1.0] * len(subject)), load)
    assert (record.noisy, record.holds) == (True, None)
    assert any(reason in line for line in record.disturbances)
    check(record)


def test_its_own_load_does_not_make_a_measurement_noisy() -> None:
    pairs = pairs_of([1.0] * 4, [1.0] * 4)
    assert disturbances(pairs, 4, 0.9, 1.9, 2) == ()
    assert len(disturbances(pairs, 4, 0.9, 2.1, 2)) == 1
    assert disturbances(pairs, 4, None, None, 2) == ()
    assert disturbances(pairs, 4, 4.0, 4.0, 2, others=0.1) == (), "it was itself a minute ago"
    assert len(disturbances(pairs, 4, 0.0, 0.0, 2, others=0.5)) == 1


def test_a_record_is_written_whole(tmp_path: Path) -> None:
    record = record_of(pairs_of([1.0] * 4, [1.0] * 4))
    record.write(tmp_path / "results" / "record.json")
    (written,) = (tmp_path / "results").iterdir()
    assert json.loads(written.read_text("utf-8")) == check(record)


def test_the_environment_is_this_one() -> None:
    machine = this_machine()
    assert machine.python == sys.version.split()[0]
    assert 1 <= machine.usable_processors <= machine.processors
    assert machine.packages["numpy"] == np.__version__
    assert machine.cpu
    load = load_average()
    assert load is None or load >= 0


def node(index: int, name: str, inputs: list[int], outputs: list[int]) -> dict[str, Any]:
    return {"index": index, "op_name": name, "inputs": inputs, "outputs": outputs}


def test_an_operator_runs_by_itself_unless_a_partition_makes_what_it_makes() -> None:
    chain = [node(0, "A", [0], [1]), node(1, "B", [1], [2]), node(2, "C", [2], [3])]
    assert not_delegated(chain, [], [3]) == ["A", "B", "C"]
    assert not_delegated(chain, [node(3, "DELEGATE", [0], [3])], [3]) == []
    assert not_delegated(chain, [node(3, "DELEGATE", [1], [2])], [3]) == ["A", "C"]


def test_multiplications_are_counted_by_kind_of_operator() -> None:
    kinds = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "ADD")
    operators = [
        {"op_name": kind, "inputs": [0, 10 + i], "outputs": [20 + i]}
        for i, kind in enumerate(kinds)
    ]
    weights = {10: [8, 3, 3, 4], 11: [1, 5, 5, 8], 12: [2, 8], 13: [1]}
    outputs = {20: [1, 6, 7, 8], 21: [1, 6, 7, 8], 22: [1, 2], 23: [1, 2]}
    counted = count_macs(operators, {**weights, **outputs})
    assert counted == 6 * 7 * 8 * (3 * 3 * 4) + 6 * 7 * 8 * (5 * 5) + 2 * 8


def test_samples_are_network_inputs() -> None:
    crops = sample_crops()
    assert len(crops) >= 3
    assert all(crop.shape == (224, 224, 3) and crop.dtype == np.uint8 for crop in crops)


def test_the_bundled_network_is_counted_and_answers_to_its_input() -> None:
    bundle = Bundle.open()
    network = Network(bundle.read(bundle.contract.model.file))
    facts = network.facts
    assert facts.parameters == pytest.approx(bundle.contract.model.parameters, rel=0.01)
    assert facts.delegated + len(facts.not_delegated) == facts.operators
    assert facts.partitions >= 1
    black, white = (np.full((1, 224, 224, 3), value, np.uint8) for value in (0, 255))
    first, second = network.run(black), network.run(white)
    assert any((a != b).any() for a, b in zip(first, second, strict=True))
