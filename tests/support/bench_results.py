"""Results of measurements that never took place, for tests of what is made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from benchmarks.measure.case import Case, Gate, Setting, rounded, spread_of
from benchmarks.measure.environment import this_machine
from benchmarks.measure.pairs import Pairs
from benchmarks.report.record import Plan, make_record
from benchmarks.report.result import MemoryRun, Result
from edge_runtime.result.scan_result import BundleRef, RuntimeInfo

FOLDER = Path(__file__).parents[2] / "benchmarks"
NETWORK = Setting("network", "edge_runtime", "cpu", 1)
SCAN = Setting("scan", "edge_runtime", "cpu", 1, megapixels=12)


def validator() -> Draft202012Validator:
    documents = [
        json.loads((FOLDER / "report" / name).read_text("utf-8"))
        for name in ("result.schema.json", "record.schema.json")
    ]
    resources = [("record.schema.json", Resource.from_contents(documents[1]))]
    Draft202012Validator.check_schema(documents[0])
    return Draft202012Validator(documents[0], registry=Registry().with_resources(resources))


def check(result: Result) -> dict[str, Any]:
    """The JSON, valid, and read back equal."""
    document = plain(result)
    validator().validate(document)
    read = Result.from_json(document)
    assert plain(read) == document
    assert read.cases == result.cases
    return document


def plain(result: Result) -> dict[str, Any]:
    """As it stands in a file."""
    document: dict[str, Any] = json.loads(json.dumps(result.to_json(), allow_nan=False))
    return document


def case_of(
    times: Sequence[float],
    setting: Setting = NETWORK,
    disturbances: tuple[str, ...] = (),
    **more: Any,
) -> Case:
    array = np.array(times)
    return Case(
        setting=setting,
        status="measured",
        reason="",
        runtime=RuntimeInfo("litert", "cpu", 1),
        gate=Gate(8, 0, 0.0),
        load_ms=20.0,
        first_run_ms=9.0,
        warm_up=4,
        times_ms=rounded(array),
        mean_ms=float(array.mean()),
        spread=spread_of(array),
        disturbances=disturbances,
        **more,
    )


def result_of(*cases: Case, memory: MemoryRun | None = None, ratios: Any = ()) -> Result:
    return Result(
        made="2026-01-02T03:04:05+00:00",
        place="host",
        environment=replace(this_machine(), cpu="Test CPU"),
        phone=None,
        bundle=BundleRef("test", "0" * 64),
        cases=cases,
        memory=memory,
        ratios=ratios,
    )


def times(middle: float, count: int = 256, seed: int = 0) -> list[float]:
    random = np.random.default_rng(seed)
    return [float(time) for time in middle * random.lognormal(0, 0.02, count)]


def record(ratio: float, noisy: bool = False) -> dict[str, object]:
    plan = Plan("network_ratio", ("ours", {}), ("theirs", {}), 2.0, 4, 1)
    pairs = Pairs(np.array(times(ratio, seed=3)), np.ones(256))
    machine = replace(this_machine(), usable_processors=2)
    return make_record(plan, pairs, machine, 0.0, 0.0, ("shaken",) if noisy else ()).to_json()
