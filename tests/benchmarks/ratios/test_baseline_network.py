"""Baseline networks: read from a file, built once, or missing with a message that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.ratios import baseline_network as module
from benchmarks.ratios.baseline_network import BaselineMissingError, baseline_network


def test_a_named_file_is_read_without_tensorflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "package_version", lambda _: None)
    (tmp_path / "a.tflite").write_bytes(b"network")
    assert baseline_network("mobilenet_v2", tmp_path / "a.tflite") == b"network"


@pytest.mark.parametrize(
    ("name", "value"), [("package_version", lambda _: None), ("BUILDER", "no_such_package")]
)
def test_without_the_builder_the_message_says_what_to_do(
    name: str, value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "package_version", lambda _: "2.0")
    monkeypatch.setattr(module, name, value)
    with pytest.raises(BaselineMissingError, match="model-dev baseline original --out") as error:
        baseline_network("original", cache=tmp_path)
    assert "edge-deepfake[train]" in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_it_is_built_by_another_process_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = tmp_path / "fake_builder.py"
    builder.write_text(
        "import pathlib, sys\n"
        "assert sys.argv[1:4] == ['baseline', 'original', '--out']\n"
        "pathlib.Path(sys.argv[4]).write_bytes(b'built')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "BUILDER", "fake_builder")
    monkeypatch.setattr(module, "package_version", lambda _: "2.0")
    cache = tmp_path / "cache"
    cache.mkdir()
    assert baseline_network("original", cache=cache) == b"built"
    builder.write_text("raise SystemExit(1)")
    assert baseline_network("original", cache=cache) == b"built"
    assert [path.name for path in cache.iterdir()] == ["original_224_tensorflow_2.0.tflite"]
