"""Golden vectors of a bundle: the network's outputs, computed by another path than serving's.

The values come from TensorFlow's interpreter with the reference kernels: plain C++ loops, no
XNNPACK. The runtime, on this machine or a phone, must agree within the difference measured here
between the two paths plus a stated number of quantization steps.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from edge_runtime.engine.golden import SCHEMA, Tolerance
from edge_runtime.engine.interpreter import Interpreter, choose_backend, dequantize
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_whole
from edge_runtime.types import FaceCrop
from model_dev.architecture.outputs import OUTPUTS

Outputs: TypeAlias = dict[str, NDArray[np.float32]]
"""Real values of the three outputs by the names in `OUTPUTS`."""

DECIMALS = 7


def make_golden(model: bytes, crops: Mapping[str, FaceCrop], margin_steps: float) -> dict[str, Any]:
    """The contents of golden.json.

    Args:
        model: The int8 ``.tflite`` that ships.
        crops: uint8 [S, S, 3] by id; they are published, so they must be free to publish.
        margin_steps: Quantization steps of each output allowed beyond the measured difference:
            other processors round differently in the last place.

    Raises:
        ValueError: If there is no crop, or an output is not quantized.
        EngineError: If the runtime refuses the model.
    """
    if not crops:
        raise ValueError("golden vectors need at least one crop")
    reference, steps = _reference(model)
    served = _served(model)
    expected = {name: reference(crop) for name, crop in crops.items()}
    tolerance = {}
    for key in (field.name for field in fields(Tolerance)):
        differences = [abs(served(crops[n])[key] - expected[n][key]).max() for n in crops]
        tolerance[key] = round(float(max(differences)) + margin_steps * steps[key], DECIMALS)
    vectors = [_vector(name, crops[name], expected[name]) for name in crops]
    return {"schema": SCHEMA, "tolerance": tolerance, "vectors": vectors}


def golden_crops(pictures: Iterable[Path], size: int) -> dict[str, FaceCrop]:
    """Centre squares of pictures, by file stem, and four synthetic patterns.

    Args:
        pictures: Files that may be published.
        size: Side of a crop in pixels.

    Raises:
        ImageError: If a picture cannot be read.
    """
    crops = {path.stem: _centre(path, size) for path in pictures}
    return {**crops, **_patterns(size)}


def _centre(path: Path, size: int) -> FaceCrop:
    rgb = read_rgb(path).rgb
    return cut_crop(rgb, plan_whole(rgb.shape[1], rgb.shape[0]), size)


def _patterns(size: int) -> dict[str, FaceCrop]:
    random = np.random.default_rng(20261123)
    across, down = np.meshgrid(np.arange(size), np.arange(size))
    ramp = np.stack([across, down, across + down], axis=-1) * 255 // (2 * size - 2)
    blocks = random.integers(0, 256, (size // 16 + 1, size // 16 + 1, 3))
    fine = random.integers(0, 2, (size, size, 3)) * 24 + 96
    checks = np.repeat(((across // 4 + down // 4) % 2 * 255)[..., None], 3, axis=-1)
    patterns = {
        "pattern_ramp": ramp,
        "pattern_blocks": blocks.repeat(16, 0).repeat(16, 1)[:size, :size],
        "pattern_noise": fine,
        "pattern_checks": checks,
    }
    return {name: pattern.astype(np.uint8) for name, pattern in patterns.items()}


def _reference(model: bytes) -> tuple[Callable[[FaceCrop], Outputs], dict[str, float]]:
    """TensorFlow's reference kernels, and the quantization step of each output."""
    from tensorflow.lite.python.interpreter import Interpreter as TensorFlowInterpreter
    from tensorflow.lite.python.interpreter import OpResolverType

    interpreter = TensorFlowInterpreter(
        model_content=model, experimental_op_resolver_type=OpResolverType.BUILTIN_REF
    )
    interpreter.allocate_tensors()
    runner = interpreter.get_signature_runner()
    details = runner.get_output_details()
    steps = {key: float(details[name]["quantization"][0]) for key, name in OUTPUTS.items()}
    if not all(steps.values()):
        raise ValueError("golden vectors are for a quantized model")
    return _caller(runner), steps


def _served(model: bytes) -> Callable[[FaceCrop], Outputs]:
    return _caller(Interpreter(model, 1, choose_backend("litert")).signature())


def _caller(runner: Any) -> Callable[[FaceCrop], Outputs]:
    (image,) = runner.get_input_details()
    details = runner.get_output_details()

    def call(crop: FaceCrop) -> Outputs:
        raw = runner(**{image: crop[None]})
        return {key: dequantize(raw[name], details[name]) for key, name in OUTPUTS.items()}

    return call


def _vector(name: str, crop: FaceCrop, outputs: Outputs) -> dict[str, Any]:
    buffer = io.BytesIO()
    Image.fromarray(crop).save(buffer, "PNG", optimize=True)
    return {
        "id": name,
        "crop_png": base64.b64encode(buffer.getvalue()).decode("ascii"),
        "logit": round(float(outputs["logit"].item()), DECIMALS),
        "gate": round(float(outputs["gate"].item()), DECIMALS),
        "evidence": [
            [round(float(value), DECIMALS) for value in row]
            for row in outputs["evidence"][0, :, :, 0]
        ],
    }
