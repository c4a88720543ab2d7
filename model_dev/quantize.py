"""Post-training int8 quantization from activation ranges that can be committed.

The ranges are measured once on calibration pictures. With them and the checkpoint, anyone rebuilds
the same file without the pictures.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model_dev.batches import CropPool, to_network

Ranges = Mapping[str, tuple[float, float]]

MINIMUM = 200
"""Fewest pictures that may calibrate."""

INPUT_RANGE = (-1.0, 127 / 128)
"""Of (p - 128) / 128 for p in 0..255: makes the input's scale 1/128 and zero point 128 exactly."""


class QuantizationError(ValueError):
    """The calibration pictures or ranges cannot be used."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured, and on what.

    Attributes:
        ranges: Lowest and highest value of each tensor of the float network, by its name.
        pictures: SHA-256 of every picture used, sorted.
    """

    ranges: Ranges
    pictures: Sequence[str]


def calibrate_ranges(model: bytes, stores: Path, count: int) -> Calibration:
    """Measure a float network on the calibration split of some crop stores, clean tier.

    Raises:
        QuantizationError: If the pictures are too few, of one class, or without content.
        FileNotFoundError: If there is no store.
    """
    pool = CropPool([stores], "calibration", "clean")
    chosen = choose_pictures(pool, count)
    ranges = measure_ranges(model, (pool.crop(row) for row in chosen))
    return Calibration(ranges, sorted(pool.rows["sha256"].iloc[chosen]))


def choose_pictures(pool: CropPool, count: int) -> NDArray[np.int_]:
    """Calibration crops, as many of each source and class as there are, drawn by hash.

    Raises:
        QuantizationError: If there are fewer than `MINIMUM`, or only one class.
    """
    rows = pool.rows.sort_values("sha256")
    strata = rows.groupby(["source", "label"], sort=True)
    each = -(-count // max(1, strata.ngroups))
    chosen = strata.head(each)
    if len(chosen) < MINIMUM:
        raise QuantizationError(f"{len(chosen)} pictures cannot calibrate: {MINIMUM} are needed")
    if chosen["label"].nunique() < 2:
        raise QuantizationError("calibration needs real and fake pictures")
    return np.sort(chosen.index.to_numpy())


def measure_ranges(model: bytes, pictures: Iterable[NDArray[np.uint8]]) -> Ranges:
    """Lowest and highest value of every activation of a float network.

    Args:
        model: Float TFLite file.
        pictures: uint8 [224, 224, 3] each.

    Raises:
        QuantizationError: If there is no picture, or one has no content.
    """
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    interpreter = Interpreter(
        model_content=model,
        num_threads=2,
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    names = {d["index"]: d["name"] for d in interpreter.get_tensor_details() if _is_activation(d)}
    source = interpreter.get_input_details()[0]["index"]
    low = dict.fromkeys(names, np.inf)
    high = dict.fromkeys(names, -np.inf)
    seen = 0
    for picture in pictures:
        if (picture == picture[0, 0]).all():
            raise QuantizationError("a calibration picture has a single colour")
        interpreter.set_tensor(source, to_network(picture)[None])
        interpreter.invoke()
        for index in names:
            values = interpreter.get_tensor(index)
            low[index] = min(low[index], float(values.min()))
            high[index] = max(high[index], float(values.max()))
        seen += 1
    if not seen:
        raise QuantizationError("no calibration picture")
    ranges = {names[index]: (low[index], high[index]) for index in names}
    return {**ranges, names[source]: INPUT_RANGE}


def _is_activation(details: Mapping[str, Any]) -> bool:
    return details["dtype"] == np.float32 and len(details["shape"]) > 1 and details["shape"][0] == 1


def quantize(model: bytes, ranges: Ranges) -> bytes:
    """A float network as int8, every operator, uint8 pixels in and int8 out.

    Args:
        model: From `model_dev.export.to_float_tflite`.
        ranges: From `measure_ranges` on the same network.

    Raises:
        QuantizationError: If a tensor has no range, or an operator stayed float.
    """
    import tensorflow as tf
    from tensorflow.lite.python.convert import mlir_quantize
    from tensorflow.lite.python.util import modify_model_io_type

    with_float_ends = mlir_quantize(_with_ranges(model, ranges))
    quantized = bytes(modify_model_io_type(with_float_ends, tf.uint8, tf.int8))
    check_operators(quantized)
    return quantized


def _with_ranges(model: bytes, ranges: Ranges) -> bytes:
    """The float model with each activation's range written where the quantizer looks for it."""
    from tensorflow.lite.python import schema_py_generated as schema
    from tensorflow.lite.tools import flatbuffer_utils

    tree = flatbuffer_utils.convert_bytearray_to_object(bytearray(model))
    graph = tree.subgraphs[0]
    computed = {int(index) for operator in graph.operators for index in operator.outputs}
    for index in sorted(computed | {int(index) for index in graph.inputs}):
        tensor = graph.tensors[index]
        name = tensor.name.decode()
        if name not in ranges:
            raise QuantizationError(f"tensor {name} has no range: calibrate this network again")
        tensor.quantization = schema.QuantizationParametersT()
        tensor.quantization.min, tensor.quantization.max = ([end] for end in ranges[name])
    return bytes(flatbuffer_utils.convert_object_to_bytearray(tree))


def check_operators(model: bytes) -> None:
    """Every operator works on integers, and none is custom.

    Raises:
        QuantizationError: Naming the first tensor that is not integer.
    """
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    interpreter = Interpreter(
        model_content=model,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    for details in interpreter.get_tensor_details():
        if details["dtype"] not in (np.int8, np.uint8, np.int32):
            raise QuantizationError(f"tensor {details['name']} is {details['dtype'].__name__}")


def write_calibration(calibration: Calibration, path: Path) -> str:
    """Write ranges and picture hashes as JSON, in an order that never changes.

    Returns:
        SHA-256 of the file.
    """
    ranges = {name: list(calibration.ranges[name]) for name in sorted(calibration.ranges)}
    document = {"pictures": sorted(calibration.pictures), "ranges": ranges}
    data = (json.dumps(document, indent=1) + "\n").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
    return hashlib.sha256(data).hexdigest()


def read_calibration(path: Path) -> Calibration:
    """Read what `write_calibration` wrote.

    Raises:
        QuantizationError: If it is not such a file.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
        ranges = {name: (low, high) for name, (low, high) in document["ranges"].items()}
        return Calibration(ranges, document["pictures"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QuantizationError(f"{path.name} is not a calibration: {error}") from error
