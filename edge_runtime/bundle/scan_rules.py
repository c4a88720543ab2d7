"""The contract's rules about a scan: crops, faces, the decision and the quality flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from edge_runtime.bundle.checks import require


@dataclass(frozen=True, slots=True, eq=False)
class CropRule:
    """How a region becomes a face crop.

    Attributes:
        face_margin: Share of the longer side of a face box that is added on each side.
        min_picture_side: Shorter side in pixels below which a picture is too small.
        min_face_side: Longer side in pixels below which a found face is ignored.
        mirror_below: Side in pixels of the centre square of a picture below which mirrored copies
            of the square fill the network's input; a larger square is resampled to fill it. 0 for
            no mirroring.
        mirror_side: Side in pixels of each copy.
    """

    face_margin: float
    resample: Literal["pillow-bilinear"]
    outside: Literal["edge"]
    whole_picture: Literal["centre_square"]
    min_picture_side: int
    min_face_side: int
    mirror_below: int
    mirror_side: int

    def __post_init__(self) -> None:
        require(self.face_margin >= 0, "face_margin", "must be >= 0")
        require(self.min_picture_side > 0, "min_picture_side", "must be > 0")
        require(self.min_face_side > 0, "min_face_side", "must be > 0")
        require(self.mirror_below >= 0, "mirror_below", "must be >= 0")
        require(self.mirror_side > 0, "mirror_side", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class DetectorRule:
    """One BlazeFace face detector, and the parts of a picture that it runs on.

    Attributes:
        range: Input values of a black and of a white pixel.
        score_clip: Bound of the raw score before the sigmoid.
        min_score: Lowest score in [0, 1] of a box that is kept.
        views: The whole picture, or overlapping tiles of it.
    """

    file: str
    input_size: int
    strides: tuple[int, ...]
    anchors_per_stride: tuple[int, ...]
    range: tuple[float, float]
    score_clip: float
    min_score: float
    views: Literal["whole", "tiles"]

    def __post_init__(self) -> None:
        require(self.input_size > 0, "input_size", "must be > 0")
        require(bool(self.strides), "strides", "must not be empty")
        require(all(stride > 0 for stride in self.strides), "strides", "must be > 0")
        counts = self.anchors_per_stride
        require(len(counts) == len(self.strides), "anchors_per_stride", "must pair with strides")
        require(all(count > 0 for count in counts), "anchors_per_stride", "must be > 0")
        require(self.range[0] < self.range[1], "range", "must ascend")
        require(self.score_clip > 0, "score_clip", "must be > 0")
        require(0 < self.min_score < 1, "min_score", "must be in (0, 1)")


@dataclass(frozen=True, slots=True, eq=False)
class FaceRule:
    """The face detectors, and how their boxes are merged (weighted non-maximum suppression).

    Attributes:
        min_picture_side: Shorter side in pixels below which a picture is not searched for faces.
        merge_iou: Intersection over union above which two boxes are merged into one face.
        nested_above: A box is dropped if more than this share of it lies in one of higher score.
        tiles_below: Share of the picture's shorter side. If a face of at least this size is found
            in the whole picture, its tiles are not searched.
        max_faces: Most faces that are judged in one picture.
        detectors: At least one.
    """

    min_picture_side: int
    merge_iou: float
    nested_above: float
    tiles_below: float
    max_faces: int
    detectors: tuple[DetectorRule, ...]

    def __post_init__(self) -> None:
        require(self.min_picture_side >= 0, "min_picture_side", "must be >= 0")
        require(0 < self.merge_iou < 1, "merge_iou", "must be in (0, 1)")
        require(0 < self.nested_above <= 1, "nested_above", "must be in (0, 1]")
        require(self.tiles_below > 0, "tiles_below", "must be > 0")
        require(self.max_faces > 0, "max_faces", "must be > 0")
        require(bool(self.detectors), "detectors", "must not be empty")


@dataclass(frozen=True, slots=True, eq=False)
class DecisionRule:
    """From logit to verdict: p = sigmoid((logit + bias) / temperature), then two thresholds."""

    temperature: float
    bias: float
    fake_at: float
    real_at: float
    pooling: Literal["any_fake"]

    def __post_init__(self) -> None:
        require(self.temperature > 0, "temperature", "must be > 0")
        require(0 < self.fake_at <= 1, "fake_at", "must be in (0, 1]")
        require(0 <= self.real_at < self.fake_at, "real_at", "must be in [0, fake_at)")


@dataclass(frozen=True, slots=True, eq=False)
class QualityRule:
    """Bounds of the quality flags of a region.

    Attributes:
        small_below_px: Side of the crop's square in pixels of the picture.
        blurred_below: Variance of the Laplacian of the crop's luma.
        dark_below: Mean luma of the crop, in [0, 255].
        bright_above: Mean luma of the crop, in [0, 255].
    """

    small_below_px: float
    blurred_below: float
    dark_below: float
    bright_above: float

    def __post_init__(self) -> None:
        require(self.small_below_px >= 0, "small_below_px", "must be >= 0")
        require(self.blurred_below >= 0, "blurred_below", "must be >= 0")
        require(0 <= self.dark_below <= 255, "dark_below", "must be in [0, 255]")
        above = self.dark_below < self.bright_above <= 255
        require(above, "bright_above", "must be in (dark_below, 255]")
