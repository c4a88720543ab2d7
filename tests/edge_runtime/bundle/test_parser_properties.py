"""No document, however wrong, gets past the readers or out of them as anything but an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import edge_runtime
from edge_runtime.bundle.contract import SCHEMA, Contract
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document
from edge_runtime.result.scan_result import (
    BundleRef,
    Failure,
    ImageInfo,
    Region,
    RuntimeInfo,
    ScanResult,
    Timings,
)
from edge_runtime.types import Box, Face, Reason, RegionReason, Verdict
from tests.support.sample_contract import contract_dict

KeyPath: TypeAlias = tuple[str | int, ...]

FREE_MAPS = {("files",), ("provenance", "tool_versions")}
RESULT_SCHEMA = Path(edge_runtime.__file__).with_name("result") / "result.schema.json"
VALIDATOR = Draft202012Validator(json.loads(RESULT_SCHEMA.read_text(encoding="utf-8")))


def nodes_in(node: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Paths of every value of a document, the document's own left out."""
    if path:
        yield path
    if isinstance(node, (dict, list)):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from nodes_in(value, (*path, key))


def at(node: Any, path: KeyPath) -> Any:
    for key in path:
        node = node[key]
    return node


def spelled(path: KeyPath) -> str:
    parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(parts).removeprefix(".")


def key_of_error(data: object) -> str | None:
    """The key that the contract reader names; None where it accepts the document."""
    try:
        Contract.parse(data)
    except ContractError as error:
        assert str(error).startswith(error.key)
        return error.key
    return None


PATHS = list(nodes_in(contract_dict()))
KEYS = [path for path in PATHS if isinstance(path[-1], str) and path[:-1] not in FREE_MAPS]
OBJECTS = [(), *(path for path in PATHS if isinstance(at(contract_dict(), path), dict))]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def is_of_another_type(value: object, wanted: object) -> bool:
    """Whether the two differ in type; JSON knows one type of number."""
    kind = (int, float) if isinstance(wanted, (int, float)) else type(wanted)
    return isinstance(value, bool) or not isinstance(value, kind)


@settings(max_examples=200)
@given(st.sampled_from(KEYS))
def test_a_deleted_key_is_named(path: KeyPath) -> None:
    data = contract_dict()
    del at(data, path[:-1])[path[-1]]
    assert key_of_error(data) == spelled(path)


@given(st.sampled_from(sorted(contract_dict()["files"])))
def test_a_deleted_file_is_missed_by_whoever_needs_it(name: str) -> None:
    data = contract_dict()
    del data["files"][name]
    key = key_of_error(data)
    assert key == "files.golden.json" or at_spelled(data, key) == name


def at_spelled(data: object, key: str | None) -> object:
    return next(at(data, path) for path in nodes_in(data) if spelled(path) == key)


@settings(max_examples=200)
@given(
    st.sampled_from([path for path in OBJECTS if path not in FREE_MAPS]),
    st.text(min_size=1, max_size=12),
    json_values,
)
def test_an_added_key_is_named(path: KeyPath, key: str, value: object) -> None:
    data = contract_dict()
    record = at(data, path)
    if key in record:
        key += "_"
    record[key] = value
    assert key_of_error(data) == spelled((*path, key))


@settings(max_examples=200)
@given(st.data())
def test_a_value_of_another_type_is_named(draw: st.DataObject) -> None:
    data = contract_dict()
    path = draw.draw(st.sampled_from(PATHS))
    wanted = at(data, path)
    other = json_values.filter(lambda value: is_of_another_type(value, wanted))
    at(data, path[:-1])[path[-1]] = draw.draw(other)
    key = key_of_error(data)
    assert key is not None
    assert key.startswith(spelled(path))


@settings(max_examples=200)
@given(st.sampled_from(PATHS), json_values)
def test_any_value_anywhere_is_read_as_it_stands_or_refused(path: KeyPath, value: object) -> None:
    data = contract_dict()
    at(data, path[:-1])[path[-1]] = value
    if key_of_error(data) is None:
        assert {"schema": SCHEMA, **json_document.value_of(Contract.parse(data))} == data


