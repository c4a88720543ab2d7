from __future__ import annotations

import numpy as np
import pytest

from model_dev.augmentation.montage import SHARES, montages

REAL = np.zeros((64, 64, 3), np.uint8)
FAKE = np.full((64, 64, 3), 200, np.uint8)


@pytest.mark.parametrize("seed", range(5))
def test_labels_are_the_shares_of_the_fakes_pixels(seed: int) -> None:
    pictures, labels = montages(REAL, FAKE, np.random.default_rng(seed))
    assert labels == pytest.approx([(picture == 200).mean() for picture in pictures])
    assert sum(labels) == pytest.approx(1)
    assert SHARES[0] * 0.8 < labels[0] < SHARES[1] * 1.2


def test_the_pictures_of_a_pair_are_not_changed_themselves() -> None:
    montages(REAL, FAKE, np.random.default_rng(3))
    assert not REAL.any()
    assert (FAKE == 200).all()


def test_what_is_exchanged_stays_at_its_place() -> None:
    rng = np.random.default_rng(4)
    real, fake = (rng.integers(0, 256, (32, 32, 3), np.uint8) for _ in range(2))
    (one, other), _ = montages(real, fake, rng)
    exchanged = (one == fake).all(axis=2)
    assert (other[exchanged] == real[exchanged]).all()
    assert (one[~exchanged] == real[~exchanged]).all()
