"""Platt scaling: from logits to the probability of fake.

``p = sigmoid((logit + bias) / temperature)`` (Platt 1999; Lin, Lin and Weng, Machine Learning 68,
2007). Both classes have the same weight: p is the probability of fake where fakes are as frequent
as real pictures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

Float = NDArray[np.float64]

TOLERANCE = 1e-12
"""Largest gradient of the loss at the minimum."""


class OperatingPointError(ValueError):
    """The logits allow no usable operating point."""


def fit_platt(
    logits: Float, labels: NDArray[np.int_], weights: Float | None = None
) -> tuple[float, float]:
    """Temperature and bias that minimise the class-balanced log loss.

    Platt's softened targets, (n + 1) / (n + 2) and 1 / (n + 2), keep the fit finite where the
    classes do not overlap.

    Args:
        logits: float64 [N].
        labels: [N], 0 real, 1 fake; both must occur.
        weights: float64 [N], > 0, of the logits within their class; None for equal ones.

    Raises:
        OperatingPointError: If higher logits do not mean fake.
    """
    counts = np.bincount(labels, minlength=2)
    own = np.ones_like(logits) if weights is None else weights
    balanced = 0.5 * own / np.bincount(labels, own)[labels]
    targets = np.where(labels == 1, counts[1] + 1, 1) / (counts[labels] + 2)
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    slope, offset = _logistic_regression(design, targets, balanced)
    if slope <= 0:
        raise OperatingPointError("higher logits do not mean fake: there is nothing to calibrate")
    return 1 / slope, offset / slope


def _logistic_regression(design: Float, targets: Float, weights: Float) -> tuple[float, float]:
    """Coefficients of a weighted logistic regression on soft targets, by a trust-region method."""

    def loss(beta: Float) -> float:
        z = design @ beta
        return float((weights * (np.logaddexp(0, z) - targets * z)).sum())

    def gradient(beta: Float) -> Float:
        return np.asarray(design.T @ (weights * (expit(design @ beta) - targets)))

    def hessian(beta: Float) -> Float:
        p = expit(design @ beta)
        return np.asarray(design.T @ (design * (weights * p * (1 - p))[:, None]))

    found = minimize(
        loss, np.zeros(2), jac=gradient, hess=hessian, method="trust-exact",
        options={"gtol": TOLERANCE},
    )  # fmt: skip
    return float(found.x[0]), float(found.x[1])
