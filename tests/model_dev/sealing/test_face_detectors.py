from __future__ import annotations

from pathlib import Path

import pytest

from model_dev.sealing.face_detectors import face_detectors

FACES = {
    "still": {"file": "large.tflite", "input_size": 128},
    "camera": {"file": "small.tflite", "input_size": 64},
}


def test_the_files_of_a_folder_are_taken(tmp_path: Path) -> None:
    (tmp_path / "large.tflite").write_bytes(b"1")
    (tmp_path / "small.tflite").write_bytes(b"2")
    assert face_detectors(FACES, tmp_path) == {"large.tflite": b"1", "small.tflite": b"2"}


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "large.tflite").write_bytes(b"1")
    with pytest.raises(FileNotFoundError):
        face_detectors(FACES, tmp_path)


def test_without_a_folder_each_is_made_for_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model_dev.detector.export.export_detector", lambda side: bytes([side]))
    assert face_detectors(FACES) == {"large.tflite": b"\x80", "small.tflite": b"\x40"}
