"""Where the faces of a picture are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import DetectorRule, FaceRule
from edge_runtime.engine.interpreter import Interpreter, choose_backend
from edge_runtime.engine.options import Backend
from edge_runtime.errors import EngineError
from edge_runtime.faces.blazeface import (
    Detections,
    decode,
    drop_nested,
    make_anchors,
    merge_weighted,
)
from edge_runtime.faces.views import View, needs_tiles, shrink_for_tiles, tile_views, whole_view
from edge_runtime.picture.pixels import Pixels, size_of
from edge_runtime.types import Box, Face, RgbImage


class FaceDetector:
    """BlazeFace over the whole picture and over tiles of it. Not thread-safe: one per thread.

    Tiles are for pictures without a large face: beside one, faces below about a tenth of the
    picture's longer side are passed over.

    Args:
        rule: The contract's rule: detectors and how their boxes are joined.
        read: Gives the bytes of a detector's file by its name.
        threads: CPU threads, >= 1.
        backend: TFLite runtime, or None for the first installed one.

    Raises:
        EngineError: If a detector cannot be loaded.
    """

    def __init__(
        self,
        rule: FaceRule,
        read: Callable[[str], bytes],
        threads: int = 1,
        backend: Backend | None = None,
    ) -> None:
        self._rule = rule
        chosen = backend or choose_backend(None)
        files = dict.fromkeys(detector.file for detector in rule.detectors)
        self._interpreters = {name: Interpreter(read(name), threads, chosen) for name in files}
        self._largest_input = max(rule.input_size for rule in self._rule.detectors)
        self._anchors = [
            make_anchors(rule.input_size, rule.strides, rule.anchors_per_stride)
            for rule in self._rule.detectors
        ]

    def find(self, pixels: Pixels) -> list[Face]:
        """Faces of an upright picture, largest first.

        Args:
            pixels: The picture.

        Returns:
            Boxes in its pixels; they may reach slightly outside it.
        """
        if min(size_of(pixels)) < self._rule.min_picture_side:
            return []
        shrunk, scale = shrink_for_tiles(pixels, self._largest_input)
        found = self._find_all(shrunk, "whole")
        if needs_tiles(found, min(shrunk.shape[:2]), self._rule.tiles_below):
            found = np.concatenate([found, self._find_all(shrunk, "tiles")])
        merged = merge_weighted(found, self._rule.merge_iou)
        merged = drop_nested(merged, self._rule.nested_above)
        merged[:, :16] /= scale
        faces = [_face(row) for row in merged]
        faces.sort(key=lambda face: -face.box.width * face.box.height)
        return faces[: self._rule.max_faces]

    def _find_all(self, rgb: RgbImage, views: Literal["whole", "tiles"]) -> Detections:
        found = [
            self._see(view, rule, anchors)
            for rule, anchors in zip(self._rule.detectors, self._anchors, strict=True)
            if rule.views == views
            for view in _views(rgb, rule)
        ]
        return np.concatenate([*found, np.empty((0, 17), np.float32)])

    def _see(self, view: View, rule: DetectorRule, anchors: NDArray[np.float32]) -> Detections:
        low, high = rule.range
        pixels = view.pixels.astype(np.float32) * ((high - low) / 255) + low
        regressors, scores = _split(self._interpreters[rule.file].run(pixels[None]))
        return view.to_picture(decode(regressors, scores, anchors, rule))


def _views(rgb: RgbImage, rule: DetectorRule) -> list[View]:
    if rule.views == "whole":
        return [whole_view(rgb, rule.input_size)]
    return tile_views(rgb, rule.input_size)


def _split(
    outputs: list[NDArray[np.float32]],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The [N, 16] and the [N] output; their order differs between the two detectors."""
    by_width = {output.shape[-1]: output for output in outputs}
    if set(by_width) != {16, 1}:
        raise EngineError("a face detector must put out [1, N, 16] and [1, N, 1]")
    return by_width[16][0], by_width[1][0, :, 0]


def _face(row: NDArray[np.float32]) -> Face:
    left, top, right, bottom = (float(value) for value in row[:4])
    return Face(Box(left, top, right, bottom), float(row[16]), row[4:16].reshape(6, 2))
