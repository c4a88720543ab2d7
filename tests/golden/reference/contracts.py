"""A valid contract, and every way to break one key of it.

The shape of `contract.json` is its rule: an object's keys are fixed (but for the two maps from
names), every value has the type it has here, and the ranges below hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]

MAPS = {("files",), ("provenance", "tool_versions")}
"""Objects whose keys are free."""

OUT_OF_RANGE: tuple[tuple[KeyPath, Any], ...] = (
    (("schema",), "edge-runtime/contract/1"),
    (("id",), ""),
    (("id",), "../escape"),
    (("files", "model.tflite", "sha256"), "01" * 31),
    (("files", "model.tflite", "sha256"), "AB" * 32),
    (("files", "model.tflite", "bytes"), 0),
    (("model", "file"), "absent.tflite"),
    (("model", "parameters"), 0),
    (("model", "quantization"), "float16"),
    (("input", "shape"), [1, 224, 200, 3]),
    (("input", "shape"), [1, 224, 224, 4]),
    (("input", "shape"), [2, 224, 224, 3]),
    (("input", "shape"), [224, 224, 3]),
    (("input", "dtype"), "float32"),
    (("input", "layout"), "NCHW"),
    (("input", "color"), "BGR"),
    (("input", "range"), [0, 1]),
    (("outputs", "logit", "shape"), [1, 2]),
    (("outputs", "gate", "shape"), [1]),
    (("outputs", "evidence", "shape"), [1, 7, 7]),
    (("outputs", "evidence", "shape"), [1, 0, 7, 1]),
    (("outputs", "evidence", "dtype"), "float32"),
    (("positive_class",), "real"),
    (("crop", "face_margin"), -0.1),
    (("crop", "face_shift"), -0.6),
    (("crop", "face_shift"), 0.6),
    (("crop", "resample"), "bilinear"),
    (("crop", "outside"), "black"),
    (("crop", "whole_picture"), "letterbox"),
    (("crop", "min_picture_side"), 0),
    (("crop", "min_face_side"), 0),
    (("crop", "mirror_below"), -1),
    (("crop", "mirror_side"), 0),
    (("crop", "mirror_side"), 48),
    (("crop", "mirror_side"), 256),
    (("faces", "min_picture_side"), -1),
    (("faces", "decides_from"), 0.0),
    (("faces", "decides_from"), 1.0),
    (("faces", "possible_from"), 0.0),
    (("faces", "possible_from"), 0.71),
    (("faces", "turned_from"), 0.69),
    (("faces", "turned_from"), 1.0),
    (("faces", "suppress_iou"), 0.0),
    (("faces", "suppress_iou"), 1.0),
    (("faces", "max_faces"), 0),
    (("faces", "still", "file"), "absent.tflite"),
    (("faces", "camera", "file"), "absent.tflite"),
    (("faces", "still", "input_size"), 0),
    (("faces", "camera", "input_size"), 352),
    (("faces", "still", "strides"), []),
    (("faces", "camera", "strides"), [0]),
    (("faces", "camera", "strides"), [8, 48]),
    (("decision", "temperature"), 0.0),
    (("decision", "temperature"), -1.5),
    (("decision", "fake_at"), 1.5),
    (("decision", "fake_at"), 0.0),
    (("decision", "real_at"), 0.8),
    (("decision", "real_at"), -0.1),
    (("pooling", "whole"), -0.1),
    (("pooling", "face"), 1.5),
    (("pooling", "larger"), 0.25),
    (("second_look", "inset"), -0.01),
    (("second_look", "inset"), 0.5),
    (("second_look", "limit"), 0.0),
    (("reasons", "enlarged_below_px"), -1.0),
    (("reasons", "colourless_below"), -1.0),
    (("reasons", "shape_above"), 0.5),
    (("quality", "small_below_px"), -1.0),
    (("quality", "blurred_below"), -1.0),
    (("quality", "dark_below"), 256.0),
    (("quality", "bright_above"), 30.0),
    (("provenance", "created"), "2026-02-30"),
    (("provenance", "created"), "28.2.2026"),
    (("provenance", "checkpoint_sha256"), "unknown"),
    (("provenance", "training_sources"), []),
    (("metrics", "sha256"), ""),
    (("metrics", "headline", 0, "tier"), "easy"),
    (("metrics", "headline", 0, "auc"), 1.5),
    (("metrics", "headline", 0, "low"), 0.91),
    (("metrics", "headline", 0, "high"), 0.89),
    (("metrics", "headline", 0, "pictures"), 0),
)
STILL_VALID: tuple[tuple[KeyPath, Any], ...] = (
    (("decision", "temperature"), 2),
    (("decision", "bias"), 0),
    (("decision", "fake_at"), 1),
    (("decision", "real_at"), 0),
    (("crop", "face_margin"), 0),
    (("faces", "min_picture_side"), 0),
    (("faces", "possible_from"), 0.7),
    (("faces", "turned_from"), 0.7),
    (("faces", "still", "strides"), [4]),
    (("crop", "face_shift"), 0),
    (("pooling",), {"whole": 1, "face": 0, "larger": 0}),
    (("second_look", "inset"), 0),
    (("reasons", "shape_above"), 1),
    (("reasons", "graphic", "bias"), -1),
    (("quality", "small_below_px"), 0),
    (("outputs", "evidence", "shape"), [1, 14, 7, 1]),
    (("provenance", "tool_versions"), {}),
    (("metrics", "headline"), []),
    (("files", "notes.txt"), {"sha256": "09" * 32, "bytes": 1}),
)
BROKEN_TEXT = {
    "cut_off": '{"schema": "edge-runtime/contract/2", "id": ',
    "twice_the_same_key": '{"schema": "edge-runtime/contract/2", "id": "a", "id": "a"}',
    "an_array": "[]",
    "empty": "",
}


def valid() -> dict[str, Any]:
    """A new copy of the valid contract."""
    text = Path(__file__).with_name("contract.json").read_text("utf-8")
    contract: dict[str, Any] = json.loads(text)
    return contract


def wrong_values(value: Any) -> list[Any]:
    """JSON values of other types than that of ``value``."""
    if isinstance(value, str):
        return [None, 1]
    if isinstance(value, int):
        return [None, "1", True, value + 0.5]
    if isinstance(value, float):
        return [None, "1", True]
    return [None, "1", {} if isinstance(value, list) else []]


def objects(node: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    """Every object with fixed keys."""
    if isinstance(node, dict) and path not in MAPS:
        yield path, node
    for key, value in _children(node):
        yield from objects(value, (*path, key))


def values(node: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every value below the top."""
    if path:
        yield path, node
    for key, value in _children(node):
        yield from values(value, (*path, key))


def spell(path: KeyPath) -> str:
    """A path as errors name it: ``faces.detectors[0].file``."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")


def _children(node: Any) -> list[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []
