from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

from model_dev.statistics.metrics import (
    METRICS,
    Bootstrap,
    Thresholds,
    auc_change,
    measure,
    measure_auc,
    measure_mean,
)

THRESHOLDS = Thresholds(real_at=0.3, fake_at=0.7)
NONE = Bootstrap(replicates=0, seed=0)


def sample(count: int = 400, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = random.integers(0, 2, count)
    logits = np.round(random.normal(labels * 1.5 - 0.5, 1.2), 1)
    return labels, 1 / (1 + np.exp(-logits)), random.integers(0, count // 4, count)


def values(labels: object, probabilities: object, groups: object) -> dict[str, float | None]:
    found = measure(labels, probabilities, groups, THRESHOLDS, NONE)
    return {name: estimate.value for name, estimate in found.items()}


def test_agrees_with_scikit_learn() -> None:
    labels, p, groups = sample()
    found, called = values(labels, p, groups), p >= 0.5
    weights = np.where(labels == 1, 0.5 / (labels == 1).sum(), 0.5 / (labels == 0).sum())
    expected = {
        "auc": reference.roc_auc_score(labels, p),
        "accuracy": reference.accuracy_score(labels, called),
        "balanced_accuracy": reference.balanced_accuracy_score(labels, called),
        "precision": reference.precision_score(labels, called),
        "recall": reference.recall_score(labels, called),
        "f1": reference.f1_score(labels, called),
        "brier": reference.brier_score_loss(labels, p, sample_weight=weights),
    }
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=1e-12), name


def test_equal_error_rate_lies_on_scikit_learns_curve() -> None:
    labels, p, groups = sample(2000)
    alarms, found, _ = reference.roc_curve(labels, p, drop_intermediate=False)
    fine = np.linspace(0, 1, 200_001)
    rate = fine[np.argmin(np.abs(1 - np.interp(fine, alarms, found) - fine))]
    assert values(labels, p, groups)["eer"] == pytest.approx(rate, abs=1e-4)


def test_verdict_rates_by_hand() -> None:
    labels = [0, 0, 0, 0, 1, 1, 1, 1]
    probabilities = [0.1, 0.3, 0.5, 0.7, 0.2, 0.4, 0.69, 0.9]
    found = values(labels, probabilities, range(8))
    assert found["abstain_rate"] == pytest.approx(3 / 8)
    assert found["false_alarm_rate"] == pytest.approx(1 / 4)
    assert found["miss_rate"] == pytest.approx(1 / 4)
    assert found["recall"] == pytest.approx(2 / 4)
    assert found["precision"] == pytest.approx(2 / 4)


def test_calibration_error_by_hand() -> None:
    found = values([0, 1, 1, 1], [0.25, 0.25, 0.95, 0.95], range(4))
    # Weights 1/2, 1/6, 1/6, 1/6: bins (told, found) are (1/6, 1/6) and (0.95/3, 1/3).
    assert found["ece"] == pytest.approx(0.05 / 3)


def test_ties_count_half() -> None:
    assert values([0, 1], [0.5, 0.5], ["a", "b"])["auc"] == 0.5


def test_perfect_separation() -> None:
    found = values([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], range(4))
    assert (found["auc"], found["eer"], found["balanced_accuracy"]) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("label", "measured"),
    [(0, {"abstain_rate", "false_alarm_rate"}), (1, {"abstain_rate", "miss_rate", "recall"})],
)
def test_one_class_is_not_measured_rather_than_zero(label: int, measured: set[str]) -> None:
    found = measure([label] * 6, [0.1, 0.5, 0.9] * 2, range(6), THRESHOLDS, Bootstrap(50, 1))
    assert {name for name in METRICS if found[name].value is not None} == measured
    assert all(found[name].low is None for name in METRICS if name not in measured)


