"""The verb that makes the face detectors of a bundle."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from model_dev.cli.arguments import Verbs, fixed_contract_blocks
from model_dev.conversion.formats import FloatFormat
from model_dev.paths import REPORTS, write_bytes
from model_dev.sealing.face_detectors import ROLES

FORMATS: tuple[FloatFormat, ...] = ("float32", "float16")


def add_detector(verbs: Verbs) -> None:
    """``detector``, ``detector-recall``."""
    detector = verbs.add_parser("detector", help="the face detectors YuNet as TFLite")
    detector.add_argument("--still", action="store_true", help="only the detector for pictures")
    detector.add_argument("--camera", action="store_true", help="only that for camera frames")
    detector.add_argument("--side", type=int, help="pixels (default: configs/contract.toml)")
    detector.add_argument(
        "--format", choices=FORMATS, help="of the weights (default: the bundle's)"
    )
    detector.add_argument("--onnx", type=Path, help="the ONNX file (default: the committed one)")
    detector.add_argument(
        "--calibrate", type=Path, help="folder of pictures to measure the ranges of int8 on first"
    )
    detector.add_argument("--out", type=Path, help="folder (default: that of the default bundle)")
    detector.set_defaults(run=_detector)
    recall = verbs.add_parser("detector-recall", help="how many faces the detectors find")
    for name, what in (
        ("portraits", "pictures of one face, and boxes.json"),
        ("scenes", "photographs without people"),
        ("people", "photographs of people"),
    ):
        recall.add_argument(f"--{name}", type=Path, required=True, help=f"folder of {what}")
    recall.add_argument("--faces", type=int, default=400, help="faces of each size")
    recall.add_argument("--out", type=Path, default=REPORTS / "detector", help="folder")
    recall.set_defaults(run=_recall)


def _detector(arguments: argparse.Namespace) -> int:
    if arguments.calibrate:
        _calibrate(arguments)
    chosen = [role for role in ROLES if getattr(arguments, role)] or ROLES
    rules = fixed_contract_blocks().faces
    for role in chosen:
        _write(rules[role]["file"], arguments.side or rules[role]["input_size"], arguments)
    return 0


def _calibrate(arguments: argparse.Namespace) -> None:
    from model_dev.conversion.quantize import write_calibration
    from model_dev.detector.calibration import calibrate
    from model_dev.detector.export import CALIBRATION, YUNET

    side = arguments.side or fixed_contract_blocks().faces["still"]["input_size"]
    write_calibration(calibrate(side, arguments.calibrate, arguments.onnx or YUNET), CALIBRATION)


def _write(name: str, side: int, arguments: argparse.Namespace) -> None:
    from edge_runtime.bundle.bundle import default_bundle
    from model_dev.detector.export import SHIPPED, YUNET, export_detector

    number = arguments.format or SHIPPED
    model = export_detector(side, number, arguments.onnx or YUNET)
    path = (arguments.out or default_bundle()) / name
    write_bytes(path, model)
    print(f"{path}: {number}, {side} x {side}, {len(model):,} bytes")


def _recall(arguments: argparse.Namespace) -> int:
    from edge_runtime.bundle.bundle import Bundle
    from model_dev.detector.recall import Pictures, measure
    from model_dev.detector.recall_report import summary, table

    pictures = Pictures(arguments.portraits, arguments.scenes, arguments.people)
    document = measure(Bundle.open(), pictures, arguments.faces)
    figures = (json.dumps(summary(document), indent=1) + "\n").encode()
    write_bytes(arguments.out / "recall.json", figures)
    write_bytes(arguments.out / "recall.md", table(document).encode())
    print(table(document))
    return 0
