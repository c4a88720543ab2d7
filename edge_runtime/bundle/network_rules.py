"""The contract's rules about the bundle's files, its network and the network's tensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from edge_runtime.bundle.checks import require, require_sha256


@dataclass(frozen=True, slots=True, eq=False)
class FileRule:
    """A file of the bundle: its sha256 and its length in bytes."""

    sha256: str
    bytes: int

    def __post_init__(self) -> None:
        require_sha256(self.sha256, "sha256")
        require(self.bytes > 0, "bytes", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class ModelRule:
    """The network's file, its number of parameters and its quantization."""

    file: str
    parameters: int
    quantization: Literal["int8"]

    def __post_init__(self) -> None:
        require(self.parameters > 0, "parameters", "must be > 0")


@dataclass(frozen=True, slots=True, eq=False)
class InputRule:
    """The input tensor. Rescaling from [0, 255] is inside the graph."""

    name: str
    shape: tuple[int, int, int, int]
    dtype: Literal["uint8"]
    layout: Literal["NHWC"]
    color: Literal["RGB"]
    range: tuple[int, int]

    def __post_init__(self) -> None:
        batch, height, width, channels = self.shape
        square = batch == 1 and channels == 3 and height == width and height > 0
        require(square, "shape", "must be [1, S, S, 3]")
        require(self.range == (0, 255), "range", "must be [0, 255]")

    @property
    def size(self) -> int:
        """Side of a face crop in pixels."""
        return self.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class OutputRule:
    """An output tensor; the model file holds the scale and zero point of its values."""

    name: str
    shape: tuple[int, ...]
    dtype: Literal["int8"]

    def __post_init__(self) -> None:
        require(all(side > 0 for side in self.shape), "shape", "must be positive")


@dataclass(frozen=True, slots=True, eq=False)
class OutputsRule:
    """The three outputs: the logit of fake, the evidence map and the gate between the streams."""

    logit: OutputRule
    evidence: OutputRule
    gate: OutputRule

    def __post_init__(self) -> None:
        require(self.logit.shape == (1, 1), "logit.shape", "must be [1, 1]")
        require(self.gate.shape == (1, 1), "gate.shape", "must be [1, 1]")
        shape = self.evidence.shape
        is_map = len(shape) == 4 and shape[0] == shape[3] == 1
        require(is_map, "evidence.shape", "must be [1, h, w, 1]")
