"""The verb that makes the face detector."""

from __future__ import annotations

import argparse
from pathlib import Path

from model_dev.cli.arguments import Verbs
from model_dev.paths import write_bytes

FORMATS = ("float32", "float16", "int8")


def add_detector(verbs: Verbs) -> None:
    """``detector``."""
    detector = verbs.add_parser("detector", help="the face detector YuNet as TFLite")
    detector.add_argument("--side", type=int, default=512, help="pixels, a multiple of 32")
    detector.add_argument("--format", choices=FORMATS, default="float16")
    detector.add_argument("--onnx", type=Path, help="the ONNX file (default: the committed one)")
    detector.add_argument(
        "--calibrate", type=Path, help="folder of pictures to measure the ranges of int8 on first"
    )
    detector.add_argument("--out", type=Path, required=True)
    detector.set_defaults(run=_detector)


def _detector(arguments: argparse.Namespace) -> int:
    from model_dev.conversion.quantize import write_calibration
    from model_dev.detector.calibration import calibrate
    from model_dev.detector.export import CALIBRATION, YUNET, export_detector

    source = arguments.onnx or YUNET
    if arguments.calibrate:
        write_calibration(calibrate(arguments.side, arguments.calibrate, source), CALIBRATION)
    model = export_detector(arguments.side, arguments.format, source)
    write_bytes(arguments.out, model)
    size = f"{arguments.side} x {arguments.side}"
    print(f"{arguments.out}: {arguments.format}, {size}, {len(model):,} bytes")
    return 0
