"""What a bundle's network answers, by TensorFlow's reference kernels: plain loops, no XNNPACK."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


class BundleFolder:
    """A bundle's folder, read without any help of `edge_runtime`.

    Raises:
        ValueError: If the model is not the one the contract lists.
    """

    def __init__(self, folder: Path) -> None:
        self.contract: dict[str, Any] = json.loads((folder / "contract.json").read_text("utf-8"))
        self.golden: dict[str, Any] = json.loads((folder / "golden.json").read_text("utf-8"))
        file = self.contract["model"]["file"]
        self.model = (folder / file).read_bytes()
        self.sha256 = hashlib.sha256(self.model).hexdigest()
        if self.sha256 != self.contract["files"][file]["sha256"]:
            raise ValueError(f"{folder / file} is not the file the contract lists")

    def golden_crops(self) -> dict[str, Any]:
        """uint8 [S, S, 3] by id."""
        return {
            vector["id"]: np.asarray(Image.open(io.BytesIO(base64.b64decode(vector["crop_png"]))))
            for vector in self.golden["vectors"]
        }


class Network:
    """The model in TensorFlow's interpreter, its outputs in real numbers.

    Args:
        bundle: Whose model.
        kernels: ``BUILTIN_REF`` for plain loops; ``AUTO`` for the kernels that phones use.
    """

    def __init__(self, bundle: BundleFolder, kernels: str) -> None:
        from tensorflow.lite.python.interpreter import Interpreter, OpResolverType

        interpreter = Interpreter(
            model_content=bundle.model,
            experimental_op_resolver_type=OpResolverType[kernels],
        )
        interpreter.allocate_tensors()
        self._runner = interpreter.get_signature_runner()
        self._input = bundle.contract["input"]["name"]
        self._names = {key: rule["name"] for key, rule in bundle.contract["outputs"].items()}

    def answer(self, crop: Any) -> dict[str, Any]:
        """logit, gate and evidence (rows) of uint8 [S, S, 3]."""
        raw = self._runner(**{self._input: crop[None]})
        rows = self._real(raw, "evidence")[0, :, :, 0]
        return {
            "logit": _rounded(self._real(raw, "logit").item()),
            "gate": _rounded(self._real(raw, "gate").item()),
            "evidence": [[_rounded(value) for value in row] for row in rows],
        }

    def steps(self) -> dict[str, float]:
        """Quantization step of each output."""
        details = self._runner.get_output_details()
        return {key: float(details[name]["quantization"][0]) for key, name in self._names.items()}

    def _real(self, raw: Mapping[str, Any], key: str) -> Any:
        name = self._names[key]
        scale, zero_point = self._runner.get_output_details()[name]["quantization"]
        return (raw[name].astype(np.float64) - zero_point) * float(scale)


def spread(one: Mapping[str, Any], other: Mapping[str, Any], key: str) -> float:
    """Largest difference of an output between two answers."""
    return float(np.abs(np.subtract(one[key], other[key])).max())


def _rounded(value: Any) -> float:
    return round(float(value), 7)
