"""A valid contract, and a bundle folder around it whose models are only stand-in bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from edge_runtime.types import EvidenceMap

MODEL_FILES = ("model.tflite", "face_still.tflite", "face_camera.tflite")
EVIDENCE: EvidenceMap = np.linspace(-2, 2, 49, dtype=np.float32).reshape(7, 7)


def contract_dict() -> dict[str, Any]:
    """A new valid contract.json, parsed."""
    return {
        "schema": "edge-runtime/contract/2",
        "id": "sample-v1",
        "files": {
            name: {"sha256": "ab" * 32, "bytes": 7} for name in (*MODEL_FILES, "golden.json")
        },
        "model": {"file": "model.tflite", "parameters": 1000, "quantization": "int8"},
        "input": {
            "name": "image",
            "shape": [1, 224, 224, 3],
            "dtype": "uint8",
            "layout": "NHWC",
            "color": "RGB",
            "range": [0, 255],
        },
        "outputs": {
            "logit": {"name": "fake_logit", "shape": [1, 1], "dtype": "int8"},
            "evidence": {"name": "evidence_map", "shape": [1, 7, 7, 1], "dtype": "int8"},
            "gate": {"name": "gate", "shape": [1, 1], "dtype": "int8"},
        },
        "positive_class": "fake",
        "crop": {
            "face_margin": 0.3,
            "face_shift": 0.05,
            "resample": "block-mean-bilinear",
            "outside": "edge",
            "whole_picture": "centre_square",
            "min_picture_side": 32,
            "min_face_side": 24,
            "mirror_below": 64,
            "mirror_side": 64,
        },
        "faces": {
            "min_picture_side": 64,
            "decides_from": 0.7,
            "possible_from": 0.5,
            "turned_from": 0.8,
            "suppress_iou": 0.3,
            "max_faces": 256,
            "still": {"file": "face_still.tflite", "input_size": 512, "strides": [8, 16, 32]},
            "camera": {"file": "face_camera.tflite", "input_size": 320, "strides": [8, 16, 32]},
        },
        "decision": {"temperature": 2.0, "bias": 0.5, "fake_at": 0.7, "real_at": 0.2},
        "pooling": {"whole": 0.5, "face": 0.5, "larger": 0.0},
        "second_look": {"inset": 0.04, "limit": 1.5},
        "reasons": {
            "enlarged_below_px": 96.0,
            "colourless_below": 6.0,
            "shape_above": 3.5,
            "graphic": {
                "bias": -3.0,
                "flat": 4.0,
                "common": 5.0,
                "hard": 8.0,
                "extreme": 1.0,
                "colourfulness": -0.02,
            },
        },
        "quality": {
            "small_below_px": 64,
            "blurred_below": 20.0,
            "dark_below": 40.0,
            "bright_above": 215.0,
        },
        "provenance": {
            "created": "2025-11-23",
            "checkpoint_sha256": "01" * 32,
            "calibration_sha256": "02" * 32,
            "operating_point_sha256": "03" * 32,
            "training_sources": ["cifake"],
            "tool_versions": {"tensorflow": "2.21.0"},
        },
        "metrics": {
            "report": "model_dev/reports/sample-v1/report.json",
            "sha256": "04" * 32,
            "headline": [
                {
                    "source": "cifake",
                    "split": "test",
                    "tier": "clean",
                    "auc": 0.9,
                    "low": 0.88,
                    "high": 0.92,
                    "pictures": 100,
                }
            ],
        },
    }


def write_bundle(folder: Path, golden: dict[str, Any] | None = None) -> Path:
    """Fill a folder with stand-in models, golden.json and a contract that lists them."""
    contract = contract_dict()
    contents = {name: f"stand-in for {name}".encode() for name in MODEL_FILES}
    contents["golden.json"] = json.dumps(golden or {}).encode()
    for name, data in contents.items():
        (folder / name).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        contract["files"][name] = {"sha256": digest, "bytes": len(data)}
    (folder / "contract.json").write_text(json.dumps(contract), encoding="utf-8")
    return folder
