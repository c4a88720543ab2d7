"""Checks that calibration pictures have the statistics of photographs and are not noise.

In photographs neighbouring pixels are alike at every scale: their power falls with the square of
the frequency (Field, "Relations between the statistics of natural images and the response
properties of cortical cells", JOSA A 1987). Noise, coarse noise and flat colour are not like that.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

LOWEST_FINE = 0.5
"""Of neighbouring pixels. Noise: 0. Of 800 calibration crops the lowest had 0.74."""

LOWEST_COARSE = 0.15
"""Of neighbouring cells of a coarse grid. Noise: 0 +- 0.04. Lowest of the same crops: 0.27."""

CELLS = 28

MOST_COARSE = 0.01
"""Share of a set that may fail at the coarse grid alone: a photograph of fine stripes does,
above all a tiny one of which many copies are seen. Of 800 calibration crops one did."""


class UnnaturalPictureError(ValueError):
    """A picture does not have the statistics of a photograph."""


class CoarseNoiseError(UnnaturalPictureError):
    """Neighbouring pixels are alike, neighbouring parts are not: coarse noise, or stripes."""


def check_all(pictures: Iterable[tuple[str, NDArray[np.uint8]]]) -> None:
    """Refuse a set with noise in it.

    Args:
        pictures: Name and uint8 [H, W, 3] of each.

    Raises:
        UnnaturalPictureError: If one is fine noise or without content, or more than `MOST_COARSE`
            of them look like coarse noise.
    """
    count, coarse = 0, []
    for name, picture in pictures:
        count += 1
        try:
            check_natural(picture, name)
        except CoarseNoiseError as error:
            coarse.append(error)
    if len(coarse) > MOST_COARSE * count:
        raise coarse[0]


def check_natural(picture: NDArray[np.uint8], name: str) -> None:
    """Refuse noise and flat colour.

    Args:
        picture: uint8 [H, W, 3], at least `CELLS` pixels a side.
        name: What to call it in the error.

    Raises:
        UnnaturalPictureError: If neighbouring pixels, or neighbouring cells of a grid of `CELLS`,
            do not correlate.
    """
    grey = picture.mean(axis=2)
    if min(grey.shape) < CELLS or np.ptp(grey) == 0:
        raise UnnaturalPictureError(f"calibration picture {name} has a single colour or is tiny")
    fine, coarse = neighbour_correlation(grey), neighbour_correlation(_coarse(grey))
    if not (fine >= LOWEST_FINE and coarse >= LOWEST_COARSE):
        raise (CoarseNoiseError if fine >= LOWEST_FINE else UnnaturalPictureError)(
            f"calibration picture {name} looks like noise: its neighbouring pixels correlate by "
            f"{fine:.2f} (at least {LOWEST_FINE}), its neighbouring parts by {coarse:.2f} "
            f"(at least {LOWEST_COARSE})"
        )


def neighbour_correlation(grey: Float) -> float:
    """Pearson correlation of neighbours, across or down, whichever is lower; NaN if all are equal.

    Args:
        grey: [H, W].
    """
    pairs = ((grey[:, 1:], grey[:, :-1]), (grey[1:], grey[:-1]))
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(min(np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairs))


def _coarse(grey: Float) -> Float:
    """Means of cells, about [CELLS, CELLS]."""
    side = min(grey.shape) // CELLS
    rows, columns = (extent // side for extent in grey.shape)
    cells = grey[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return np.asarray(cells.mean(axis=(1, 3)))
