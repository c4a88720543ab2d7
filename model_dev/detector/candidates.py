"""Detectors of several sides and formats, for pictures as the runtime sees them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

import numpy as np
from numpy.typing import NDArray

from edge_runtime.engine.interpreter import Interpreter, choose_backend, dequantize
from edge_runtime.faces.detector import back_to_picture
from edge_runtime.faces.letterbox import Fit, on_black
from edge_runtime.faces.yunet import Detections, decode, suppress
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import image_of
from model_dev.detector.export import DetectorFormat, export_detector, export_heads
from model_dev.detector.onnx_graph import STRIDES

SUPPRESS_IOU = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A detector that could be shipped.

    Attributes:
        side: Of its input in pixels.
        number: Its format.
        interpreter: It, loaded, with one thread.
    """

    side: int
    number: DetectorFormat
    interpreter: Interpreter

    @property
    def name(self) -> str:
        """Such as ``448 float16``."""
        return f"{self.side} {self.number}"

    def look(self, pixels: NDArray[np.uint8], threshold: float) -> Detections:
        """Boxes in pixels of its input, uint8 [side, side, 3], best score first."""
        found = decode(self._rows(pixels), self.side, STRIDES, threshold)
        return suppress(found, SUPPRESS_IOU)

    def find(self, overview: Overview, threshold: float) -> Detections:
        """Boxes in pixels of the picture, best score first."""
        image = image_of(overview.pixels)
        fit = Fit.into(image.size, self.side)
        found = self.look(on_black(fit.shrunk(image), self.side), threshold)
        return back_to_picture(found, fit, overview.factor)

    def _rows(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        values = self.interpreter.run(pixels[None])
        if self.number != "int8":
            return np.asarray(values[0][0], np.float32)
        details = self.interpreter.outputs()
        tables = [dequantize(v, d)[0] for v, d in zip(values, details, strict=True)]
        return _joined(tables, self.side)


def _joined(tables: Sequence[NDArray[np.float32]], side: int) -> NDArray[np.float32]:
    """One table [N, 6] of the twelve heads; cls and obj have one shape and may be swapped."""
    layers = []
    for stride in STRIDES:
        own = [table for table in tables if len(table) == (side // stride) ** 2]
        chances = [table for table in own if table.shape[1] == 1]
        (boxes,) = (table for table in own if table.shape[1] == 4)
        layers.append(np.concatenate([*chances, boxes], axis=1))
    return np.concatenate(layers)


def open_candidates(sides: Sequence[int], formats: Sequence[DetectorFormat]) -> list[Candidate]:
    """Make and load every combination."""
    return [_open(side, number) for side, number in product(sides, formats)]


def _open(side: int, number: DetectorFormat) -> Candidate:
    model = export_heads(side, "int8") if number == "int8" else export_detector(side, number)
    return Candidate(side, number, Interpreter(model, 1, choose_backend(None)))


def time_together(interpreters: Sequence[Interpreter], rounds: int = 21) -> list[float]:
    """Median milliseconds of processor time of each network, run in turn in one process."""
    inputs = [_noise(one) for one in interpreters]
    taken: list[list[float]] = [[] for _ in interpreters]
    for _ in range(rounds):
        for one, pixels, times in zip(interpreters, inputs, taken, strict=True):
            start = time.process_time()
            one.run(pixels)
            times.append(1000 * (time.process_time() - start))
    return [median(times) for times in taken]


def _noise(interpreter: Interpreter) -> NDArray[np.uint8]:
    shape = tuple(map(int, interpreter.inputs()[0]["shape"]))
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
