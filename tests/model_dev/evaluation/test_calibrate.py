from __future__ import annotations

import hashlib
import json
import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.result.decision import probability_of
from edge_runtime.types import Verdict
from model_dev.cli import main
from model_dev.config_file import ConfigError
from model_dev.evaluation.calibrate import (
    OF_CROPS,
    Limits,
    OperatingPoint,
    calibrate,
    fit,
    read_operating_point,
    refit,
    region_logits,
)
from model_dev.evaluation.calibration_rows import COLUMNS, read_pictures, rows_of, write_rows
from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.scanned_pictures import VerdictRules, judge_seen
from model_dev.statistics.platt import OperatingPointError
from tests.support.made_pictures import made_pictures, picture, region

COMMITTED = Path(__file__).parents[3] / "calibration_data/operating_point"
POOLING = PoolingRule(0.5, 0.5, 0.0)
RULES = VerdictRules(DecisionRule(1.0, 0.0, 0.5, 0.0), POOLING, 1.0)
LIMITS = Limits(0.03, 0.05, pictures_per_kind=100, pictures_per_origin=300, tiers=("web",))


@pytest.fixture(scope="module")
def pictures() -> list[LabelledPicture]:
    return made_pictures() + made_pictures(tier="web")


def calibrated(pictures: list[LabelledPicture], file: Path) -> OperatingPoint:
    return calibrate(pictures, POOLING, 1.0, LIMITS, file)


def test_the_rule_with_the_fitted_values_keeps_the_limits(pictures: list[LabelledPicture]) -> None:
    rules = replace(RULES, decision=fit(pictures, RULES, LIMITS).rule())
    wrong = defaultdict(list)
    for p in pictures:
        verdict = judge_seen(p.seen, rules).verdict
        kind = p.kind if p.tier == "stored" else p.tier
        wrong[p.label, kind].append(verdict is (Verdict.REAL if p.label else Verdict.FAKE))
    shares = {cell: sum(called) / len(called) for cell, called in wrong.items()}
    assert len(shares) == 5 + 2
    assert 0.02 < max(share for (label, _), share in shares.items() if not label) <= 0.03
    assert 0.04 < max(share for (label, _), share in shares.items() if label) <= 0.05


def test_refit_from_the_written_files_gives_the_same_values(
    pictures: list[LabelledPicture], tmp_path: Path
) -> None:
    shuffled = list(pictures)
    random.Random(1).shuffle(shuffled)
    point = calibrated(shuffled, tmp_path / "one/tiny.json")
    assert refit(tmp_path / "one/tiny.json") == point
    assert read_operating_point(tmp_path / "one/tiny.json") == point
    assert calibrated(pictures, tmp_path / "two/tiny.json") == point
    for name in ("tiny.csv", "tiny.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_record_states_limits_rules_and_rates(
    pictures: list[LabelledPicture], tmp_path: Path
) -> None:
    broken = [picture(0, "easy", 999), picture(0, "easy", 999, tier="web")]
    calibrated([*pictures, *broken], tmp_path / "tiny.json")
    written = json.loads((tmp_path / "tiny.json").read_text())
    assert written["split"] == "calibration"
    assert (written["pictures"], written["not_judged"]) == (1000, 1)
    assert written["pooling"] == {"whole": 0.5, "face": 0.5, "larger": 0.0}
    assert written["limits"]["tiers"] == ["web"]
    rates = {(r["class"], r["tier"], r["kind"]): r for r in written["rates"]}
    assert {kind for _, tier, kind in rates if tier == "web"} == {"all"}
    hard = rates["real", "stored", "hard"]
    assert hard["pictures"] == 200
    assert hard["FAKE"] <= 0.03
    assert hard["FAKE"] + hard["REAL"] + hard["UNSURE"] == pytest.approx(1)
    csv = tmp_path / "tiny.csv"
    assert csv.read_text().splitlines()[0] == ",".join(COLUMNS)
    assert written["csv_sha256"] == hashlib.sha256(csv.read_bytes()).hexdigest()


def test_pictures_come_back_from_their_rows(tmp_path: Path) -> None:
    seen = [
        picture(0, "a, b", 1, region(1.5), region(2.5, 2.25, kind="face"), omitted=3),
        picture(1, "c", 1, region(-0.5, reasons=("too_small", "no_colour")), tier="web"),
    ]
    write_rows(rows_of(seen), tmp_path / "rows.csv")
    back = read_pictures(tmp_path / "rows.csv")
    assert [replace(p, group="") for p in back] == [_as_written(p) for p in seen]
    (tmp_path / "rows.csv").write_text("sha256,label\n")
    with pytest.raises(OperatingPointError, match=r"rows\.csv: columns must be sha256, label"):
        read_pictures(tmp_path / "rows.csv")


