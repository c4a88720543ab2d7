"""Pictures made smaller before they are forged: a sharp one loses more to a decoder."""

from __future__ import annotations

from edge_runtime.picture.geometry import cut_crop, plan_whole
from model_dev.forge.forgery import Reals


def reduced(reals: Reals, side: int) -> Reals:
    """Real crops at another side, and their landmarks with them.

    Args:
        reals: As `model_dev.forge.choice.choose` found them.
        side: In pixels.

    Raises:
        ValueError: If a crop would have to be enlarged, or ``side`` is below 1.
    """
    stored = reals.crops[0].shape[0]
    if not 1 <= side <= stored:
        raise ValueError(f"--size must be 1 to {stored}: crops are only reduced")
    crops = [cut_crop(crop, plan_whole(*crop.shape[1::-1]), side) for crop in reals.crops]
    points = [own * (side / stored) for own in reals.points]
    return Reals(reals.ids, reals.groups, crops, points)
