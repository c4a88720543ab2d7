"""The pictures that the face detectors see, and the way back from them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tests.golden.reference.faces import Detection
from tests.golden.reference.pictures import Pixels
from tests.golden.reference.resample import shrink

TURNS = (90, 180, 270)
BLACK = (0, 0, 0)


def fitted(width: int, height: int, size: int) -> tuple[int, int]:
    """The size of a picture shrunk to fit into a square; rounded half to even."""
    scale = min(1.0, size / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def fit(pixels: Pixels, size: int) -> Pixels:
    """The picture shrunk to fit into a square; unchanged if it fits."""
    width, height = len(pixels[0]), len(pixels)
    small = fitted(width, height, size)
    return pixels if small == (width, height) else shrink(pixels, small)


def letterbox(pixels: Pixels, size: int) -> Pixels:
    """The picture shrunk to fit, at the upper left corner of a black square."""
    return _pasted(size, [(fit(pixels, size), 0, 0)])


def sheet(pixels: Pixels, size: int) -> Pixels:
    """Three turned copies of a picture, each in a quadrant of a black square."""
    half = size // 2
    small = fit(pixels, half)
    places = zip(TURNS, ((0, 0), (half, 0), (0, half)), strict=True)
    return _pasted(size, [(turned(small, turn), x, y) for turn, (x, y) in places])


def turned(pixels: Pixels, turn: int) -> Pixels:
    """Clockwise by a multiple of 90 degrees."""
    for _ in range(turn // 90):
        height = len(pixels)
        columns = range(len(pixels[0]))
        pixels = [[pixels[height - 1 - x][y] for x in range(height)] for y in columns]
    return pixels


def from_letterbox(
    one: Detection, width: int, height: int, size: int, factor: int = 1
) -> Detection:
    """A box of the letterboxed picture in the picture, times the overview's factor."""
    small = fitted(width, height, size)
    across, down = Fraction(width, small[0]) * factor, Fraction(height, small[1]) * factor
    left, top, right, bottom, score = one
    return [
        float(left * across),
        float(top * down),
        float(right * across),
        float(bottom * down),
        score,
    ]


def from_sheet(
    found: Sequence[Detection], width: int, height: int, sizes: tuple[int, int], factor: int
) -> list[tuple[int, Detection]]:
    """The turn and the box in the picture of each box of the sheet, without those of no quadrant.

    ``sizes`` are the sides of the still detector and of the sheet.
    """
    still, side = sizes
    first = fitted(width, height, still)
    small = fitted(*first, side // 2)
    placed = []
    for one in found:
        quadrant = _quadrant(one, side / 2)
        if quadrant is None:
            continue
        turn, x, y = quadrant
        moved = [one[0] - x, one[1] - y, one[2] - x, one[3] - y]
        upright = [*_upright(moved, turn, *small), one[4]]
        in_first = from_letterbox(upright, *first, side // 2)
        placed.append((turn, from_letterbox(in_first, width, height, still, factor)))
    return placed


def _quadrant(one: Detection, half: float) -> tuple[int, float, float] | None:
    right, lower = (one[0] + one[2]) / 2 >= half, (one[1] + one[3]) / 2 >= half
    if right and lower:
        return None
    if right:
        return 180, half, 0.0
    return (270, 0.0, half) if lower else (90, 0.0, 0.0)


def _upright(box: Sequence[float], turn: int, width: int, height: int) -> list[float]:
    corners = [_point(box[0], box[1], turn, width, height)]
    corners.append(_point(box[2], box[3], turn, width, height))
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return [xs[0], ys[0], xs[1], ys[1]]


def _point(x: float, y: float, turn: int, width: int, height: int) -> tuple[float, float]:
    places = {90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x)}
    return places[turn]


def _pasted(size: int, parts: Sequence[tuple[Pixels, int, int]]) -> Pixels:
    square = [[BLACK] * size for _ in range(size)]
    for pixels, left, top in parts:
        for y, row in enumerate(pixels):
            square[top + y][left : left + len(row)] = row
    return square
