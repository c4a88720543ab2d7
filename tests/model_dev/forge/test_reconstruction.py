"""Forgeries that are whole pictures through a decoder: which one, and of what."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from model_dev.forge.forgery import Forgery, Reals
from model_dev.forge.kinds import KINDS

DECODERS = {
    "taef2": lambda crops: crops // 2,
    "other": lambda crops: 255 - crops // 2,
}


@pytest.fixture
def reals(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reals]:
    """Four pictures, and two decoders that cost nothing."""
    module: Any = ModuleType("model_dev.forge.reconstruct")
    module.DECODERS = tuple(DECODERS)
    module.reconstruct = lambda crops, name: DECODERS[name](crops)
    monkeypatch.setitem(sys.modules, "model_dev.forge.reconstruct", module)
    monkeypatch.delitem(sys.modules, "model_dev.forge.reconstruction", raising=False)
    crops = np.random.default_rng(0).integers(0, 256, (4, 16, 16, 3), np.uint8)
    names = [f"nasa/{index}" for index in range(4)]
    yield Reals(names, names, list(crops), [])
    sys.modules.pop("model_dev.forge.reconstruction", None)


def forged(kind: str, reals: Reals, seed: int) -> list[Forgery]:
    return KINDS[kind].open(reals, seed)(range(4))


def test_whole_pictures_go_through_a_drawn_decoder(reals: Reals) -> None:
    drawn = set()
    for seed in range(4):
        for forgery, crop in zip(forged("reconstruction", reals, seed), reals.crops, strict=True):
            decoder = forgery.generator.removeprefix("reconstruction-")
            drawn.add(decoder)
            np.testing.assert_array_equal(forgery.forged, DECODERS[decoder](crop))
            np.testing.assert_array_equal(forgery.real, crop)
            assert (forgery.mask == 1).all()
    assert drawn == set(DECODERS)


def test_taef2_alone_is_a_kind_of_its_own(reals: Reals) -> None:
    generators = {f.generator for seed in range(4) for f in forged("taef2", reals, seed)}
    assert generators == {"reconstruction-taef2"}
