"""The kinds of forgeries that can be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model_dev.forge.forgery import Forge, Reals


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of forgery.

    Attributes:
        open: Makes its forge from real pictures and a seed; imports what it needs.
        landmarks: Whether it needs a face and its landmarks.
        pool: Real pictures that it needs to choose among, however few it forges.
    """

    open: Callable[[Reals, int], Forge]
    landmarks: bool
    pool: int


def _self_blended(reals: Reals, seed: int) -> Forge:
    from model_dev.forge.self_blend import open_self_blend

    return open_self_blend(reals, seed)


def _part_swap(reals: Reals, seed: int) -> Forge:
    from model_dev.forge.part_swap import open_part_swap

    return open_part_swap(reals, seed)


def _reconstruction(reals: Reals, seed: int) -> Forge:
    from model_dev.forge.reconstruction import open_reconstruction

    return open_reconstruction(reals, seed)


def _taef2(reals: Reals, seed: int) -> Forge:
    """Apart from the other decoders, which are so much easier that TAEF2 is not learned."""
    from model_dev.forge.reconstruction import open_reconstruction

    return open_reconstruction(reals, seed, ("taef2",))


KINDS: Mapping[str, Kind] = {
    "self-blended": Kind(_self_blended, landmarks=True, pool=1),
    "part-swap": Kind(_part_swap, landmarks=True, pool=400),
    "reconstruction": Kind(_reconstruction, landmarks=False, pool=1),
    "taef2": Kind(_taef2, landmarks=False, pool=1),
}
