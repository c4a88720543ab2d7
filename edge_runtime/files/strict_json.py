"""JSON documents to frozen dataclasses and back, with no tolerance.

A key too many, a key missing, a value of another type, NaN or infinity: each is a
`ContractError` that names the full path of the key. `true` is not a number, and `1.0` is not an
integer.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from edge_runtime.errors import ContractError

T = TypeVar("T")

UNSERIALISED: Mapping[str, bool] = types.MappingProxyType({"serialised": False})
"""Metadata of a dataclass field that is left out of the JSON; it must have a default."""


def load(data: bytes, name: str) -> object:
    """Parse the bytes of a JSON file; a key that occurs twice is an error.

    Args:
        data: UTF-8 text.
        name: What to call the document in the error.

    Raises:
        ContractError: If the bytes are not JSON.
    """
    try:
        parsed: object = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise ContractError(name, f"not a JSON document: {error}") from error
    return parsed


def body_of(data: object, schema: str) -> dict[str, Any]:
    """The document without its `schema` key.

    Raises:
        ContractError: If the document is no object or states another schema.
    """
    if not isinstance(data, dict):
        raise ContractError("schema", f"the document must be an object, not {_name(data)}")
    if data.get("schema") != schema:
        raise ContractError("schema", f"must be {schema!r}, not {data.get('schema')!r}")
    return {key: value for key, value in data.items() if key != "schema"}


def read(kind: type[T], data: object, path: str = "") -> T:
    """Read a dataclass from parsed JSON.

    Fields may be int, float, str, bool, `Literal` strings, an `Enum` of strings, a tuple, a
    `Mapping[str, X]`, another dataclass, or any of them `| None`. A `ContractError` raised by a
    dataclass' own `__post_init__` gets the path put in front of its key.

    Args:
        kind: The dataclass.
        data: What `json.loads` returned.
        path: Path of `data` in the document.

    Raises:
        ContractError: If the data do not fit.
    """
    value: T = _read(kind, data, path)
    return value


def write(value: object) -> Any:
    """The JSON value of a dataclass tree, as `read` takes it."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: write(getattr(value, field.name)) for field in _serialised(value)}
    if isinstance(value, tuple):
        return [write(item) for item in value]
    if isinstance(value, Mapping):
        return {key: write(item) for key, item in value.items()}
    return value


def _read(kind: Any, data: object, path: str) -> Any:
    origin = get_origin(kind)
    if origin is Literal:
        return _read_choice(get_args(kind), data, path)
    if origin is tuple:
        return _read_tuple(get_args(kind), data, path)
    if origin in (Union, types.UnionType):
        return None if data is None else _read(get_args(kind)[0], data, path)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_mapping(get_args(kind)[1], data, path)
    if is_dataclass(kind):
        return _read_record(kind, data, path)
    if issubclass(kind, Enum):
        return kind(_read_choice([member.value for member in kind], data, path))
    return _read_scalar(kind, data, path)


def _read_record(kind: Any, data: object, path: str) -> Any:
    given = _expect(dict, data, path)
    wanted = [field.name for field in _serialised(kind)]
    for key in given:
        if key not in wanted:
            raise ContractError(_join(path, key), "unknown key")
    for key in wanted:
        if key not in given:
            raise ContractError(_join(path, key), "missing")
    hints = _hints_of(kind)
    values = {key: _read(hints[key], given[key], _join(path, key)) for key in wanted}
    try:
        return kind(**values)
    except ContractError as error:
        raise ContractError(_join(path, error.key), error.problem) from None


@cache
def _hints_of(kind: Any) -> Mapping[str, Any]:
    """Types of a dataclass' fields; evaluating their names is most of the work of reading."""
    return get_type_hints(kind)


def _read_tuple(kinds: tuple[Any, ...], data: object, path: str) -> tuple[Any, ...]:
    items = _expect(list, data, path)
    wanted = [kinds[0]] * len(items) if kinds[-1] is Ellipsis else list(kinds)
    if len(items) != len(wanted):
        raise ContractError(path, f"must have {len(wanted)} items, not {len(items)}")
    pairs = zip(wanted, items, strict=True)
    return tuple(_read(kind, item, f"{path}[{i}]") for i, (kind, item) in enumerate(pairs))


def _read_mapping(kind: Any, data: object, path: str) -> dict[str, Any]:
    given = _expect(dict, data, path)
    return {key: _read(kind, value, _join(path, key)) for key, value in given.items()}


def _read_choice(choices: Any, data: object, path: str) -> str:
    if isinstance(data, str) and data in choices:
        return data
    raise ContractError(path, f"must be one of {', '.join(map(repr, choices))}, not {data!r}")


def _read_scalar(kind: type, data: object, path: str) -> Any:
    if kind is float:
        return _read_float(data, path)
    if isinstance(data, bool) and kind is not bool:
        raise ContractError(path, f"must be {kind.__name__}, not bool")
    return _expect(kind, data, path)


def _read_float(data: object, path: str) -> float:
    if isinstance(data, bool) or not isinstance(data, (int, float)):
        raise ContractError(path, f"must be a number, not {_name(data)}")
    try:
        number = float(data)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ContractError(path, "must be a finite number")
    return number


def _expect(kind: type, data: object, path: str) -> Any:
    if isinstance(data, kind):
        return data
    raise ContractError(path, f"must be {kind.__name__}, not {_name(data)}")


def _serialised(record: Any) -> list[Field[Any]]:
    return [field for field in fields(record) if field.metadata.get("serialised", True)]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key occurs twice")
    return record


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _name(data: object) -> str:
    return "null" if data is None else type(data).__name__
