from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from model_dev.augmentation.edits import background_blurred, captioned, coloured, framed, greyed
from model_dev.augmentation.fixed_edits import EDITS, UNEDITED

RANDOM: tuple[Callable[[Image.Image, np.random.Generator], Image.Image], ...] = (
    background_blurred,
    captioned,
    coloured,
    framed,
)


def picture(width: int = 96, height: int = 96) -> Image.Image:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def levels(edited: Image.Image) -> NDArray[np.float64]:
    return np.asarray(edited).astype(float)


def random(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("edit", RANDOM)
@pytest.mark.parametrize("size", [(96, 96), (7, 5), (120, 31), (32, 32)])
def test_an_edit_keeps_the_size_and_is_made_by_its_seed(
    edit: Callable[[Image.Image, np.random.Generator], Image.Image], size: tuple[int, int]
) -> None:
    before = picture(*size).tobytes()
    source = picture(*size)
    seen = set()
    for seed in range(40):
        edited = edit(source, random(seed))
        assert (edited.size, edited.mode) == (size, "RGB")
        assert edited.tobytes() == edit(source, random(seed)).tobytes()
        seen.add(edited.tobytes())
    assert source.tobytes() == before
    assert len(seen) > 10


@pytest.mark.parametrize("edit", RANDOM)
def test_random_choices_do_not_depend_on_the_picture(
    edit: Callable[[Image.Image, np.random.Generator], Image.Image],
) -> None:
    for seed in range(20):
        first, second = random(seed), random(seed)
        edit(picture(), first)
        edit(Image.new("RGB", (96, 96), (9, 200, 30)), second)
        assert first.random() == second.random()


def test_black_and_white_has_no_colour() -> None:
    grey = levels(greyed(picture()))
    assert (grey[..., 0] == grey[..., 1]).all()
    assert (grey[..., 1] == grey[..., 2]).all()
    assert grey.std() > 10


def test_a_blurred_background_leaves_something_sharp_and_something_soft() -> None:
    both = 0
    for seed in range(30):
        edited = levels(background_blurred(picture(), random(seed)))
        changed = np.abs(edited - levels(picture())).mean(axis=-1)
        assert changed.max() > 30
        detail = np.abs(np.diff(edited, axis=1)).mean(axis=-1)
        both += bool((changed == 0).any() and np.median(detail[changed[:, 1:] > 0]) < 60)
    assert both >= 25


def test_light_moves_all_of_a_colour_alike() -> None:
    even = Image.new("RGB", (16, 16), (120, 90, 60))
    found = set()
    for seed in range(20):
        edited = levels(coloured(even, random(seed))).reshape(-1, 3)
        assert (edited == edited[0]).all()
        found.add(tuple(edited[0]))
    assert len(found) > 15


def test_a_caption_covers_a_part_only() -> None:
    for seed in range(30):
        changed = (levels(captioned(picture(), random(seed))) != levels(picture())).any(axis=-1)
        assert 0.01 < changed.mean() < 0.45


def test_a_frame_is_of_one_colour_and_the_picture_lies_inside() -> None:
    seen = set()
    for seed in range(30):
        edited = levels(framed(picture(), random(seed)))
        top = edited[0].std(axis=0).max() == 0
        left = edited[:, 0].std(axis=0).max() == 0
        assert top or left
        assert edited[30:66, 30:66].std() > 30
        seen.add((top, left))
    assert seen == {(True, True), (True, False), (False, True)}


@pytest.mark.parametrize("name", [name for name in EDITS if name != UNEDITED])
def test_a_fixed_edit_is_always_the_same_and_changes_a_picture(name: str) -> None:
    edited = EDITS[name](picture(224, 224))
    assert (edited.size, edited.mode) == ((224, 224), "RGB")
    assert edited.tobytes() == EDITS[name](picture(224, 224)).tobytes()
    assert edited.tobytes() != picture(224, 224).tobytes()


def test_the_unedited_picture_comes_first() -> None:
    assert next(iter(EDITS)) == UNEDITED
    assert EDITS[UNEDITED](picture()).tobytes() == picture().tobytes()
