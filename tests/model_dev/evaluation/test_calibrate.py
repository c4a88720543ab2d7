from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from edge_runtime.result.decision import probability_of
from model_dev.cli import main
from model_dev.evaluation.calibrate import (
    COLUMNS,
    Limits,
    OperatingPoint,
    calibrate,
    calibration_table,
    fit,
    read_operating_point,
    refit,
)
from model_dev.statistics.platt import OperatingPointError, fit_platt

COMMITTED = Path(__file__).parents[3] / "calibration_data/operating_point"
LIMITS = Limits(real_called_fake=0.03, fake_called_real=0.05, pictures_per_source=10_000)
SHIFTS = {"clean": 2.0, "web": 1.5, "hard": 0.8, "thumbnail": 1.0}


def scores(strength: float = 1.0, count: int = 800, step: float = 0.05) -> pd.DataFrame:
    random = np.random.default_rng(5)
    rows = []
    for tier, shift in SHIFTS.items():
        for label in (0, 1):
            logits = random.normal((2 * label - 1) * shift * strength, 1, count)
            rows += [
                {
                    "sha256": f"{label}{i:063d}",
                    "source": "one" if i % 3 else "two",
                    "tier": tier,
                    "label": label,
                    "logit": logit,
                    "split": "calibration",
                }
                for i, logit in enumerate(np.round(logits / step) * step)
            ]
    return pd.DataFrame(rows)


def test_platt_agrees_with_scikit_learn() -> None:
    table = scores()
    logits, labels = table["logit"].to_numpy(), table["label"].to_numpy()
    temperature, bias = fit_platt(logits, labels)
    model = LogisticRegression(C=1e9, class_weight="balanced", tol=1e-10)
    model.fit(logits[:, None], labels)
    assert 1 / temperature == pytest.approx(model.coef_[0, 0], rel=0.01)
    assert bias / temperature == pytest.approx(model.intercept_[0], abs=0.01)


def test_limits_hold_in_every_tier_and_are_used_up() -> None:
    table = calibration_table(scores(), LIMITS.pictures_per_source)
    point = fit(table, LIMITS)
    table["p"] = [probability_of(x, point.rule()) for x in table["logit"]]
    real, fake = table[table["label"] == 0], table[table["label"] == 1]
    alarms = (real["p"] >= point.fake_at).groupby(real["tier"]).mean()
    misses = (fake["p"] <= point.real_at).groupby(fake["tier"]).mean()
    assert 0.02 < alarms.max() <= 0.03
    assert 0.04 < misses.max() <= 0.05
    assert alarms.idxmax() == misses.idxmax() == "hard"
    assert 0 < point.real_at < 0.5 < point.fake_at < 1


@pytest.mark.parametrize("strength", [3.0, 30.0])
def test_crossing_limits_leave_one_threshold(strength: float) -> None:
    table = calibration_table(scores(strength), LIMITS.pictures_per_source)
    point = fit(table, LIMITS)
    assert 0 < point.real_at < point.fake_at < 1
    assert point.fake_at - point.real_at == pytest.approx(1e-6)
    p = np.array([probability_of(x, point.rule()) for x in table["logit"]])
    called = pd.Series(p >= point.fake_at)
    rates = called.groupby([table["label"], table["tier"]]).mean()
    assert rates[0].max() <= 0.03
    assert rates[1].min() >= 0.95
    assert not ((p > point.real_at) & (p < point.fake_at)).any()


def test_refit_from_the_written_file_gives_the_same_values(tmp_path: Path) -> None:
    shuffled = scores().sample(frac=1, random_state=1)
    point = calibrate(shuffled, LIMITS, tmp_path, "gds-test")
    assert refit(tmp_path / "gds-test.csv", LIMITS) == point
    assert read_operating_point(tmp_path / "gds-test.json") == point
    assert calibrate(scores(), LIMITS, tmp_path / "again", "gds-test") == point
    files = [folder / "gds-test.csv" for folder in (tmp_path, tmp_path / "again")]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_written_record_states_counts_and_rates(tmp_path: Path) -> None:
    calibrate(scores(), LIMITS, tmp_path, "gds-test")
    written = json.loads((tmp_path / "gds-test.json").read_text())
    assert written["split"] == "calibration"
    assert written["pictures"] == 1600
    hard = written["tiers"]["hard"]
    assert (hard["real"], hard["fake"]) == (800, 800)
    assert hard["real_called_fake"] <= 0.03
    assert hard["real_called_fake"] + hard["real_called_real"] < 1
    header = (tmp_path / "gds-test.csv").read_text().splitlines()[0]
    assert header == ",".join(COLUMNS)