def _as_written(p: LabelledPicture) -> LabelledPicture:
    regions = tuple(replace(r, side=0.0) for r in p.seen.regions)
    return replace(p, group="", seen=replace(p.seen, regions=regions))


def test_kinds_weigh_alike_and_a_rare_one_less() -> None:
    many = [picture(0, "many", i, region(-1.0, -2.0)) for i in range(300)]
    faces = [
        picture(0, "faces", i, region(1.0, 1.0), region(3.0, 3.0, kind="face")) for i in range(150)
    ]
    capped = [picture(0, "many", 900, region(9.0, reasons=("no_colour",)))]
    rare = [picture(1, "rare", i, region(2.0)) for i in range(20)]
    logits, labels, weights = region_logits(many + faces + capped + rare, 100)
    assert len(logits) == 300 + 2 * 150 + 20
    assert weights[logits == -1.5].sum() == pytest.approx(1)
    assert weights[logits == 1.0].sum() == weights[logits == 3.0].sum() == pytest.approx(0.5)
    assert weights[labels == 1].sum() == pytest.approx(0.2)


def test_a_kind_with_many_pictures_does_not_move_the_temperature() -> None:
    few = made_pictures(150)
    easy = [p for p in few if p.kind == "easy"]
    more = few + [replace(p, sha256=f"{p.sha256}-{copy}") for p in easy for copy in range(4)]
    limits = replace(LIMITS, tiers=())
    one, other = fit(few, RULES, limits), fit(more, RULES, limits)
    assert other.temperature == pytest.approx(one.temperature, rel=0.01)
    assert other.bias == pytest.approx(one.bias, abs=0.01)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda p: [q for q in p if q.tier == "stored"], "every tier: web is missing"),
        (lambda p: [q for q in p if q.label], "no kind of real pictures"),
        (lambda p: [*p, picture(0, "x", 1, region(float("nan")))], "not finite"),
        (lambda p: [replace(q, label=1 - q.label) for q in p], "higher logits do not mean fake"),
    ],
)
def test_refuses_what_cannot_be_calibrated(
    change: Any, problem: str, pictures: list[LabelledPicture], tmp_path: Path
) -> None:
    with pytest.raises(OperatingPointError, match=problem):
        calibrated(change(pictures), tmp_path / "tiny.json")
    assert not list(tmp_path.iterdir())


def test_a_float_network_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import tensorflow as tf

    layer = tf.keras.Sequential([tf.keras.Input((4,), batch_size=1), tf.keras.layers.Dense(1)])
    model = tmp_path / "float32.tflite"
    model.write_bytes(tf.lite.TFLiteConverter.from_keras_model(layer).convert())
    paths = ["--root", str(tmp_path), "--manifest", str(tmp_path / "none.parquet")]
    assert main(["calibrate", "--model", str(model), *paths]) == 1
    assert "float32" in capsys.readouterr().err


def test_configuration_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "operating_point.toml"
    path.write_text("real_called_fake = 0.03\nfake_called_real = 0.05\n")
    with pytest.raises(ConfigError, match="pictures_per_kind: missing"):
        Limits.read(path)
    shipped = Path(__file__).parents[3] / "model_dev/configs/operating_point.toml"
    limits = Limits.read(shipped)
    assert (limits.real_called_fake, limits.fake_called_real) == (0.03, 0.05)
    assert limits.pictures_per_kind == 100


@pytest.mark.parametrize("file", sorted(COMMITTED.glob("*.json")), ids=lambda path: path.stem)
def test_committed_rows_belong_to_the_committed_values(file: Path) -> None:
    written = json.loads(file.read_text())
    csv = file.with_suffix(".csv")
    assert written["csv_sha256"] == hashlib.sha256(csv.read_bytes()).hexdigest()
    point = read_operating_point(file)
    if written["schema"] != OF_CROPS:
        assert refit(file) == point
        return
    rows = pd.read_csv(csv)
    p = np.array([probability_of(logit, point.rule()) for logit in rows["logit"]])
    wrong = np.where(rows["label"] == 1, p <= point.real_at, p >= point.fake_at)
    shares = pd.Series(wrong).groupby([rows["label"], rows["tier"]]).mean()
    assert 0.029 < shares[0].max() <= written["limits"]["real_called_fake"]
    assert 0.049 < shares[1].max() <= written["limits"]["fake_called_real"]