def test_seeded_and_contains_the_value() -> None:
    labels, p, groups = sample()
    first, second = (
        measure(labels, p, groups, THRESHOLDS, Bootstrap(200, seed=3)) for _ in range(2)
    )
    assert first == second
    for estimate in first.values():
        assert estimate.low <= estimate.value <= estimate.high


def test_groups_are_resampled_not_rows() -> None:
    labels, p, _ = sample(200)
    repeated = (np.tile(labels, 25), np.tile(p, 25))
    by_group = measure(*repeated, np.tile(np.arange(200), 25), THRESHOLDS, Bootstrap(400, 0))
    by_row = measure(*repeated, np.arange(5000), THRESHOLDS, Bootstrap(400, 0))
    plain = measure(labels, p, np.arange(200), THRESHOLDS, Bootstrap(400, 0))
    assert width(by_group["auc"]) == pytest.approx(width(plain["auc"]), rel=1e-6)
    assert width(by_group["auc"]) > 3 * width(by_row["auc"])


def width(estimate: object) -> float:
    return estimate.high - estimate.low  # type: ignore[attr-defined]


def test_interval_has_the_stated_coverage() -> None:
    hits = 0
    for seed in range(60):
        labels, p, groups = sample(300, seed)
        auc = measure(labels, p, groups, THRESHOLDS, Bootstrap(200, seed))["auc"]
        hits += auc.low <= TRUE_AUC <= auc.high
    assert hits >= 51


def test_a_single_group_has_no_interval() -> None:
    found = measure([0, 1], [0.1, 0.9], ["a", "a"], THRESHOLDS, Bootstrap(100, 0))["auc"]
    assert (found.value, found.low, found.high) == (1.0, None, None)


def test_a_mean_is_resampled_by_group() -> None:
    random = np.random.default_rng(4)
    groups = np.repeat(np.arange(100), 9)
    values = random.normal(size=100)[groups]
    found = measure_mean(values, groups, Bootstrap(2000, 1))
    assert found.value == pytest.approx(values.mean())
    error = values.reshape(100, 9)[:, 0].std() / 10
    assert width(found) == pytest.approx(2 * 1.96 * error, rel=0.1)
    assert measure_mean([1, 3], ["a", "a"], Bootstrap(9, 1)).low is None


@pytest.mark.parametrize(("values", "groups"), [([], []), ([1.0], [1, 2]), ([np.nan], [1])])
def test_a_mean_of_nothing_is_refused(values: list[float], groups: list[int]) -> None:
    with pytest.raises(ValueError, match="finite"):
        measure_mean(values, groups, NONE)


def test_a_change_is_measured_on_the_same_pictures() -> None:
    labels, p, groups = sample(300)
    plain = measure_auc(labels, p, groups, Bootstrap(400, 2))
    assert plain == measure(labels, p, groups, THRESHOLDS, Bootstrap(400, 2))["auc"]
    worse = p + np.random.default_rng(8).normal(0, 0.05, len(p))
    found = auc_change(labels, worse, p, groups, Bootstrap(400, 2))
    expected = reference.roc_auc_score(labels, p) - reference.roc_auc_score(labels, worse)
    assert found.value == pytest.approx(expected)
    assert found.low < found.value < found.high
    assert width(found) < width(plain) / 2
    same = auc_change(labels, p, p * 3, groups, Bootstrap(50, 2))
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_a_change_without_both_classes_is_not_measured() -> None:
    found = auc_change([1, 1], [0.1, 0.2], [0.2, 0.1], ["a", "b"], Bootstrap(9, 1))
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(
    ("labels", "probabilities"), [([], []), ([2], [0.5]), ([1], [1.5]), ([1], [float("nan")])]
)
def test_refuses_what_it_cannot_measure(labels: list[int], probabilities: list[float]) -> None:
    with pytest.raises(ValueError, match="must"):
        values(labels, probabilities, labels)


TRUE_AUC = 0.8116
"""Of two normal distributions 1.5 / 1.2 standard deviations apart: Phi(1.25 / sqrt(2))."""
