"""The contract's rules about a scan: from the crops to the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from edge_runtime.bundle.checks import require


@dataclass(frozen=True, slots=True, eq=False)
class CropRule:
    """How a region becomes a face crop.

    Attributes:
        face_margin: Share of the longer side of a face box that is added on each side.
        face_shift: Share of the height of a face box by which the centre of the crop lies below
            the centre of the box.
        min_picture_side: Shorter side in pixels below which a picture is too small.
        min_face_side: Longer side in pixels below which a found face is ignored.
        mirror_below: Side in pixels of the centre square of a picture below which mirrored copies
            of the square fill the network's input; a larger square is resampled to fill it. 0 for
            no mirroring.
        mirror_side: Side in pixels of each copy.
    """

    face_margin: float
    face_shift: float
    resample: Literal["block-mean-bilinear"]
    outside: Literal["edge"]
    whole_picture: Literal["centre_square"]
    min_picture_side: int
    min_face_side: int
    mirror_below: int
    mirror_side: int

    def __post_init__(self) -> None:
        require(self.face_margin >= 0, "face_margin", "must be >= 0")
        require(-0.5 <= self.face_shift <= 0.5, "face_shift", "must be in [-0.5, 0.5]")
        require(self.min_picture_side > 0, "min_picture_side", "must be > 0")
        require(self.min_face_side > 0, "min_face_side", "must be > 0")
        require(self.mirror_below >= 0, "mirror_below", "must be >= 0")
        require(self.mirror_side > 0, "mirror_side", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class DetectorRule:
    """One YuNet face detector.

    Its input is uint8 RGB [1, S, S, 3]. Its only output is float32 [1, N, 6]: for each cell of each
    stride, row by row, the two scores and the box relative to the cell.

    Attributes:
        file: The detector's file in the bundle.
        input_size: Side S of its input in pixels, a multiple of 64.
        strides: Pixels of the input between two cells, in the order of the output.
    """

    file: str
    input_size: int
    strides: tuple[int, ...]

    def __post_init__(self) -> None:
        size = self.input_size
        require(size > 0 and size % 64 == 0, "input_size", "must be a positive multiple of 64")
        require(bool(self.strides), "strides", "must not be empty")
        divides = all(stride > 0 and size % stride == 0 for stride in self.strides)
        require(divides, "strides", "must divide the input size")


@dataclass(frozen=True, slots=True, eq=False)
class FaceRule:
    """The face detectors, and which of the boxes that they find are judged.

    Attributes:
        min_picture_side: Shorter side in pixels below which a picture is not searched for faces.
        decides_from: Score from which a face is judged.
        possible_from: Score from which a box is listed as a possible face, which is not judged.
        turned_from: Score from which a face is sure. A picture without a sure face is also searched
            turned by a quarter, a half and three quarters of a circle; a sure face there turns it.
        suppress_iou: Intersection over union above which the weaker of two boxes is dropped.
        max_faces: Most faces that are judged in one picture.
        still: The detector for pictures.
        camera: The detector for the frames of a camera, and for turned pictures.
    """

    min_picture_side: int
    decides_from: float
    possible_from: float
    turned_from: float
    suppress_iou: float
    max_faces: int
    still: DetectorRule
    camera: DetectorRule

    def __post_init__(self) -> None:
        require(self.min_picture_side >= 0, "min_picture_side", "must be >= 0")
        require(0 < self.decides_from < 1, "decides_from", "must be in (0, 1)")
        possible = 0 < self.possible_from <= self.decides_from
        require(possible, "possible_from", "must be in (0, decides_from]")
        turned = self.decides_from <= self.turned_from < 1
        require(turned, "turned_from", "must be in [decides_from, 1)")
        require(0 < self.suppress_iou < 1, "suppress_iou", "must be in (0, 1)")
        require(self.max_faces > 0, "max_faces", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class DecisionRule:
    """From logit to verdict: p = sigmoid((logit + bias) / temperature), then two thresholds."""

    temperature: float
    bias: float
    fake_at: float
    real_at: float

    def __post_init__(self) -> None:
        require(self.temperature > 0, "temperature", "must be > 0")
        require(0 < self.fake_at <= 1, "fake_at", "must be in (0, 1]")
        require(0 <= self.real_at < self.fake_at, "real_at", "must be in [0, fake_at)")


@dataclass(frozen=True, slots=True, eq=False)
class PoolingRule:
    """Weights of the log-odds that make those of a picture; they sum to 1.

    Attributes:
        whole: Weight of the whole picture.
        face: Weight of the most suspicious face.
        larger: Weight of the larger of the two.
    """

    whole: float
    face: float
    larger: float

    def __post_init__(self) -> None:
        for key in ("whole", "face", "larger"):
            require(0 <= getattr(self, key) <= 1, key, "must be in [0, 1]")
        total = self.whole + self.face + self.larger
        require(abs(total - 1) <= 1e-6, "larger", "the three weights must sum to 1")


@dataclass(frozen=True, slots=True, eq=False)
class SecondLookRule:
    """The second look at a region whose first look gave a verdict.

    Attributes:
        inset: Share of the square's side by which each of its sides is drawn in. The crop is also
            mirrored.
        limit: Difference between the logits of the two looks above which the region is unstable.
    """

    inset: float
    limit: float

    def __post_init__(self) -> None:
        require(0 <= self.inset < 0.5, "inset", "must be in [0, 0.5)")
        require(self.limit > 0, "limit", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class GraphicRule:
    """A logistic score of a crop's statistics; a crop with a score above 0 is no photograph.

    Attributes:
        bias: Added to the weighted sum.
        flat: Weight of the share of pixels that equal their neighbours.
        common: Weight of the share of pixels in the most frequent colours.
        hard: Weight of the share of hard edges.
        extreme: Weight of the share of nearly black and nearly white pixels.
        colourfulness: Weight of the colourfulness.
    """

    bias: float
    flat: float
    common: float
    hard: float
    extreme: float
    colourfulness: float


@dataclass(frozen=True, slots=True, eq=False)
class ReasonsRule:
    """What caps a region at UNSURE.

    Attributes:
        enlarged_below_px: Side of a region's square in pixels of the picture below which it is too
            small, unless mirrored copies of it fill the network's input.
        colourless_below: Colourfulness of the crop below which it has no colour.
        shape_above: Ratio of the picture's longer side to its shorter one above which the whole
            picture has an extreme shape.
        graphic: Tells graphics from photographs.
    """

    enlarged_below_px: float
    colourless_below: float
    shape_above: float
    graphic: GraphicRule

    def __post_init__(self) -> None:
        require(self.enlarged_below_px >= 0, "enlarged_below_px", "must be >= 0")
        require(self.colourless_below >= 0, "colourless_below", "must be >= 0")
        require(self.shape_above >= 1, "shape_above", "must be >= 1")


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
