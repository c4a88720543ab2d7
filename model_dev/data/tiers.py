"""Tiers of the evaluation: how far a picture is degraded between the camera and the scan.

Both classes of every source go through the same re-encoding, so that neither file format nor
quality gives the label away. Where both were written by one encoder to begin with, the clean tier
leaves them as they are stored.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from edge_runtime.types import RgbImage


@dataclass(frozen=True, slots=True)
class Tier:
    """A degradation.

    Attributes:
        description: What reports say of it.
        longest: Longer side in pixels at most, or None to keep the size.
        quality: JPEG quality, lowest and highest; drawn by the picture's hash.
        restored: Whether a reduced picture is enlarged to its old size again.
        as_stored: Whether pictures of a source with one encoder stay untouched.
    """

    description: str
    longest: int | None
    quality: tuple[int, int]
    restored: bool = False
    as_stored: bool = False


TIERS: Mapping[str, Tier] = {
    "clean": Tier("as stored, JPEG quality 60-95", None, (60, 95), as_stored=True),
    "web": Tier("at most 768 px, JPEG quality 60", 768, (60, 60)),
    "hard": Tier("at most 512 px, JPEG quality 40", 512, (40, 40)),
    "thumbnail": Tier(
        "reduced to 128 px and enlarged again, JPEG quality 60-95", 128, (60, 95), restored=True
    ),
}


def degrade(rgb: RgbImage, tier: Tier, key: str) -> bytes:
    """A picture as JPEG, 4:2:0, without metadata, in a tier.

    Args:
        rgb: uint8 [H, W, 3].
        tier: The degradation.
        key: The picture's hash, from which its quality is drawn.
    """
    picture = Image.fromarray(rgb)
    if tier.longest is not None and max(picture.size) > tier.longest:
        picture.thumbnail((tier.longest, tier.longest), Image.Resampling.BILINEAR)
        if tier.restored:
            picture = picture.resize((rgb.shape[1], rgb.shape[0]), Image.Resampling.BILINEAR)
    low, high = tier.quality
    drawn = low + int(hashlib.sha256(key.encode()).hexdigest(), 16) % (high - low + 1)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=drawn, subsampling="4:2:0")
    return buffer.getvalue()
