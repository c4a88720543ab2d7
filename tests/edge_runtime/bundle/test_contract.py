"""The contract reader refuses everything but a whole, exact contract, and names the key."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from edge_runtime.bundle.contract import Contract
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document
from tests.support.sample_contract import contract_dict

Path = tuple[str | int, ...]


def test_reads_a_whole_contract() -> None:
    contract = Contract.parse(contract_dict())
    assert contract.id == "sample-v1"
    assert contract.input.size == 224
    assert contract.files["model.tflite"].bytes == 7
    assert contract.faces.camera.strides == (8, 16, 32)
    assert contract.reasons.graphic.colourfulness == -0.02
    assert contract.decision.temperature == 2.0
    assert contract.metrics.headline[0].high == 0.92


def test_writes_what_it_read() -> None:
    written = json_document.value_of(Contract.parse(contract_dict()))
    wanted = contract_dict()
    del wanted["schema"]
    assert written == wanted


def objects_in(node: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of all JSON objects with fixed keys."""
    if isinstance(node, dict):
        if path not in {("files",), ("provenance", "tool_versions")}:
            yield path
        for key, value in node.items():
            yield from objects_in(value, (*path, key))
    if isinstance(node, list):
        for i, value in enumerate(node):
            yield from objects_in(value, (*path, i))


