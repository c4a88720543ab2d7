"""A forgery: the real picture, the forged one, and the mask between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from edge_runtime.types import FaceCrop

Mask: TypeAlias = NDArray[np.float32]
"""float32 [S, S] in [0, 1]: how much of the forged picture is not the real one."""

Points: TypeAlias = NDArray[np.float32]
"""float32 [478, 2]: MediaPipe's face landmarks in pixels of the crop, x before y."""


@dataclass(frozen=True, slots=True, eq=False)
class Forgery:
    """An aligned pair.

    Attributes:
        real: uint8 [S, S, 3].
        mask: Where the two may differ; where it is 0 they are equal.
        forged: uint8 [S, S, 3].
        generator: What made it.
    """

    real: FaceCrop
    mask: Mask
    forged: FaceCrop
    generator: str


@dataclass(frozen=True, slots=True, eq=False)
class Reals:
    """Real pictures to forge from, aligned.

    Attributes:
        ids: What the random choices of each are drawn from.
        groups: A picture is never forged from another of its own group.
        crops: uint8 [S, S, 3] each.
        points: Landmarks of each; empty for a kind of forgery that needs none.
    """

    ids: Sequence[str]
    groups: Sequence[str]
    crops: Sequence[FaceCrop]
    points: Sequence[Points]


Forge: TypeAlias = Callable[[Sequence[int]], list[Forgery]]
"""One forgery of each of some pictures, given by their positions."""
