"""Post-training int8 quantization from activation ranges that can be committed.

The ranges are measured once on calibration pictures. With them and the checkpoint, anyone rebuilds
the same file without the pictures.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_dev.conversion.bias_correction import Means, corrected, measure_means
from model_dev.conversion.int8_check import check_operators
from model_dev.conversion.tensor_interpreter import TensorInterpreter
from model_dev.data.crop_pool import CropPool
from model_dev.data.natural import check_all
from model_dev.data.sample_by_hash import sample_by_hash
from model_dev.paths import write_bytes

Ranges = Mapping[str, tuple[float, float]]
Balance = Mapping[str, Mapping[str, int]]

MINIMUM = 200
"""Fewest pictures that may calibrate."""

SMALLEST_CLASS = 0.35
"""Least share of the pictures that are real, and that are fake."""

RARE = 0.03
"""Share of the calibration pictures that may lie beyond an end of a range."""

INPUT_RANGE = (-1.0, 127 / 128)
"""Of (p - 128) / 128 for p in 0..255: makes the input's scale 1/128 and zero point 128 exactly."""


class QuantizationError(ValueError):
    """The calibration pictures or ranges cannot be used."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Measured ranges and means, and the pictures they were measured on.

    Attributes:
        ranges: Lowest and highest value of each tensor of the float network, by its name.
        means: What the biases are corrected with; empty for a network trained on in int8.
        pictures: SHA-256 of every picture used, sorted.
        balance: How many of each source are ``real`` and ``fake``.
    """

    ranges: Ranges
    pictures: Sequence[str]
    means: Means
    balance: Balance


def calibrate_ranges(model: bytes, stores: Path, count: int) -> Calibration:
    """Measure a float network on the calibration split of some crop stores, clean tier.

    Raises:
        QuantizationError: If the pictures are too few, or too few of a class.
        UnnaturalPictureError: If one is noise, or without content; see `check_all`.
        FileNotFoundError: If there is no store.
    """
    pool = CropPool([stores], "calibration", "clean")
    chosen = choose_pictures(pool, count)
    rows = pool.rows.iloc[chosen]
    check_all((sha256, pool.crop(row)) for row, sha256 in zip(chosen, rows["sha256"], strict=True))
    ranges = measure_ranges(model, (pool.crop(row) for row in chosen))
    means = measure_means(model, (pool.crop(row) for row in chosen))
    return Calibration(ranges, sorted(rows["sha256"]), means, balance_of(rows))


def balance_of(rows: pd.DataFrame) -> Balance:
    """How many pictures of each source are ``real`` and ``fake``."""
    return {
        str(source): {"real": int((part == 0).sum()), "fake": int((part == 1).sum())}
        for source, part in rows.groupby("source")["label"]
    }


def choose_pictures(pool: CropPool, count: int) -> NDArray[np.int_]:
    """Calibration crops, as many of each source and class as there are, drawn by hash.

    Raises:
        QuantizationError: If there are fewer than `MINIMUM`, or a class is less than
            `SMALLEST_CLASS` of them.
    """
    strata = ["source", "label"]
    each = -(-count // max(1, pool.rows.groupby(strata).ngroups))
    chosen = sample_by_hash(pool.rows, strata, each)
    if len(chosen) < MINIMUM:
        raise QuantizationError(f"{len(chosen)} pictures cannot calibrate: {MINIMUM} are needed")
    fakes = chosen["label"].mean()
    if min(fakes, 1 - fakes) < SMALLEST_CLASS:
        raise QuantizationError(
            f"calibration needs real and fake pictures, at least {SMALLEST_CLASS:.0%} of each: "
            f"{fakes:.0%} are fake"
        )
    return np.sort(chosen.index.to_numpy())


def measure_ranges(model: bytes, pictures: Iterable[NDArray[np.uint8]]) -> Ranges:
    """Lowest and highest value of every activation of a float network.

    A few pictures with far larger values than the others would cost all others their resolution:
    except at the outputs, `RARE` of the pictures may lie beyond either end.

    Args:
        model: Float TFLite file.
        pictures: uint8 [224, 224, 3] each.

    Raises:
        QuantizationError: If there is no picture, or one has no content.
    """
    interpreter = TensorInterpreter(model)
    names = {d["index"]: d["name"] for d in interpreter.details if _is_activation(d)}
    ends: dict[int, list[tuple[float, float]]] = {index: [] for index in names}
    for picture in pictures:
        if (picture == picture[0, 0]).all():
            raise QuantizationError("a calibration picture has a single colour")
        interpreter.run(picture)
        for index in names:
            values = interpreter.tensor(index)
            ends[index].append((float(values.min()), float(values.max())))
    if not ends[interpreter.input]:
        raise QuantizationError("no calibration picture")
    rare = {index: 0.0 if index in interpreter.outputs else RARE for index in names}
    ranges = {name: _range(ends[index], rare[index]) for index, name in names.items()}
    return {**ranges, names[interpreter.input]: INPUT_RANGE}


def _range(ends: Sequence[tuple[float, float]], rare: float) -> tuple[float, float]:
    low, high = zip(*ends, strict=True)
    return float(np.quantile(low, rare)), float(np.quantile(high, 1 - rare))


def _is_activation(details: Mapping[str, Any]) -> bool:
    return details["dtype"] == np.float32 and len(details["shape"]) > 1 and details["shape"][0] == 1


def quantize_calibrated(model: bytes, calibration: Calibration) -> bytes:
    """A float network as int8, its biases corrected where there are means; see `quantize`."""
    with_biases = corrected(model, calibration.means) if calibration.means else model
    return quantize(with_biases, calibration.ranges)


def quantize(model: bytes, ranges: Ranges) -> bytes:
    """A float network as int8, every operator, uint8 pixels in and int8 out.

    Args:
        model: From `model_dev.conversion.export.to_float_tflite`.
        ranges: From `measure_ranges` on the same network.

    Raises:
        QuantizationError: If a tensor has no range.
        NotInt8Error: If an operator stayed float, or is not built in.
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


def write_calibration(calibration: Calibration, path: Path) -> str:
    """Write ranges, picture hashes and balance as JSON, in an order that never changes.

    Returns:
        SHA-256 of the file.
    """
    ranges = {name: list(calibration.ranges[name]) for name in sorted(calibration.ranges)}
    balance = {source: dict(calibration.balance[source]) for source in sorted(calibration.balance)}
    means = {name: list(calibration.means[name]) for name in sorted(calibration.means)}
    pictures = sorted(calibration.pictures)
    document = {"balance": balance, "pictures": pictures, "ranges": ranges, "means": means}
    data = (_compact(json.dumps(document, indent=1)) + "\n").encode()
    write_bytes(path, data)
    return hashlib.sha256(data).hexdigest()


def _compact(text: str) -> str:
    """Lists of numbers on one line each."""
    return re.sub(r"\[[^\[\]{}\"]*\]", lambda found: re.sub(r"\s+", " ", found.group()), text)


def read_calibration(path: Path) -> Calibration:
    """Read a calibration file, see `write_calibration`.

    Raises:
        QuantizationError: If it is not such a file.
    """
    try:
        document = json.loads(path.read_text("utf-8"))
        ranges = {name: (low, high) for name, (low, high) in document["ranges"].items()}
        return Calibration(ranges, document["pictures"], document["means"], document["balance"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuantizationError(f"{path.name} is not a calibration: {error}") from error
