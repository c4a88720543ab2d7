"""Edits of a picture's look that say nothing about whether it is real, drawn at random.

If one class of the training pictures has more of them (blurred backgrounds, black and white, warm
light, captions, frames), a network that is trained without them takes them for evidence.
"""

from __future__ import annotations

import string

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

_WHITE_BALANCE = 0.16
_SATURATION = (0.3, 1.8)
_GAMMA = 0.45
_STRETCHED = 0.25
_FADED = 0.25
_BLUR = (0.008, 0.04)
_FOCUS_CENTRE = ((0.35, 0.65), (0.4, 0.75))
_FOCUS_RADIUS = (0.22, 0.5)
_GRAIN = 2.0
_BAR = (0.08, 0.22)
_LETTER = (0.05, 0.11)
_FRAME = (0.02, 0.12)


def greyed(picture: Image.Image) -> Image.Image:
    """Black and white, as RGB of the same size."""
    return ImageOps.grayscale(picture).convert("RGB")


def coloured(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """In another light, as a white balance, a saturation and a tone curve make it.

    Args:
        picture: RGB.
        rng: Source of every random choice: red and blue against green by up to e^0.16, saturation
            0.3 to 1.8, gamma e^-0.45 to e^0.45; one in four stretched to the whole range of levels,
            one in four faded to a part of it.

    Returns:
        RGB of the same size.
    """
    balance = np.exp(rng.uniform(-_WHITE_BALANCE, _WHITE_BALANCE, 2))
    saturation, gamma = rng.uniform(*_SATURATION), np.exp(rng.uniform(-_GAMMA, _GAMMA))
    kind, low, high = rng.random(), rng.uniform(0, 40), rng.uniform(205, 255)
    changed = ImageEnhance.Color(picture).enhance(saturation)
    if kind < _STRETCHED:
        changed = ImageOps.autocontrast(changed, cutoff=1)
    floor, ceiling = (low, high) if kind > 1 - _FADED else (0.0, 255.0)
    curve = (np.arange(256) / 255) ** gamma * (ceiling - floor) + floor
    levels = [curve * gain for gain in (balance[0], 1.0, balance[1])]
    return changed.point(np.clip(np.rint(np.concatenate(levels)), 0, 255).astype(int).tolist())


def background_blurred(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Sharp in an ellipse or below a line and soft elsewhere, as a large aperture draws it.

    Args:
        picture: RGB.
        rng: Source of every random choice: the place and size of what is in focus, how soft its
            border is, the blur (0.8 to 4 % of the longer side), and grain in half of the pictures.

    Returns:
        RGB of the same size.
    """
    radius = rng.uniform(*_BLUR) * max(picture.size)
    distance = _out_of_focus(picture.size, rng)
    seed, grainy = rng.integers(2**32), rng.random() < 0.5
    soft = picture.filter(ImageFilter.GaussianBlur(radius))
    if grainy:
        soft = _grained(soft, int(seed))
    mask = Image.fromarray((np.clip(distance, 0, 1) * 255).astype(np.uint8))
    return Image.composite(soft, picture, mask)


def captioned(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """With a line of letters at the top or the bottom, on a bar or on the picture itself.

    Args:
        picture: RGB.
        rng: Source of every random choice.

    Returns:
        RGB of the same size.
    """
    width, height = picture.size
    bar, letter = rng.uniform(*_BAR) * height, rng.uniform(*_LETTER) * height
    top = rng.choice([0.0, height - bar, rng.uniform(0, height - bar)], p=[0.3, 0.5, 0.2])
    dark, on_bar, left = rng.random() < 0.5, rng.random() < 0.6, rng.uniform(0, 0.3) * width
    paper, ink = ((0, 0, 0), (255, 255, 255)) if dark else ((255, 255, 255), (0, 0, 0))
    text = _letters(rng)
    changed = picture.copy()
    draw = ImageDraw.Draw(changed)
    if on_bar:
        draw.rectangle((0, top, width, top + bar), fill=paper)
    font = ImageFont.load_default(max(6.0, min(letter, bar)))
    place = (left, top + max(0.0, bar - letter) / 2)
    draw.text(place, text, fill=ink, font=font, stroke_width=0 if on_bar else 1, stroke_fill=paper)
    return changed


def framed(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Inside a border of one colour: all round, above and below, or on both sides.

    Args:
        picture: RGB.
        rng: Source of every random choice: 2 to 12 % of the longer side; black, white or any.

    Returns:
        RGB, square if it was: the picture is reduced to make room.
    """
    thickness = max(1, round(rng.uniform(*_FRAME) * max(picture.size)))
    sides = ((1, 1), (0, 1), (1, 0))[rng.integers(3)]
    grey, drawn = (0, 255)[rng.integers(2)], rng.integers(0, 256, 3)
    colour = (grey,) * 3 if rng.random() < 0.7 else tuple(int(level) for level in drawn)
    border = (sides[0] * thickness, sides[1] * thickness)
    canvas = Image.new("RGB", picture.size, colour)
    inner = (picture.width - 2 * border[0], picture.height - 2 * border[1])
    canvas.paste(ImageOps.fit(picture, inner, Image.Resampling.BILINEAR), border)
    return canvas


def _out_of_focus(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """How far out of focus each pixel is: at most 0 is sharp, at least 1 is soft."""
    centre, radii = [rng.uniform(*span) for span in _FOCUS_CENTRE], rng.uniform(*_FOCUS_RADIUS, 2)
    softness, level = rng.uniform(0.05, 0.6), rng.random() < 0.25
    down, across = np.ogrid[0 : size[1], 0 : size[0]]
    across, down = across / size[0] - centre[0], down / size[1] - centre[1]
    inside = -down / radii[1] if level else np.hypot(across / radii[0], down / radii[1]) - 1
    return np.broadcast_to(inside / softness, size[::-1])


def _grained(picture: Image.Image, seed: int) -> Image.Image:
    grain = np.random.default_rng(seed).normal(0, _GRAIN, np.asarray(picture).shape[:2])
    levels = np.asarray(picture) + grain[..., None]
    return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


def _letters(rng: np.random.Generator) -> str:
    words = rng.integers(1, 9, 12)
    letters = rng.choice(list(string.ascii_letters + string.digits + ".,!?#@"), 108)
    starts = np.cumsum(words)
    return " ".join("".join(letters[end - n : end]) for n, end in zip(words, starts, strict=True))
