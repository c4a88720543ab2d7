"""Platt scaling: from logits to the probability of fake.

``p = sigmoid((logit + bias) / temperature)`` (Platt 1999; Lin, Lin and Weng, Machine Learning 68,
2007), with the classes weighed alike: p is the probability of fake where fakes are as frequent as
real pictures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


class OperatingPointError(ValueError):
    """The logits allow no usable operating point."""


def fit_platt(logits: Float, labels: NDArray[np.int_]) -> tuple[float, float]:
    """Temperature and bias that minimise the class-balanced log loss, by Newton's method.

    Platt's softened targets, (n + 1) / (n + 2) and 1 / (n + 2), keep the fit finite where the
    classes do not overlap.

    Raises:
        OperatingPointError: If higher logits do not mean fake.
    """
    counts = np.bincount(labels, minlength=2)
    weights = 0.5 / counts[labels]
    targets = np.where(labels == 1, counts[1] + 1, 1) / (counts[labels] + 2)
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    slope, offset = _newton(design, targets, weights)
    if slope <= 0:
        raise OperatingPointError("higher logits do not mean fake: there is nothing to calibrate")
    return 1 / slope, offset / slope


def _newton(design: Float, targets: Float, weights: Float) -> tuple[float, float]:
    """Weighted logistic regression on soft targets, damped so that no step raises the loss."""
    beta = np.zeros(2)
    loss = _loss(beta, design, targets, weights)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        gradient = design.T @ (weights * (p - targets))
        hessian = design.T @ (design * (weights * p * (1 - p))[:, None]) + 1e-12 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while _loss(beta - step, design, targets, weights) > loss and np.abs(step).max() > 1e-12:
            step = step / 2
        beta = beta - step
        loss = _loss(beta, design, targets, weights)
        if np.abs(step).max() < 1e-10:
            break
    return float(beta[0]), float(beta[1])


def _loss(beta: Float, design: Float, targets: Float, weights: Float) -> float:
    z = design @ beta
    return float((weights * (np.logaddexp(0, z) - targets * z)).sum())
