"""From YuNet's ONNX file to a TFLite detector, in three formats."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from model_dev.conversion.export import to_float_tflite
from model_dev.conversion.formats import FloatFormat
from model_dev.conversion.quantize import (
    QuantizationError,
    Ranges,
    quantize,
    read_calibration,
)
from model_dev.conversion.tensor_interpreter import TensorInterpreter
from model_dev.detector.network import build_detector, build_one_output
from model_dev.detector.onnx_graph import read_graph
from model_dev.paths import REPOSITORY

YUNET = REPOSITORY / "model_dev" / "weights" / "face_detection_yunet_2026may.onnx"
CALIBRATION = REPOSITORY / "calibration_data" / "representative" / "yunet.json"

DetectorFormat: TypeAlias = Literal["float32", "float16", "int8"]
DETECTOR_FORMATS: tuple[DetectorFormat, ...] = get_args(DetectorFormat)

SHIPPED: Literal["float16"] = "float16"
"""Format of a bundle's detectors. Here XNNPACK runs int8 at 1.4 times the time of float16, and
float32 no faster than float16."""

_PIXELS = (0.0, 255.0)


def export_detector(side: int, number: FloatFormat = SHIPPED, source: Path = YUNET) -> bytes:
    """A detector of a bundle: one input, one output, one signature; equal bytes each time.

    Input ``image`` uint8 RGB [1, side, side, 3]; output ``faces`` float32 [1, N, 6], see
    `model_dev.detector.network.build_one_output`. There is no int8: one scale for the scores and
    the boxes would leave scores about 0.05 apart.

    Args:
        side: Height and width of the picture, a multiple of 32.
        number: Format of the weights.
        source: The ONNX file.

    Raises:
        DetectorGraphError: If the ONNX file has other operators.
    """
    return to_float_tflite(build_one_output(read_graph(source), side), number)


def export_heads(
    side: int, number: DetectorFormat, source: Path = YUNET, calibration: Path = CALIBRATION
) -> bytes:
    """The whole network with the ONNX file's twelve outputs, to compare; equal bytes each time.

    Input ``image`` uint8 RGB [1, side, side, 3]; outputs as in
    `model_dev.detector.network.build_detector`, int8 with ``int8`` and otherwise float32.

    Args:
        side: Height and width of the picture, a multiple of 32.
        number: Format of the weights; with ``int8`` of every operator, too.
        source: The ONNX file.
        calibration: File of activation ranges, which only ``int8`` reads.

    Raises:
        DetectorGraphError: If the ONNX file has other operators.
        QuantizationError: If the ranges are of another network.
    """
    graph = read_graph(source)
    if number != "int8":
        return to_float_tflite(build_detector(graph, side), number)
    ranges = read_calibration(calibration).ranges
    return quantize(to_float_tflite(build_detector(graph, side, "float32")), ranges)


def measure_ranges(
    side: int, pictures: Iterable[NDArray[np.uint8]], source: Path = YUNET
) -> Ranges:
    """Lowest and highest value of every activation over some pictures.

    Args:
        side: Height and width of the pictures.
        pictures: uint8 RGB [side, side, 3] each.
        source: The ONNX file.

    Raises:
        QuantizationError: If there is no picture.
    """
    model = to_float_tflite(build_detector(read_graph(source), side, "float32"))
    interpreter = TensorInterpreter(to_float_tflite(build_detector(read_graph(source), side)))
    found: dict[str, tuple[float, float]] = {}
    for picture in pictures:
        interpreter.run(picture)
        for details in interpreter.details:
            if details["dtype"] == np.float32:
                values = interpreter.tensor(details["index"])
                low, high = found.get(details["name"], (np.inf, -np.inf))
                ends = min(low, float(values.min())), max(high, float(values.max()))
                found[details["name"]] = ends
    if not found:
        raise QuantizationError("no calibration picture")
    own = TensorInterpreter(model)
    (name,) = (details["name"] for details in own.details if details["index"] == own.input)
    known = {str(details["name"]) for details in own.details}
    return {**{key: ends for key, ends in found.items() if key in known}, name: _PIXELS}