def test_no_source_outvotes_the_others() -> None:
    table = calibration_table(scores(), 100)
    assert set(table.groupby(["source", "label", "tier"]).size()) == {100}
    hashes = table.groupby(["source", "label"])["sha256"].nunique()
    assert set(hashes) == {100}, "the same pictures in every tier"


def test_only_the_calibration_split_is_taken(tmp_path: Path) -> None:
    table = scores()
    table.loc[0, "split"] = "test"
    with pytest.raises(OperatingPointError, match="calibration split only"):
        calibrate(table, LIMITS, tmp_path, "gds-test")
    assert not list(tmp_path.iterdir())


def test_a_float_network_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import tensorflow as tf

    layer = tf.keras.Sequential([tf.keras.Input((4,), batch_size=1), tf.keras.layers.Dense(1)])
    model = tmp_path / "float32.tflite"
    model.write_bytes(tf.lite.TFLiteConverter.from_keras_model(layer).convert())
    assert main(["calibrate", "--model", str(model), "--stores", str(tmp_path)]) == 1
    assert "float32" in capsys.readouterr().err


def test_every_tier_is_needed(tmp_path: Path) -> None:
    table = scores()
    with pytest.raises(OperatingPointError, match=r"every tier: .*thumbnail"):
        calibrate(table[table["tier"] != "thumbnail"], LIMITS, tmp_path, "gds-test")
    assert not list(tmp_path.iterdir())


def test_the_worst_tier_alone_sets_the_thresholds() -> None:
    table = calibration_table(scores(), LIMITS.pictures_per_source)
    point, hard = fit(table, LIMITS), fit(table[table["tier"] == "hard"], LIMITS)
    gap = 0.05
    for threshold, alone in ((point.fake_at, hard.fake_at), (point.real_at, hard.real_at)):
        assert logit_of(threshold, point) == pytest.approx(logit_of(alone, hard), abs=gap)


def logit_of(probability: float, point: OperatingPoint) -> float:
    odds = np.log(probability / (1 - probability))
    return float(odds * point.temperature - point.bias)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda t: t.assign(label=1 - t["label"]), "higher logits do not mean fake"),
        (lambda t: t[(t["tier"] != "web") | (t["label"] == 0)], "tier web needs"),
        (lambda t: t.assign(logit=np.nan), "not finite"),
    ],
)
def test_refuses_what_cannot_be_calibrated(change: object, problem: str) -> None:
    with pytest.raises(OperatingPointError, match=problem):
        fit(change(scores()), LIMITS)  # type: ignore[operator]


def test_unreachable_limits_are_an_error_not_a_degenerate_threshold() -> None:
    table = scores(3.0)
    confident = (table["label"] == 0) & (table["tier"] == "hard") & (table.index % 20 == 0)
    table.loc[confident, "logit"] = 40.0
    impossible = Limits(0.0, 0.05, 10_000)
    with pytest.raises(OperatingPointError, match="no usable thresholds"):
        fit(table, impossible)


def test_configuration_is_strict(tmp_path: Path) -> None:
    path = tmp_path / "operating_point.toml"
    path.write_text("real_called_fake = 0.03\nfake_called_real = 0.05\n")
    with pytest.raises(Exception, match="pictures_per_source: missing"):
        Limits.read(path)
    shipped = Path(__file__).parents[3] / "model_dev/configs/operating_point.toml"
    assert Limits.read(shipped).real_called_fake == 0.03


@pytest.mark.parametrize("csv", sorted(COMMITTED.glob("*.csv")), ids=lambda path: path.stem)
def test_committed_logits_give_the_committed_values(csv: Path) -> None:
    written = json.loads(csv.with_suffix(".json").read_text())
    assert written["csv_sha256"] == hashlib.sha256(csv.read_bytes()).hexdigest()
    point = refit(csv, Limits(**written["limits"]))
    assert point == read_operating_point(csv.with_suffix(".json"))
