"""Where the faces of a picture are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import Contract, DetectorRule
from edge_runtime.engine.interpreter import choose_backend
from edge_runtime.engine.options import Backend
from edge_runtime.faces.choice import choose_turn, select
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.faces.letterbox import Fit, on_black
from edge_runtime.faces.turned_sheet import draw_sheet, split_sheet
from edge_runtime.faces.yunet import Detections
from edge_runtime.faces.yunet_network import YunetNetwork
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import image_of, size_of


class _OneLook:
    """One network that looks at the letterboxed picture."""

    def __init__(self, contract: Contract, rule: DetectorRule, network: YunetNetwork) -> None:
        self._rule = contract.faces
        self._side = rule.input_size
        self._network = network
        self._min_face_side = contract.crop.min_face_side

    def _worth_a_look(self, overview: Overview) -> bool:
        shorter = min(size_of(overview.pixels)) * overview.factor
        return shorter >= self._rule.min_picture_side

    def _look(self, overview: Overview) -> tuple[FoundFaces, Fit, Image.Image]:
        """The faces, and the small picture that was seen with its fit in the overview."""
        image = image_of(overview.pixels)
        fit = Fit.into(image.size, self._side)
        small = fit.shrunk(image)
        found = self._boxes(self._network, on_black(small, self._side))
        return self._select(_times(fit.back(found), overview.factor)), fit, small

    def _boxes(self, network: YunetNetwork, pixels: np.ndarray) -> Detections:
        return network.find(pixels, self._rule.possible_from, self._rule.suppress_iou)

    def _select(self, found: Detections) -> FoundFaces:
        return select(found, self._rule, self._min_face_side)
