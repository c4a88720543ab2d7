"""Montages: a rectangle of one picture of a pair stands in the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SHARES = (0.1, 0.5)
"""Least and largest share of the pixels that the rectangle takes."""


def montages(
    real: NDArray[np.uint8], fake: NDArray[np.uint8], rng: np.random.Generator
) -> tuple[list[NDArray[np.uint8]], list[float]]:
    """Exchange a rectangle between a real picture and a fake.

    A network that is trained on both, with the fake's share as the label, has to look everywhere
    instead of at the clearest part. Source: Yun et al., "CutMix: Regularization Strategy to Train
    Strong Classifiers with Localizable Features", ICCV 2019.

    Args:
        real: uint8 [S, S, 3].
        fake: uint8 [S, S, 3].
        rng: Source of every random choice: the rectangle's share, shape and place.

    Returns:
        The two pictures, changed, and the share of the fake's pixels in each, in [0, 1].
    """
    side = real.shape[0]
    share, stretch = rng.uniform(*SHARES), np.exp(rng.uniform(-0.4, 0.4))
    height, width = (
        min(side, max(1, round(side * np.sqrt(share) * factor)))
        for factor in (stretch, 1 / stretch)
    )
    top, left = rng.integers(0, side - height + 1), rng.integers(0, side - width + 1)
    part = (slice(top, top + height), slice(left, left + width))
    changed_real, changed_fake = real.copy(), fake.copy()
    changed_real[part], changed_fake[part] = fake[part], real[part]
    exact = height * width / side**2
    return [changed_real, changed_fake], [exact, 1 - exact]
