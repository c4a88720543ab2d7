"""What ratios of scans have in common: networks on one CPU thread, and Pillow's bare decode."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.measure.face_finder import open_finder
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.scan.network_pool import EngineAndDetector


def open_networks(bundle: Bundle) -> EngineAndDetector:
    """The network and the face finder of a bundle, each on one thread of the CPU."""
    return EngineAndDetector(open_engine(bundle, EngineOptions("cpu", 1)), open_finder(bundle))


def black_crop(bundle: Bundle) -> NDArray[np.uint8]:
    """An input of the network, uint8 [S, S, 3]."""
    size = bundle.contract.input.size
    return np.zeros((size, size, 3), np.uint8)


def about(bundle: Bundle) -> dict[str, object]:
    """What the record states of a side that scans."""
    return {"bundle": bundle.contract.id, "threads": 1}


def bare_decode(path: Path) -> None:
    """Decode a picture with Pillow, and do nothing else."""
    with Image.open(path) as image:
        image.load()
