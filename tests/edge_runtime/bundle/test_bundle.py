"""A bundle opens only if every byte of it is what its contract says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from edge_runtime.bundle import bundle as bundle_module
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import BundleError, ContractError
from tests.support.sample_contract import MODEL_FILES, write_bundle

FILES = (*MODEL_FILES, "golden.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_bundle(tmp_path)


def flip(path: Path, position: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= 0x01
    path.write_bytes(bytes(data))


def sha256_of(folder: Path) -> str | None:
    try:
        return Bundle.open(folder).sha256
    except (BundleError, ContractError):
        return None


def test_opens(folder: Path) -> None:
    bundle = Bundle.open(folder)
    contract = (folder / "contract.json").read_bytes()
    assert bundle.sha256 == hashlib.sha256(contract).hexdigest()
    assert bundle.contract.id == "sample-v1"
    assert bundle.read("model.tflite") == b"stand-in for model.tflite"
    assert bundle.path("golden.json") == folder / "golden.json"


def test_opens_by_a_text_path(folder: Path) -> None:
    assert Bundle.open(str(folder)).directory == folder


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("position", [0, -1])
def test_refuses_a_flipped_byte(folder: Path, name: str, position: int) -> None:
    flip(folder / name, position)
    with pytest.raises(BundleError, match=name):
        Bundle.open(folder)


def test_a_flipped_byte_of_the_contract_breaks_it_or_changes_its_sha256(folder: Path) -> None:
    path = folder / "contract.json"
    original, before = path.read_bytes(), Bundle.open(folder).sha256
    for position in range(0, len(original), 7):
        flip(path, position)
        assert sha256_of(folder) != before
        path.write_bytes(original)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0"])
def test_refuses_another_length(folder: Path, name: str, change: object) -> None:
    path = folder / name
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(BundleError, match=r"bytes, the contract says"):
        Bundle.open(folder)


@pytest.mark.parametrize("name", [*FILES, "contract.json"])
def test_refuses_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(BundleError, match=name):
        Bundle.open(folder)


def test_verifies_again_on_every_read(folder: Path) -> None:
    bundle = Bundle.open(folder)
    flip(folder / "model.tflite", 3)
    with pytest.raises(BundleError, match="sha256"):
        bundle.read("model.tflite")


@pytest.mark.parametrize("name", ["contract.json", "../secret", "", "README.md"])
def test_reads_listed_files_only(folder: Path, name: str) -> None:
    (folder.parent / "secret").write_bytes(b"x")
    bundle = Bundle.open(folder)
    with pytest.raises(BundleError, match="is not a file of bundle sample-v1"):
        bundle.read(name)


def test_default_is_the_folder_that_one_line_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_module, "BUNDLES", tmp_path)
    with pytest.raises(BundleError, match="no default bundle"):
        Bundle.open()
    (tmp_path / "sample-v1").mkdir()
    write_bundle(tmp_path / "sample-v1")
    (tmp_path / "DEFAULT").write_text("sample-v1\n", encoding="utf-8")
    assert Bundle.open().directory == tmp_path / "sample-v1"


def test_refuses_a_contract_that_is_not_json(folder: Path) -> None:
    (folder / "contract.json").write_text(json.dumps({})[:-1], encoding="utf-8")
    with pytest.raises(ContractError, match="not a JSON document"):
        Bundle.open(folder)


def test_refuses_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        Bundle.open(tmp_path / "nowhere")
