"""Labels on a picture: one line of text on a bar, beside its box and clear of other labels."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import ImageDraw, ImageFont

from edge_runtime.types import Box

SMALLEST_FONT = 8.0


class Labels:
    """Writes labels; a later one makes way for those before it.

    Args:
        draw: Draws on the picture.
        size: Width and height of the picture in pixels.
        font_size: Of a label in pixels; one that would not fit across the picture is smaller.
    """

    def __init__(self, draw: ImageDraw.ImageDraw, size: tuple[int, int], font_size: float) -> None:
        self._draw = draw
        self._size = size
        self._font_size = font_size
        self._bars: list[Box] = []

    def keep_clear(self, bar: Box) -> None:
        """Write no label there."""
        self._bars.append(bar)

    def write(self, text: str, box: Box, colour: str) -> None:
        """Write a label above the box, below it or inside, where it hides least of the others.

        Args:
            text: One line.
            box: What it belongs to, in pixels.
            colour: Of the bar; the text is white.
        """
        font = font_that_fits(text, self._size[0], self._font_size)
        pad = font.size / 4
        width, height = font.getlength(text) + 2 * pad, font.size + 2 * pad
        bar = min(self._places(box, width, height), key=self._hidden)
        self._bars.append(bar)
        self._draw.rectangle((bar.left, bar.top, bar.right, bar.bottom), fill=colour)
        middle = (bar.top + bar.bottom) / 2
        self._draw.text((bar.left + pad, middle), text, fill="white", font=font, anchor="lm")

    def _places(self, box: Box, width: float, height: float) -> Iterator[Box]:
        """Bars within the picture, the best first."""
        across = (box.left, box.right - width)
        down = (box.top - height, box.bottom, box.top, box.bottom - height)
        for top in down:
            for left in across:
                if 0 <= top <= self._size[1] - height:
                    inside = max(0.0, min(left, self._size[0] - width))
                    yield Box(inside, top, inside + width, top + height)
        corner = max(0.0, min(box.left, self._size[0] - width)), max(0.0, box.top)
        yield Box(*corner, corner[0] + width, corner[1] + height)

    def _hidden(self, bar: Box) -> float:
        """Area of earlier labels that a bar would cover."""
        return sum(_common_area(bar, other) for other in self._bars)


def font_that_fits(text: str, width: float, size: float) -> ImageFont.FreeTypeFont:
    """A font in which a line with half its height around it fits across ``width``, if it can.

    Args:
        text: One line.
        width: In pixels.
        size: Largest size in pixels; the smallest is `SMALLEST_FONT`.
    """
    fits = width / (font_of(100).getlength(text) / 100 + 0.5)
    return font_of(min(size, max(SMALLEST_FONT, fits)))


def font_of(size: float) -> ImageFont.FreeTypeFont:
    """Pillow's own font at a size in pixels.

    Raises:
        RuntimeError: If Pillow was built without FreeType.
    """
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("this build of Pillow lacks FreeType")
    return font


def _common_area(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, width) * max(0.0, height)
