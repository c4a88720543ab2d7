"""Pictures through every decoder and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from model_dev.forge.reconstruct import DECODERS, reconstruct

SAMPLE = Path(__file__).parents[3] / "edge_runtime/samples/real_collins.jpg"


@pytest.fixture(scope="module")
def pictures() -> NDArray[np.uint8]:
    whole = Image.open(SAMPLE).convert("RGB")
    left, top = whole.width // 2 - 64, whole.height // 3 - 64
    part = np.asarray(whole.crop((left, top, left + 128, top + 128)))
    return np.stack([part, part[:, ::-1]])


def decibels(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Peak signal-to-noise ratio."""
    error = ((one.astype(float) - other) ** 2).mean()
    return float(10 * np.log10(255**2 / error))


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_reconstruction_resembles_its_picture(pictures: NDArray[np.uint8], decoder: str) -> None:
    made = reconstruct(pictures, decoder)
    assert (made.shape, made.dtype) == (pictures.shape, np.uint8)
    assert 15 < decibels(made, pictures) < 45
    assert decibels(made[0], pictures[0]) > decibels(made[0], pictures[1]) + 3


def test_the_generators_decoder_leaves_little_but_its_traces(pictures: NDArray[np.uint8]) -> None:
    plain, smooth = (reconstruct(pictures, name) for name in ("taef2", "taef2-bilinear"))
    assert decibels(plain, pictures) > 28
    assert decibels(smooth, pictures) < decibels(plain, pictures)


def test_a_batch_is_no_different_from_its_pictures(pictures: NDArray[np.uint8]) -> None:
    together = reconstruct(pictures, DECODERS[2])
    alone = np.concatenate([reconstruct(one[None], DECODERS[2]) for one in pictures])
    assert np.abs(together.astype(int) - alone).max() <= 1


@pytest.mark.parametrize(
    ("side", "decoder", "words"), [(60, "taef2", "multiple of 8"), (64, "vae", "no decoder vae")]
)
def test_what_cannot_be_reconstructed_is_refused(side: int, decoder: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        reconstruct(np.zeros((1, side, side, 3), np.uint8), decoder)
