"""The colours of one picture given to another.

Reinhard et al., "Color Transfer between Images", IEEE Computer Graphics and Applications, 2001.
"""

from __future__ import annotations

import cv2
import numpy as np

from edge_runtime.types import FaceCrop
from model_dev.forge.forgery import Mask

SPREAD = (0.75, 1.35)
"""By how much the contrast may be changed: open and closed eyes are not to be made alike."""


def match_colours(picture: FaceCrop, reference: FaceCrop, mask: Mask) -> FaceCrop:
    """Give a picture the mean and, within `SPREAD`, the deviation of another in CIELAB.

    Args:
        picture: uint8 [S, S, 3].
        reference: uint8 [S, S, 3].
        mask: Where both are measured: above 0.
    """
    lab, wanted = (
        cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        for rgb in (picture, reference)
    )
    inside = mask > 0
    mean, goal = lab[inside].mean(axis=0), wanted[inside].mean(axis=0)
    deviation = np.maximum(lab[inside].std(axis=0), 1e-3)
    gain = np.clip(wanted[inside].std(axis=0) / deviation, *SPREAD)
    matched = cv2.cvtColor(((lab - mean) * gain + goal).astype(np.float32), cv2.COLOR_LAB2RGB)
    return np.asarray(np.clip(np.rint(matched * 255), 0, 255), np.uint8)