def leaves_in(node: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of all values that are neither an object nor an array."""
    if isinstance(node, (dict, list)):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            yield from leaves_in(value, (*path, key))
    else:
        yield path


def at(node: Any, path: Path) -> Any:
    for key in path:
        node = node[key]
    return node


def spelled(path: Path) -> str:
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")


def error_of(data: object) -> ContractError:
    with pytest.raises(ContractError) as caught:
        Contract.parse(data)
    assert str(caught.value).startswith(caught.value.key)
    return caught.value


KEYS = [(*path, key) for path in objects_in(contract_dict()) for key in at(contract_dict(), path)]


@pytest.mark.parametrize("path", KEYS, ids=spelled)
def test_refuses_a_missing_key(path: Path) -> None:
    data = contract_dict()
    del at(data, path[:-1])[path[-1]]
    error = error_of(data)
    if path[0] != "files" or len(path) == 3:
        assert error.key == spelled(path)


@pytest.mark.parametrize("path", list(objects_in(contract_dict())), ids=spelled)
def test_refuses_an_unknown_key(path: Path) -> None:
    data = contract_dict()
    at(data, path)["surprise"] = 1
    assert error_of(data).key == spelled((*path, "surprise"))


LEAVES = list(leaves_in(contract_dict()))
FREE_TEXT = {"name", "source", "split", "report", "training_sources", "tool_versions"}
GRAPHIC = ("bias", "flat", "common", "hard", "extreme", "colourfulness")
SIGNED = {
    ("decision", "bias"),
    ("crop", "face_shift"),
    *(("reasons", "graphic", key) for key in GRAPHIC),
}
FLOATS = {
    path
    for path in LEAVES
    if isinstance(at(contract_dict(), path), float) or path[-1] == "small_below_px"
}
TEXTS = {path for path in LEAVES if isinstance(at(contract_dict(), path), str)}
INTEGERS = {*LEAVES} - FLOATS - TEXTS


def error_after(path: Path, wrong: object) -> ContractError:
    data = contract_dict()
    at(data, path[:-1])[path[-1]] = wrong
    return error_of(data)


@pytest.mark.parametrize("path", LEAVES, ids=spelled)
@pytest.mark.parametrize("wrong", [None, True, [], {}, float("nan"), float("inf")], ids=repr)
def test_refuses_another_type(path: Path, wrong: object) -> None:
    assert error_after(path, wrong).key == spelled(path)


@pytest.mark.parametrize("path", sorted(TEXTS, key=spelled), ids=spelled)
def test_a_number_is_no_text(path: Path) -> None:
    assert error_after(path, 1.5).key == spelled(path)


@pytest.mark.parametrize("path", sorted(INTEGERS, key=spelled), ids=spelled)
def test_a_float_is_no_integer(path: Path) -> None:
    assert error_after(path, float(at(contract_dict(), path))).key == spelled(path)


@pytest.mark.parametrize("path", sorted(FLOATS, key=spelled), ids=spelled)
def test_a_number_too_large_for_a_float_is_refused(path: Path) -> None:
    assert error_after(path, 10**400).key == spelled(path)


@pytest.mark.parametrize("path", sorted(INTEGERS | FLOATS - SIGNED, key=spelled), ids=spelled)
def test_refuses_a_negative_number(path: Path) -> None:
    assert spelled(path).startswith(error_after(path, -1).key)


@pytest.mark.parametrize(
    "path", [path for path in LEAVES if path in TEXTS and not FREE_TEXT & {*path}], ids=spelled
)
def test_refuses_nonsense_where_text_has_a_form(path: Path) -> None:
    assert error_after(path, "nonsense \N{SNOWMAN}").key == spelled(path)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("decision", "temperature"), 0, "decision.temperature"),
        (("decision", "temperature"), "1.0", "decision.temperature"),
        (("decision", "fake_at"), 1.01, "decision.fake_at"),
        (("decision", "real_at"), -0.01, "decision.real_at"),
        (("decision", "real_at"), 0.7, "decision.real_at"),
        (("pooling", "larger"), 0.25, "pooling.larger"),
        (("pooling", "whole"), 1.5, "pooling.whole"),
        (("crop", "face_shift"), -0.51, "crop.face_shift"),
        (("crop", "face_shift"), 0.51, "crop.face_shift"),
        (("crop", "resample"), "pillow-bilinear", "crop.resample"),
        (("second_look", "inset"), 0.5, "second_look.inset"),
        (("second_look", "limit"), 0, "second_look.limit"),
        (("reasons", "shape_above"), 0.99, "reasons.shape_above"),
        (("positive_class",), "real", "positive_class"),
        (("schema",), "edge-runtime/contract/3", "schema"),
        (("input", "shape"), [1, 224, 224], "input.shape"),
        (("input", "shape"), [1, 224, 160, 3], "input.shape"),
        (("input", "shape"), [1, 224, 224.0, 3], "input.shape[2]"),
        (("input", "range"), [0, 1], "input.range"),
        (("outputs", "evidence", "shape"), [1, 7, 7], "outputs.evidence.shape"),
        (("outputs", "logit", "dtype"), "float32", "outputs.logit.dtype"),
        (("faces", "still", "strides"), [], "faces.still.strides"),
        (("faces", "camera", "strides"), [48], "faces.camera.strides"),
        (("faces", "camera", "input_size"), 300, "faces.camera.input_size"),
        (("faces", "still", "file"), "other.tflite", "faces.still.file"),
        (("faces", "camera", "file"), "other.tflite", "faces.camera.file"),
        (("faces", "possible_from"), 0.75, "faces.possible_from"),
        (("faces", "turned_from"), 0.65, "faces.turned_from"),
        (("model", "file"), "other.tflite", "model.file"),
        (("files", "model.tflite", "sha256"), "AB" * 32, "files.model.tflite.sha256"),
        (("files", "model.tflite", "sha256"), "ab" * 31, "files.model.tflite.sha256"),
        (("files", "model.tflite", "bytes"), 0, "files.model.tflite.bytes"),
        (("quality", "bright_above"), 39, "quality.bright_above"),
        (("provenance", "created"), "20251123", "provenance.created"),
        (("provenance", "training_sources"), [], "provenance.training_sources"),
        (("metrics", "headline", 0, "low"), 0.95, "metrics.headline[0].low"),
        (("metrics", "headline", 0, "tier"), "easy", "metrics.headline[0].tier"),
    ],
)
def test_names_the_key(path: Path, value: object, key: str) -> None:
    data = contract_dict()
    at(data, path[:-1])[path[-1]] = value
    assert error_of(data).key == key


@pytest.mark.parametrize(
    "name", ["../model.tflite", "/etc/passwd", "a/b", "a\\b", "..", ".hidden", "", "a\n", "C:x"]
)
def test_refuses_a_file_outside_the_folder(name: str) -> None:
    data = contract_dict()
    data["files"][name] = copy.copy(data["files"]["golden.json"])
    assert error_of(data).key == f"files.{name}"


@pytest.mark.parametrize("data", [None, [], "contract", 1, {}])
def test_refuses_another_document(data: object) -> None:
    assert error_of(data).key == "schema"


def test_a_key_may_not_occur_twice() -> None:
    with pytest.raises(ContractError, match="twice"):
        json_document.load(b'{"id": 1, "id": 1}', "contract.json")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_refuses_what_is_not_json(data: bytes) -> None:
    with pytest.raises(ContractError) as caught:
        json_document.load(data, "contract.json")
    assert caught.value.key == "contract.json"


def test_nan_in_a_file_is_refused() -> None:
    text = json.dumps(contract_dict()).replace('"bias": 0.5', '"bias": NaN')
    assert error_of(json_document.load(text.encode(), "contract.json")).key == "decision.bias"


def test_a_contract_of_schema_1_tells_how_to_re_seal() -> None:
    error = error_of({**contract_dict(), "schema": "edge-runtime/contract/1"})
    assert str(error) == (
        "schema: must be 'edge-runtime/contract/2', not 'edge-runtime/contract/1'; "
        "re-seal the bundle: model-dev reseal BUNDLE"
    )


def test_another_schema_is_refused_without_that_advice() -> None:
    error = error_of({**contract_dict(), "schema": "edge-runtime/contract/3"})
    assert error.problem == "must be 'edge-runtime/contract/2', not 'edge-runtime/contract/3'"
