from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from edge_runtime.types import RgbImage
from model_dev.data.picture_facts import jpeg_quality
from model_dev.data.tiers import TIERS, degrade


@pytest.fixture(scope="module")
def rgb() -> RgbImage:
    random = np.random.default_rng(2)
    return np.kron(random.integers(0, 256, (50, 75, 3)), np.ones((20, 20, 1))).astype(np.uint8)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("tier", "size"),
    [
        ("clean", (1500, 1000)),
        ("web", (768, 512)),
        ("hard", (512, 341)),
        ("thumbnail", (1500, 1000)),
    ],
)
def test_a_tier_limits_the_longer_side(rgb: RgbImage, tier: str, size: tuple[int, int]) -> None:
    assert opened(degrade(rgb, TIERS[tier], "ab")).size == size


def test_a_thumbnail_has_its_old_size_but_no_more_than_128_pixels() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (600, 800, 3), np.uint8)
    assert opened(degrade(noise, TIERS["thumbnail"], "ab")).size == (800, 600)
    assert coarse(degrade(noise, TIERS["thumbnail"], "ab")) > 0.95
    assert coarse(degrade(noise, TIERS["clean"], "ab")) < 0.3


def coarse(data: bytes) -> float:
    """Share of the contrast that 128 x 96 pixels can hold."""
    grey = np.asarray(opened(data), np.float32).mean(axis=2)
    spectrum = np.abs(np.fft.rfft2(grey - grey.mean())) ** 2
    down = np.abs(np.fft.fftfreq(600))[:, None] <= 96 / 600
    across = np.fft.rfftfreq(800)[None] <= 128 / 800
    return float(spectrum[down & across].sum() / spectrum.sum())


def test_a_small_picture_keeps_its_size(rgb: RgbImage) -> None:
    for tier in TIERS.values():
        assert opened(degrade(rgb[:32, :40], tier, "ab")).size == (40, 32)


def test_every_tier_makes_plain_jpeg_of_its_quality(rgb: RgbImage) -> None:
    for tier in TIERS.values():
        for key in "abcdef":
            image = opened(degrade(rgb[:64, :64], tier, key))
            assert image.format == "JPEG"
            assert image.layer[0][1:3] == (2, 2)  # 4:2:0: luma sampled twice as often as chroma
            assert not image.getexif()
            assert "icc_profile" not in image.info
            assert tier.quality[0] - 2 <= jpeg_quality(image) <= tier.quality[1] + 2


def test_the_quality_comes_from_the_key_alone(rgb: RgbImage) -> None:
    tier = TIERS["clean"]
    assert degrade(rgb, tier, "ab") == degrade(rgb, tier, "ab")
    drawn = {jpeg_quality(opened(degrade(rgb[:32, :32], tier, str(key)))) for key in range(60)}
    assert len(drawn) > 20
    assert min(drawn) < 68
    assert max(drawn) > 87
