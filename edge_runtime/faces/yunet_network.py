"""A face detector of a bundle, loaded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import DetectorRule
from edge_runtime.engine.interpreter import Interpreter
from edge_runtime.engine.options import Backend
from edge_runtime.errors import EngineError
from edge_runtime.faces.yunet import Detections, count_rows, decode, suppress
from edge_runtime.types import RgbImage


class YunetNetwork:
    """Finds boxes in a picture of its input's size. Not thread-safe: one per thread.

    Args:
        rule: The contract's rule of this detector.
        model: The bytes of its file.
        threads: CPU threads, >= 1.
        backend: TFLite runtime.

    Attributes:
        side: Side of its input in pixels.

    Raises:
        EngineError: If it cannot be loaded, or its input or output differ from the rule.
    """

    def __init__(self, rule: DetectorRule, model: bytes, threads: int, backend: Backend) -> None:
        self._rule = rule
        self.side = rule.input_size
        self._interpreter = Interpreter(model, threads, backend)
        size, count = rule.input_size, count_rows(rule.input_size, rule.strides)
        inputs, outputs = self._interpreter.inputs(), self._interpreter.outputs()
        found = [
            (tuple(map(int, end["shape"])), np.dtype(end["dtype"])) for end in inputs + outputs
        ]
        wanted = [((1, size, size, 3), np.dtype(np.uint8)), ((1, count, 6), np.dtype(np.float32))]
        if found != wanted or len(inputs) != 1:
            raise EngineError(
                f"{rule.file} is not the face detector of its contract: it must take uint8 "
                f"[1, {size}, {size}, 3] and give float32 [1, {count}, 6]"
            )

    def find(self, pixels: RgbImage, threshold: float, suppress_iou: float) -> Detections:
        """Boxes in pixels of the input, best score first.

        Args:
            pixels: uint8 RGB [S, S, 3].
            threshold: Least score, in (0, 1).
            suppress_iou: See `edge_runtime.faces.yunet.suppress`.

        Raises:
            EngineError: If the run fails.
        """
        rows: NDArray[np.float32] = self._interpreter.run(pixels[None])[0][0]
        size, strides = self._rule.input_size, self._rule.strides
        return suppress(decode(rows, size, strides, threshold), suppress_iou)
