"""Contact sheets: forgeries laid out for inspection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge_runtime.files.atomic_write import atomic_write
from model_dev.forge.forgery import Forgery

EXAMPLES = 16
"""Most that a sheet shows."""
ACROSS = 2
"""Examples side by side."""
GAP = 4
"""Pixels between pictures."""
AMPLIFIED = 8
"""Factor of the shown difference."""


def contact_sheet(forgeries: Sequence[Forgery]) -> NDArray[np.uint8]:
    """Two examples a line: real, mask, forged, and the difference amplified.

    Args:
        forgeries: At least one, all of side S.

    Returns:
        uint8 [lines * (S + GAP), 8 * (S + GAP), 3].
    """
    strips = [_strip(forgery) for forgery in forgeries]
    strips += [np.zeros_like(strips[0])] * (-len(strips) % ACROSS)
    lines = [
        np.concatenate(strips[start : start + ACROSS], axis=1)
        for start in range(0, len(strips), ACROSS)
    ]
    return np.concatenate(lines)


def write_contact_sheet(forgeries: Sequence[Forgery], path: Path) -> None:
    """`contact_sheet` as a PNG, written whole or not at all, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as temporary:
        Image.fromarray(contact_sheet(forgeries)).save(temporary, "PNG")


def _strip(forgery: Forgery) -> NDArray[np.uint8]:
    mask = np.rint(forgery.mask * 255).astype(np.uint8)
    difference = np.abs(forgery.forged.astype(np.int16) - forgery.real) * AMPLIFIED
    shown = (
        forgery.real,
        np.repeat(mask[..., None], 3, axis=2),
        forgery.forged,
        np.minimum(difference, 255).astype(np.uint8),
    )
    return np.concatenate([np.pad(p, ((0, GAP), (0, GAP), (0, 0))) for p in shown], axis=1)
