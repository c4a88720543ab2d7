"""Where the faces of a picture are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import FaceRule
from edge_runtime.engine.interpreter import choose_backend
from edge_runtime.engine.options import Backend
from edge_runtime.faces.choice import choose_turn, may_be_turned, select
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.faces.letterbox import Fit, on_black
from edge_runtime.faces.turned_sheet import draw_sheet, split_sheet
from edge_runtime.faces.yunet import Detections
from edge_runtime.faces.yunet_network import YunetNetwork
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import image_of, size_of
from edge_runtime.types import RgbImage, ScanMode, Turn


class FaceDetector:
    """YuNet over a picture, and over turned copies of it. Not thread-safe: one per thread.

    Args:
        rule: The contract's rule.
        read: Gives the bytes of a detector's file by its name.
        threads: CPU threads, >= 1.
        backend: TFLite runtime, or None for the first installed one.
        min_face_side: Longer side in pixels from which a face is judged.

    Raises:
        EngineError: If a detector cannot be loaded, or is not that of the contract.
    """

    def __init__(
        self,
        rule: FaceRule,
        read: Callable[[str], bytes],
        threads: int = 1,
        backend: Backend | None = None,
        *,
        min_face_side: int,
    ) -> None:
        chosen = backend or choose_backend(None)
        self._rule = rule
        self._min_face_side = min_face_side
        self._still, self._camera = (
            YunetNetwork(one, read(one.file), threads, chosen) for one in (rule.still, rule.camera)
        )

    def find(self, overview: Overview, mode: ScanMode = "still") -> FoundFaces:
        """Faces of an upright picture; of a still one also those that lie on their side.

        Args:
            overview: The picture, made small.
            mode: What the picture is.

        Returns:
            Boxes in pixels of the picture itself.

        Raises:
            EngineError: If a run fails.
        """
        shorter = min(size_of(overview.pixels)) * overview.factor
        if shorter < self._rule.min_picture_side:
            return FoundFaces()
        network = self._camera if mode == "camera" else self._still
        fit = Fit.into(size_of(overview.pixels), network.side)
        small = fit.shrunk(image_of(overview.pixels))
        boxes = self._boxes(network, on_black(small, network.side))
        found = select(
            back_to_picture(boxes, fit, overview.factor), self._rule, self._min_face_side
        )
        if mode != "still" or not may_be_turned(found, self._rule):
            return found
        turned = {
            turn: back_to_picture(boxes, fit, overview.factor)
            for turn, boxes in self._turned(small).items()
        }
        return choose_turn(found, turned, self._rule, self._min_face_side)

    def _turned(self, small: Image.Image) -> Mapping[Turn, Detections]:
        """Boxes in pixels of the letterboxed picture, by the turn that shows them upright."""
        side = self._camera.side
        found = self._boxes(self._camera, draw_sheet(small, side))
        return split_sheet(found, small.size, side)

    def _boxes(self, network: YunetNetwork, pixels: RgbImage) -> Detections:
        return network.find(pixels, self._rule.possible_from, self._rule.suppress_iou)


def back_to_picture(boxes: Detections, fit: Fit, factor: int) -> Detections:
    """From pixels of the letterboxed picture to those of the picture itself."""
    return np.asarray(fit.back(boxes) * np.array([factor, factor, factor, factor, 1.0]))
