"""Whole pictures through a generator's decoder, each through one drawn for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from edge_runtime.types import FaceCrop
from model_dev.data.sample_by_hash import random_of
from model_dev.forge.forgery import Forge, Forgery, Reals
from model_dev.forge.reconstruct import DECODERS, reconstruct


def open_reconstruction(reals: Reals, seed: int, decoders: Sequence[str] = DECODERS) -> Forge:
    """A forge of reconstructed pictures, each decoder as often as the others."""

    def forge(chosen: Sequence[int]) -> list[Forgery]:
        drawn = [str(random_of(seed, reals.ids[i]).choice(decoders)) for i in chosen]
        made: dict[int, Forgery] = {}
        for decoder in sorted(set(drawn)):
            own = [i for i, name in zip(chosen, drawn, strict=True) if name == decoder]
            crops = reconstruct(np.stack([reals.crops[i] for i in own]), decoder)
            for i, crop in zip(own, crops, strict=True):
                made[i] = _forgery(reals.crops[i], crop, decoder)
        return [made[i] for i in chosen]

    return forge


def _forgery(real: FaceCrop, made: FaceCrop, decoder: str) -> Forgery:
    everywhere = np.ones(made.shape[:2], np.float32)
    return Forgery(np.asarray(real), everywhere, made, f"reconstruction-{decoder}")
