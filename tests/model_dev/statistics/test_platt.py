from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from model_dev.statistics.platt import OperatingPointError, fit_platt


@pytest.fixture
def logits() -> NDArray[np.float64]:
    random = np.random.default_rng(5)
    return np.concatenate([random.normal(-1.2, 1, 3000), random.normal(1.0, 1, 2000)])


LABELS = np.repeat([0, 1], [3000, 2000])


def test_platt_agrees_with_scikit_learn(logits: NDArray[np.float64]) -> None:
    temperature, bias = fit_platt(logits, LABELS)
    model = LogisticRegression(C=1e9, class_weight="balanced", tol=1e-10)
    model.fit(logits[:, None], LABELS)
    assert 1 / temperature == pytest.approx(model.coef_[0, 0], rel=0.01)
    assert bias / temperature == pytest.approx(model.intercept_[0], abs=0.01)


def test_a_weight_counts_as_so_many_copies(logits: NDArray[np.float64]) -> None:
    copies = np.where(np.arange(len(logits)) % 5 == 0, 4, 1)
    weighted = fit_platt(logits, LABELS, copies.astype(float))
    copied = fit_platt(np.repeat(logits, copies), np.repeat(LABELS, copies))
    # Platt's targets depend on the number of logits, which copies raise.
    assert weighted == pytest.approx(copied, rel=0.01)
    assert weighted != pytest.approx(fit_platt(logits, LABELS), rel=0.02)


def test_only_the_ratio_of_weights_within_a_class_counts(logits: NDArray[np.float64]) -> None:
    equal = fit_platt(logits, LABELS, np.where(LABELS == 1, 7.0, 0.1))
    assert equal == pytest.approx(fit_platt(logits, LABELS), rel=1e-9)


def test_logits_that_are_the_wrong_way_round_are_refused(logits: NDArray[np.float64]) -> None:
    with pytest.raises(OperatingPointError, match="higher logits do not mean fake"):
        fit_platt(-logits, LABELS)
