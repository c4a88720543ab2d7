"""Whatever is broken in a JSON document is refused by name; whatever is whole comes back whole."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sample_contract import contract_dict

from edge_runtime import strict_json
from edge_runtime.contract import Contract
from edge_runtime.errors import ContractError
from edge_runtime.result import (
    BundleRef,
    Failure,
    ImageInfo,
    Region,
    RuntimeInfo,
    ScanResult,
    Timings,
)
from edge_runtime.types import Box, Verdict
from tests.golden.reference.contracts import KeyPath, objects, spell, values

BASE = contract_dict()
OBJECTS = [path for path, _ in objects(BASE)]
KEYS = [(*path, key) for path, record in objects(BASE) for key in record]
VALUES = list(values(BASE))

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


def kind(value: Any) -> type:
    """Type as the contract tells them apart: an int may stand for a float, never the reverse."""
    return float if type(value) is int else type(value)


def parent_in(contract: Any, path: KeyPath) -> Any:
    for key in path[:-1]:
        contract = contract[key]
    return contract


def refused(contract: Any) -> str:
    with pytest.raises(ContractError) as caught:
        Contract.parse(contract)
    assert str(caught.value).startswith(f"{caught.value.key}: ")
    return caught.value.key


@given(st.sampled_from(KEYS))
def test_a_missing_key_is_named(path: KeyPath) -> None:
    contract = copy.deepcopy(BASE)
    del parent_in(contract, path)[path[-1]]
    assert refused(contract) == spell(path)


@given(st.sampled_from(OBJECTS), st.text(min_size=1), json_values)
def test_a_key_too_many_is_named(path: KeyPath, key: str, value: Any) -> None:
    contract = copy.deepcopy(BASE)
    record = parent_in(contract, (*path, key))
    assume(key not in record)
    record[key] = value
    assert refused(contract) == spell((*path, key))


@given(st.sampled_from(VALUES), json_values)
def test_a_value_of_another_type_is_named(place: tuple[KeyPath, Any], value: Any) -> None:
    path, right = place
    assume(kind(value) is not kind(right))
    contract = copy.deepcopy(BASE)
    parent_in(contract, path)[path[-1]] = value
    assert refused(contract) == spell(path)


@given(st.sampled_from(VALUES), json_values)
def test_any_value_anywhere_is_read_or_refused(place: tuple[KeyPath, Any], value: Any) -> None:
    path, _ = place
    contract = copy.deepcopy(BASE)
    parent_in(contract, path)[path[-1]] = value
    with contextlib.suppress(ContractError):
        assert Contract.parse(contract).id


@given(json_values)
def test_any_document_is_no_contract(document: Any) -> None:
    assert refused(document) == "schema"


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    with contextlib.suppress(ContractError):
        json.dumps(strict_json.load(data, "contract.json"))


finite = st.floats(allow_nan=False, allow_infinity=False)
share = st.floats(0, 1)
count = st.integers(0, 100000)
box = st.builds(Box, finite, finite, finite, finite)
region = st.builds(
    Region,
    kind=st.sampled_from(["face", "image"]),
    box=box,
    face_score=st.none() | share,
    logit=finite,
    probability=share,
    verdict=st.sampled_from(Verdict),
    gate=share,
    quality=st.lists(st.sampled_from(["small", "blurred", "dark", "bright"])).map(tuple),
)
image = st.builds(ImageInfo, count, count, st.lists(st.text()).map(tuple))
around: dict[str, Any] = {
    "source": st.text(),
    "bundle": st.builds(BundleRef, st.text(), st.text()),
    "runtime": st.builds(RuntimeInfo, st.text(), st.text(), count),
}
scanned = st.builds(
    ScanResult,
    status=st.just("scanned"),
    image=image,
    failure=st.none(),
    verdict=st.sampled_from(Verdict),
    probability=share,
    regions=st.lists(region, min_size=1, max_size=3).map(tuple),
    timings_ms=st.builds(Timings, finite, finite, finite, finite, finite),
    **around,
)
codes = st.sampled_from(
    ["unreadable", "empty", "undecodable", "unsupported", "too_large", "too_small"]
)
unscanned = st.builds(
    ScanResult,
    status=st.just("failed"),
    image=st.none() | image,
    failure=st.builds(Failure, codes, st.text()),
    verdict=st.none(),
    probability=st.none(),
    regions=st.just(()),
    timings_ms=st.none(),
    **around,
)
results = scanned | unscanned


@given(results)
def test_a_result_comes_back_through_json_text(result: ScanResult) -> None:
    text = json.dumps(result.to_json(), allow_nan=False)
    assert ScanResult.from_json(json.loads(text)) == result


@given(results, st.data())
def test_a_result_with_a_key_missing_is_refused(result: ScanResult, data: st.DataObject) -> None:
    document = result.to_json()
    path = data.draw(
        st.sampled_from([(*p, key) for p, record in objects(document) for key in record])
    )
    del parent_in(document, path)[path[-1]]
    with pytest.raises(ContractError) as caught:
        ScanResult.from_json(document)
    assert caught.value.key == spell(path)


break_status: list[Callable[[dict[str, Any]], object]] = [
    lambda document: document.update(failure={"code": "empty", "message": ""}),
    lambda document: document.update(status="failed"),
    lambda document: document.update(regions=[]),
    lambda document: document.update(verdict=None),
]


@given(scanned, st.sampled_from(break_status))
def test_a_result_that_contradicts_itself_is_refused(
    result: ScanResult, change: Callable[[dict[str, Any]], object]
) -> None:
    document = result.to_json()
    change(document)
    with pytest.raises(ContractError, match="status"):
        ScanResult.from_json(document)