@given(json_values)
def test_another_document_is_refused(data: object) -> None:
    assert key_of_error(data) == "schema"
    if isinstance(data, dict):
        assert key_of_error({**data, "schema": SCHEMA}) is not None


@given(st.binary(max_size=64) | json_values.map(lambda value: json.dumps(value).encode()))
def test_bytes_are_json_or_a_contract_error(data: bytes) -> None:
    try:
        json_document.load(data, "some.json")
    except ContractError as error:
        assert error.key == "some.json"


words = st.text(st.characters(), max_size=20)
shares = st.floats(0, 1)
finite = st.floats(allow_nan=False, allow_infinity=False)
lengths = st.floats(0, 1e9)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
flags = st.lists(st.sampled_from(["small", "blurred", "dark", "bright"]), unique=True).map(tuple)
boxes = st.builds(Box, finite, finite, finite, finite)
region_reasons = st.lists(st.sampled_from(get_args(RegionReason)), unique=True).map(tuple)
regions = st.builds(
    Region,
    kind=st.sampled_from(["face", "image"]),
    box=boxes,
    face_score=st.none() | shares,
    logit=finite,
    looks=st.lists(finite, min_size=1, max_size=2).map(tuple),
    probability=shares,
    verdict=st.sampled_from(Verdict),
    reasons=region_reasons,
    gate=shares,
    quality=flags,
)
images = st.builds(
    ImageInfo,
    width=st.integers(1, 10**6),
    height=st.integers(1, 10**6),
    notes=st.lists(words, max_size=3).map(tuple),
)
about = {
    "source": words,
    "bundle": st.builds(BundleRef, id=st.just("sample-v1"), sha256=hashes),
    "runtime": st.builds(
        RuntimeInfo,
        backend=st.sampled_from(["litert", "tflite-runtime", "tensorflow"]),
        accelerator=st.sampled_from(["cpu", "xnnpack"]),
        threads=st.integers(1, 64),
    ),
}
scanned = st.builds(
    ScanResult,
    status=st.just("scanned"),
    image=images,
    failure=st.none(),
    verdict=st.sampled_from(Verdict),
    probability=shares,
    reasons=st.lists(st.sampled_from(get_args(Reason)), unique=True).map(tuple),
    rotated=st.sampled_from([0, 90, 180, 270]),
    possible_faces=st.lists(st.builds(Face, box=boxes, score=shares), max_size=2).map(tuple),
    faces_omitted=st.integers(0, 10**6),
    regions=st.lists(regions, min_size=1, max_size=3).map(tuple),
    timings_ms=st.builds(Timings, lengths, lengths, lengths, lengths, lengths),
    **about,
)
failed = st.builds(
    ScanResult,
    status=st.just("failed"),
    image=st.none() | images,
    failure=st.builds(
        Failure,
        code=st.sampled_from(
            ["unreadable", "empty", "undecodable", "unsupported", "too_large", "too_small"]
        ),
        message=words,
    ),
    verdict=st.none(),
    probability=st.none(),
    reasons=st.just(()),
    rotated=st.just(0),
    regions=st.just(()),
    possible_faces=st.just(()),
    faces_omitted=st.just(0),
    timings_ms=st.none(),
    **about,
)


@settings(deadline=None)
@given(scanned | failed)
def test_a_result_comes_back_from_its_json(result: ScanResult) -> None:
    data = json.loads(json.dumps(result.to_json(), allow_nan=False))
    VALIDATOR.validate(data)
    assert ScanResult.from_json(data) == result


@settings(deadline=None, max_examples=200)
@given(scanned | failed, st.data())
def test_a_result_with_a_key_lost_or_added_is_refused(
    result: ScanResult, draw: st.DataObject
) -> None:
    data = json.loads(json.dumps(result.to_json()))
    records = [(), *(path for path in nodes_in(data) if isinstance(at(data, path), dict))]
    path = draw.draw(st.sampled_from(records))
    key = draw.draw(st.sampled_from([*at(data, path), "surprise"]))
    if at(data, path).pop(key, None) is None and key == "surprise":
        at(data, path)[key] = 1
    assert spelled((*path, key)) == key_of_result_error(data)


def key_of_result_error(data: object) -> str | None:
    try:
        ScanResult.from_json(data)
    except ContractError as error:
        return error.key
    return None
