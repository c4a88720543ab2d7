"""Grey of more than 8 bits to 8 bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from edge_runtime.errors import ImageError

_MODES = ("I;16", "I;16L", "I;16B", "I;16N", "I")

_BITS_PER_SAMPLE, _PHOTOMETRIC = 258, 262
"""Tags of TIFF 6.0."""


@dataclass(frozen=True, slots=True)
class DeepGrey:
    """How a picture's grey values are to be read.

    Attributes:
        bits: Bits of a value; the largest one is white.
        negative: Whether 0 is white and the largest value is black.
    """

    bits: int = 16
    negative: bool = False

    @staticmethod
    def of(image: Image.Image) -> DeepGrey | None:
        """The reading of a picture as its decoder gave it; None if it is no such grey.

        Raises:
            ImageError: With code ``unsupported`` if its values are signed or of 32 bits: no
                standard says which of them is white.
        """
        if image.mode not in _MODES:
            return None
        if image.mode == "I" and image.format != "PNG":
            message = "32-bit or signed grey pixels have no agreed white point"
            raise ImageError("unsupported", f"{message}: save the picture with 8 or 16 bits")
        tags = getattr(image, "tag_v2", {})
        bits = tags.get(_BITS_PER_SAMPLE, (16,))[0]
        return DeepGrey(bits, tags.get(_PHOTOMETRIC) == 0)

    def to_rgb(self, image: Image.Image) -> Image.Image:
        """The high byte of each value, as mode RGB."""
        deep = np.asarray(image)
        eight = np.clip(deep >> (self.bits - 8), 0, 255).astype(np.uint8)
        return Image.fromarray(255 - eight if self.negative else eight).convert("RGB")
