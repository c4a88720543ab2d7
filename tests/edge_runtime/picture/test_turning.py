"""Crops turned and mirrored, and evidence turned back."""

from __future__ import annotations

import numpy as np
import pytest

from edge_runtime.picture.turning import mirror_crop, turn_back, turn_clockwise
from edge_runtime.types import FaceCrop, Turn

TURNS: tuple[Turn, ...] = (0, 90, 180, 270)


def lettered(text: str) -> FaceCrop:
    """2 x 2 pixels named a, b / c, d."""
    values = [ord(letter) for letter in text]
    return np.array(values, np.uint8).reshape(2, 2, 1).repeat(3, axis=2)


@pytest.mark.parametrize(
    ("turn", "seen"), [(0, "abcd"), (90, "cadb"), (180, "dcba"), (270, "bdac")]
)
def test_crops_turn_clockwise(turn: Turn, seen: str) -> None:
    assert np.array_equal(turn_clockwise(lettered("abcd"), turn), lettered(seen))


def test_mirroring_swaps_left_and_right() -> None:
    assert np.array_equal(mirror_crop(lettered("abcd")), lettered("badc"))


@pytest.mark.parametrize("turn", TURNS)
def test_evidence_comes_back_to_where_it_was(turn: Turn) -> None:
    crop = np.random.default_rng(1).integers(0, 256, (7, 7, 3), np.uint8)
    seen = turn_clockwise(crop, turn)[..., 0].astype(np.float32)
    assert np.array_equal(turn_back(seen, turn), crop[..., 0])


@pytest.mark.parametrize("turn", TURNS)
def test_what_the_network_reads_is_contiguous(turn: Turn) -> None:
    crop = np.zeros((8, 8, 3), np.uint8)
    assert turn_clockwise(crop, turn).flags.c_contiguous
    assert mirror_crop(crop).flags.c_contiguous
