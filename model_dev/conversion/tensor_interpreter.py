"""An interpreter that keeps every intermediate tensor of a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_runtime.types import FaceCrop
from model_dev.architecture.network_input import to_network


class TensorInterpreter:
    """Runs a TFLite network on crops; afterwards every tensor can be read.

    It runs without XNNPACK, which would fuse operators and drop the tensors between them.

    Args:
        model: A TFLite file with one input, of pixels (an integer type) or of the float range.

    Attributes:
        details: What the interpreter says of each tensor (``index``, ``name``, ``dtype``,
            ``shape``, ``quantization``), in the order of the file.
    """

    def __init__(self, model: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        self._interpreter = Interpreter(
            model_content=model,
            num_threads=2,
            experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
        self._interpreter.allocate_tensors()
        self.details: Sequence[Mapping[str, Any]] = self._interpreter.get_tensor_details()
        (self._input,) = self._interpreter.get_input_details()

    @property
    def input(self) -> int:
        """Index of the input tensor."""
        return int(self._input["index"])

    @property
    def outputs(self) -> set[int]:
        """Indices of the output tensors."""
        return {int(details["index"]) for details in self._interpreter.get_output_details()}

    def run(self, crop: FaceCrop) -> None:
        """Run the network on a crop, uint8 [S, S, 3]."""
        integer = np.issubdtype(self._input["dtype"], np.integer)
        self._interpreter.set_tensor(self.input, (crop if integer else to_network(crop))[None])
        self._interpreter.invoke()

    def tensor(self, index: int) -> NDArray[Any]:
        """The values of a tensor after `run`."""
        return np.asarray(self._interpreter.get_tensor(index))
