"""Tiny real videos, whose frames can be told apart by their brightness."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

SIDE = 64
STEP = 12


def write_video(path: Path, frames: int = 9, seed: int = 0) -> Path:
    """An MPEG-4 clip: frame ``n`` is a pattern of its own seed with a mean of about 40 + 12 n."""
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    coarse = random.integers(-30, 31, (8, 8, 3)).astype(np.float32)
    pattern = cv2.resize(coarse - coarse.mean(), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 25, (SIDE, SIDE))
    for number in range(frames):
        writer.write(np.clip(pattern + 40 + STEP * number, 0, 255).astype(np.uint8))
    writer.release()
    return path


def write_broken_video(path: Path) -> Path:
    """A clip cut off before its index, which no decoder opens."""
    data = write_video(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path
