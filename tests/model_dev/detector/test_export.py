from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
import pytest
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray
from PIL import Image

from model_dev.cli import main
from model_dev.conversion.quantize import (
    QuantizationError,
    read_calibration,
    write_calibration,
)
from model_dev.detector.calibration import calibrate, letterbox
from model_dev.detector.export import (
    CALIBRATION,
    YUNET,
    DetectorFormat,
    export_detector,
    export_heads,
    measure_ranges,
)
from model_dev.detector.onnx_graph import OUTPUTS, STRIDES, WIDTHS
from model_dev.paths import sha256_of
from tests.support.natural_pictures import natural_picture
from tests.support.sealed_bundle import sealed_bundle

TOLERANCE: Mapping[DetectorFormat, float] = {"float32": 2e-5, "float16": 4e-2}
"""Largest difference of a value. Boxes and points are in cells and reach about 7; float16 keeps
eleven bits of a weight, and the largest difference that it made here was 0.021 of a cell."""


def pictures(side: int) -> list[NDArray[np.uint8]]:
    noise = np.random.default_rng(1).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return [natural_picture(side, 1), noise]


def run(model: bytes, picture: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
    interpreter = Interpreter(model_content=model, num_threads=1)
    return dict(interpreter.get_signature_runner("serving_default")(image=picture[None]))


@pytest.mark.parametrize("side", [320, 448])
@pytest.mark.parametrize("number", list(TOLERANCE))
def test_every_output_is_that_of_onnxruntime(number: DetectorFormat, side: int) -> None:
    original = onnxruntime.InferenceSession(str(YUNET), providers=["CPUExecutionProvider"])
    model = export_heads(side, number)
    for picture in pictures(side):
        planes = picture[None, ..., ::-1].transpose(0, 3, 1, 2).astype(np.float32)
        wanted = dict(zip(OUTPUTS, original.run(list(OUTPUTS), {"input": planes}), strict=True))
        found = run(model, picture)
        assert set(found) == set(OUTPUTS)
        for name in OUTPUTS:
            difference = np.abs(found[name] - wanted[name]).max()
            assert difference <= TOLERANCE[number], f"{name}: {difference}"


@pytest.mark.slow
@pytest.mark.parametrize("number", ["float32", "float16", "int8"])
def test_the_bytes_are_the_same_each_time(number: DetectorFormat) -> None:
    assert export_heads(64, number) == export_heads(64, number)


def test_int8_keeps_shapes_and_takes_pixels() -> None:
    found = run(export_heads(64, "int8"), natural_picture(64, 1))
    assert {name: value.shape for name, value in found.items()} == {
        f"{kind}_{stride}": (1, (64 // stride) ** 2, width)
        for kind, width in WIDTHS.items()
        for stride in STRIDES
    }
    assert {value.dtype for value in found.values()} == {np.dtype(np.int8)}


def test_the_committed_ranges_are_read_and_written_alike(tmp_path: Path) -> None:
    write_calibration(read_calibration(CALIBRATION), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == CALIBRATION.read_bytes()


@pytest.mark.slow
def test_ranges_have_the_same_names_at_every_side(tmp_path: Path) -> None:
    Image.fromarray(natural_picture(96, 1)).save(tmp_path / "one.png")
    found = calibrate(64, tmp_path)
    assert found.ranges.keys() == read_calibration(CALIBRATION).ranges.keys()
    assert found.pictures == [sha256_of(tmp_path / "one.png")]


def test_a_picture_is_shrunk_to_fit_and_never_enlarged() -> None:
    white = Image.new("RGB", (200, 100), "white")
    small, large = letterbox(white, 100), letterbox(white, 320)
    assert (small[:50] == 255).all()
    assert not small[50:].any()
    assert (large[:100, :200] == 255).all()
    assert not large[100:].any()
    assert not large[:, 200:].any()


@pytest.mark.slow
def test_ranges_of_no_picture_are_refused() -> None:
    with pytest.raises(QuantizationError, match="no calibration picture"):
        measure_ranges(64, [])


def test_a_file_without_ranges_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ranges.json"
    path.write_text("[]")
    with pytest.raises(QuantizationError, match=r"ranges\.json is not a calibration"):
        export_heads(64, "int8", calibration=path)


@pytest.mark.parametrize("number", ["float32", "float16"])
def test_the_one_output_is_the_heads_side_by_side(number: Literal["float32", "float16"]) -> None:
    heads, model = export_heads(64, number), export_detector(64, number)
    for picture in pictures(64):
        parts = run(heads, picture)
        rows = [
            np.concatenate([parts[f"{kind}_{stride}"] for kind in ("cls", "obj", "bbox")], axis=2)
            for stride in STRIDES
        ]
        found = run(model, picture)
        assert set(found) == {"faces"}
        assert found["faces"].shape == (1, 64 + 16 + 4, 6)
        assert found["faces"].dtype == np.float32
        assert np.abs(found["faces"] - np.concatenate(rows, axis=1)).max() <= 1e-5


def test_the_detectors_of_the_bundle_are_made_from_what_is_committed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["detector", "--out", str(tmp_path)]) == 0
    folder = sealed_bundle()
    said = capsys.readouterr().out
    for name, side in (("face_still.tflite", 448), ("face_camera.tflite", 320)):
        made = (tmp_path / name).read_bytes()
        assert made == (folder / name).read_bytes()
        assert f"{name}: float16, {side} x {side}, {len(made):,} bytes" in said


def test_one_detector_is_made_on_request(tmp_path: Path) -> None:
    options = ["--camera", "--side", "64", "--format", "float32"]
    assert main(["detector", *options, "--out", str(tmp_path)]) == 0
    (made,) = tmp_path.iterdir()
    assert made.name == "face_camera.tflite"
    assert made.read_bytes() == export_detector(64, "float32")


def test_the_verb_refuses_a_file_that_is_not_onnx(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no graph")
    out = tmp_path / "made"
    assert main(["detector", "--onnx", str(broken), "--out", str(out)]) == 1
    assert "broken.onnx is not an ONNX file" in capsys.readouterr().err
    assert not out.exists()
