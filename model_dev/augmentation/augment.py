"""Random augmentation of training pictures, the same for both classes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from model_dev.augmentation.degradations import (
    encoded,
    recompressed,
    screenshot,
    sharpened,
    thumbnail,
)
from model_dev.augmentation.edits import background_blurred, captioned, coloured, framed, greyed


@dataclass(frozen=True, slots=True)
class AugmentConfig:
    """How often and how far pictures are changed.

    Attributes:
        smallest_zoom: Smallest share of the crop's side that is kept.
        shrink: Probability of losing resolution, down to ``smallest_side`` pixels.
        smallest_side: Pixels.
        quality: JPEG quality, lowest and highest; every picture is re-encoded.
        hard_quality: The same for a shrunk picture.
        webp: Probability of WebP instead of JPEG.
        blur: Probability of a Gaussian blur.
        screenshot: Probability of being shown at another scale before it is encoded.
        thumbnail: Probability of being kept as a thumbnail, 96 to 160 pixels, and enlarged again.
        recompress: Probability of a second JPEG on a shifted grid.
        noise: Probability of sensor-like noise.
        light: Largest relative change of brightness and contrast.
        sharpen: Probability of being sharpened before anything else is lost.
        background_blur: Probability of a blurred background; this and what follows: see `edits`.
        grey: Probability of black and white.
        colour: Probability of another white balance, saturation and tone.
        caption: Probability of a line of letters.
        frame: Probability of a border.
    """

    smallest_zoom: float
    shrink: float
    smallest_side: int
    quality: tuple[int, int]
    hard_quality: tuple[int, int]
    webp: float
    blur: float
    screenshot: float
    thumbnail: float
    recompress: float
    noise: float
    light: float
    sharpen: float = 0.0
    background_blur: float = 0.0
    grey: float = 0.0
    colour: float = 0.0
    caption: float = 0.0
    frame: float = 0.0

    def for_whole_pictures(self) -> AugmentConfig:
        """The same without changes that hide or reduce a part of the picture; for tiny pictures."""
        return replace(
            self, shrink=0.0, smallest_zoom=1.0, background_blur=0.0, caption=0.0, frame=0.0
        )


def augment(
    crop: NDArray[np.uint8],
    size: int,
    config: AugmentConfig,
    rng: np.random.Generator,
    *,
    keep_encoding: bool = False,
) -> NDArray[np.uint8]:
    """One crop as one training picture.

    Args:
        crop: uint8 [S, S, 3], any S.
        size: Side of the result in pixels.
        config: Strengths.
        rng: Source of every random choice.
        keep_encoding: Whether the picture is neither degraded nor re-encoded: only zoomed,
            mirrored, edited and changed in light. Fair only where real pictures and fakes were
            written by one encoder.

    Returns:
        uint8 [size, size, 3].
    """
    picture = _edited(_zoomed(Image.fromarray(crop), config, rng), config, rng)
    if keep_encoding:
        return _lit(_resized(picture, size), replace(config, noise=0.0), rng)
    if rng.random() < config.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.2)))
    if _happens(config.screenshot, rng):
        picture = screenshot(picture, rng)
    if _happens(config.thumbnail, rng):
        picture = thumbnail(picture, config.hard_quality, rng)
    quality = config.quality
    if rng.random() < config.shrink and picture.width > config.smallest_side:
        side = int(rng.integers(config.smallest_side, picture.width))
        picture = picture.resize((side, side), Image.Resampling.BILINEAR)
        quality = config.hard_quality
    picture = _re_encoded(picture, quality, config, rng)
    if _happens(config.recompress, rng):
        picture = recompressed(picture, quality, rng)
    return _lit(_resized(picture, size), config, rng)


def _happens(probability: float, rng: np.random.Generator) -> bool:
    """No random number is drawn for a probability of 0, so that old configs keep their choices."""
    return probability > 0 and rng.random() < probability


def _resized(picture: Image.Image, size: int) -> NDArray[np.uint8]:
    return np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR))


def _zoomed(picture: Image.Image, config: AugmentConfig, rng: np.random.Generator) -> Image.Image:
    side = round(picture.width * rng.uniform(config.smallest_zoom, 1.0))
    left, top = rng.integers(0, picture.width - side + 1, 2)
    part = picture.crop((int(left), int(top), int(left) + side, int(top) + side))
    flipped = rng.random() < 0.5
    return part.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if flipped else part


def _edited(picture: Image.Image, config: AugmentConfig, rng: np.random.Generator) -> Image.Image:
    """Edits in the order in which they occur: lens, light, camera, editor."""
    if _happens(config.background_blur, rng):
        picture = background_blurred(picture, rng)
    if _happens(config.grey, rng):
        picture = greyed(picture)
    if _happens(config.colour, rng):
        picture = coloured(picture, rng)
    if _happens(config.sharpen, rng):
        picture = sharpened(picture, rng)
    if _happens(config.caption, rng):
        picture = captioned(picture, rng)
    return framed(picture, rng) if _happens(config.frame, rng) else picture


def _re_encoded(
    picture: Image.Image, quality: tuple[int, int], config: AugmentConfig, rng: np.random.Generator
) -> Image.Image:
    drawn = int(rng.integers(quality[0], quality[1] + 1))
    return encoded(picture, "WEBP" if rng.random() < config.webp else "JPEG", drawn)


def _lit(
    pixels: NDArray[np.uint8], config: AugmentConfig, rng: np.random.Generator
) -> NDArray[np.uint8]:
    contrast, brightness = 1 + rng.uniform(-config.light, config.light, 2)
    levels = (np.arange(256, dtype=np.float32) - 128) * contrast + 128 * brightness
    if rng.random() < config.noise:
        noise = rng.normal(0, rng.uniform(0.5, 3.0), pixels.shape)
        return _levels(levels[pixels] + noise)
    return _levels(levels)[pixels]


def _levels(real: NDArray[np.floating]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(real), 0, 255), np.uint8)
