from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from model_dev.augmentation.degradations import (
    encoded,
    recompressed,
    screenshot,
    sharpened,
    thumbnail,
)

QUALITY = (75, 75)


def noise(width: int = 200, height: int = 200) -> Image.Image:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def grey(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L"), np.float64)


def energy(picture: Image.Image) -> float:
    """Of what changes from one pixel to the next."""
    return float(np.square(np.diff(grey(picture), axis=1)).mean())


def blockiness(picture: Image.Image, left: int, top: int) -> float:
    """How much larger steps are where blocks meet that start at (left, top), than elsewhere."""
    ratios = []
    for axis, start in ((1, left), (0, top)):
        steps = np.abs(np.diff(grey(picture), axis=axis)).mean(axis=1 - axis)
        place = (np.arange(len(steps)) + 1 - start) % 8 == 0
        ratios.append(steps[place].mean() / steps[~place].mean())
    return float(np.mean(ratios))


def test_a_screenshot_has_another_size_of_the_same_shape() -> None:
    sizes = [screenshot(noise(200, 100), np.random.default_rng(seed)).size for seed in range(200)]
    factors = np.array([width / 200 for width, _ in sizes])
    assert all(abs(width - 2 * height) <= 2 for width, height in sizes)
    assert factors.min() >= 0.54
    assert factors.max() <= 1.81
    assert 0.3 < (factors < 1).mean() < 0.7
    assert len(set(sizes)) > 60


def test_screenshots_use_several_kernels() -> None:
    seen = {
        screenshot(noise(), rng).resize((64, 64), Image.Resampling.BOX).tobytes()
        for rng in (_Fixed(kernel) for kernel in range(3))
    }
    assert len(seen) == 3


class _Fixed:
    """Draws one factor, and a kernel of choice."""

    def __init__(self, kernel: int) -> None:
        self._kernel = kernel

    def uniform(self, low: float, high: float) -> float:
        return low + 0.4 * (high - low)

    def integers(self, count: int) -> int:
        assert count == 3
        return self._kernel


def test_a_thumbnail_keeps_its_size_and_loses_detail() -> None:
    picture = noise(224, 180)
    for seed in range(5):
        small = thumbnail(picture, (95, 95), np.random.default_rng(seed))
        assert small.size == picture.size
        assert energy(small) < 0.3 * energy(picture)


def test_sharpening_keeps_the_size_and_lifts_detail() -> None:
    picture = noise(96, 64).resize((192, 128), Image.Resampling.BICUBIC)
    gains = []
    for seed in range(40):
        sharp = sharpened(picture, np.random.default_rng(seed))
        assert sharp.size == picture.size
        gains.append(energy(sharp) / energy(picture))
    assert min(gains) > 1.02
    assert max(gains) > 3 * min(gains)


def test_sharpening_leaves_an_even_surface_alone() -> None:
    even = Image.new("RGB", (64, 64), (90, 120, 30))
    assert sharpened(even, np.random.default_rng(0)).tobytes() == even.tobytes()


def test_a_tiny_picture_is_only_compressed() -> None:
    tiny = noise(64, 64)
    kept = thumbnail(tiny, (95, 95), np.random.default_rng(0))
    assert kept.tobytes() == encoded(tiny, "JPEG", 95).tobytes()


def test_a_second_jpeg_lies_on_another_grid() -> None:
    """The second quality is so low that its blocks show; nothing of the picture is lost."""
    smooth = noise(25, 25).resize((200, 200), Image.Resampling.BICUBIC)
    first = encoded(smooth, "JPEG", 95)
    for seed in range(6):
        again = recompressed(first, (8, 8), np.random.default_rng(seed))
        assert again.size == first.size
        places = {
            (left, top): blockiness(again, left, top) for left in range(8) for top in range(8)
        }
        shift = int(np.random.default_rng(seed).integers(1, 64))
        assert max(places, key=places.__getitem__) == (-(shift % 8) % 8, -(shift // 8) % 8)


@pytest.mark.parametrize(
    "change",
    [
        screenshot,
        lambda p, rng: thumbnail(p, QUALITY, rng),
        lambda p, rng: recompressed(p, QUALITY, rng),
    ],
)
def test_a_seed_decides_and_the_picture_does_not(
    change: Callable[[Image.Image, np.random.Generator], Image.Image],
) -> None:
    first, second = np.random.default_rng(4), np.random.default_rng(4)
    assert change(noise(), first).tobytes() == change(noise(), second).tobytes()
    change(Image.new("RGB", (200, 200)), first)
    change(noise(), second)
    assert first.random() == second.random()
