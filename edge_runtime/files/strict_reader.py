"""Reads parsed JSON or TOML into frozen dataclasses, and accepts nothing that does not fit.

An unknown key, a missing key, a value of another type, NaN or infinity is a `ContractError` that
names the full path of the key. A boolean is not a number, and `1.0` is not an integer.
"""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from edge_runtime.errors import ContractError
from edge_runtime.files.json_document import serialised_fields

T = TypeVar("T")

_TYPE_NAMES = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "an integer",
    list: "an array",
    str: "a string",
    type(None): "null",
}


def read(kind: type[T], data: object, path: str = "", *, defaults: bool = False) -> T:
    """Read a dataclass from parsed JSON or TOML.

    A field may be an int, float, str or bool, a `Literal` of strings or integers, an `Enum` of
    strings, a tuple, a `Mapping[str, X]`, another dataclass, `Any` (taken as it is), or any of
    them `| None`. A `ContractError` raised by a dataclass' `__post_init__` gets the path put in
    front of its key.

    Args:
        kind: The dataclass.
        data: The parsed document, or a part of it.
        path: Path of `data` in the document.
        defaults: Whether a field with a default may be left out. Configuration files allow it;
            contracts and results must state every key.

    Raises:
        ContractError: If the data do not fit.
    """
    value: T = _Reader(defaults).value(kind, data, path)
    return value


class _Reader:
    """Reads a value by its type hint; one method for each form of hint."""

    def __init__(self, defaults: bool) -> None:
        self._defaults = defaults

    def value(self, kind: Any, data: object, path: str) -> Any:
        if is_dataclass(kind):
            return self._record(kind, data, path)
        origin = get_origin(kind)
        if origin is None:
            return _read_plain(kind, data, path)
        arguments = get_args(kind)
        if origin is Literal:
            return _read_choice(arguments, data, path)
        if origin is tuple:
            return self._tuple(arguments, data, path)
        if origin in (Union, types.UnionType):
            return self._optional(arguments, data, path)
        if issubclass(origin, Mapping):
            return self._mapping(arguments[1], data, path)
        raise TypeError(f"{path}: a field of type {kind} cannot be read")

    def _record(self, kind: Any, data: object, path: str) -> Any:
        given, wanted = _expect(dict, data, path), _fields_of(kind)
        for key in given:
            if key not in wanted:
                raise ContractError(_join(path, key), "unknown key")
        for key, (_, optional) in wanted.items():
            if key not in given and not (optional and self._defaults):
                raise ContractError(_join(path, key), "missing")
        values = {
            key: self.value(hint, given[key], _join(path, key))
            for key, (hint, _) in wanted.items()
            if key in given
        }
        return _made(kind, values, path)

    def _tuple(self, kinds: tuple[Any, ...], data: object, path: str) -> tuple[Any, ...]:
        items = _expect(list, data, path)
        wanted = [kinds[0]] * len(items) if kinds[-1] is Ellipsis else list(kinds)
        if len(items) != len(wanted):
            raise ContractError(path, f"must have {len(wanted)} items, not {len(items)}")
        pairs = zip(wanted, items, strict=True)
        return tuple(self.value(kind, item, f"{path}[{i}]") for i, (kind, item) in enumerate(pairs))

    def _optional(self, kinds: tuple[Any, ...], data: object, path: str) -> Any:
        (kind,) = (kind for kind in kinds if kind is not type(None))
        return None if data is None else self.value(kind, data, path)

    def _mapping(self, kind: Any, data: object, path: str) -> dict[str, Any]:
        given = _expect(dict, data, path)
        return {key: self.value(kind, value, _join(path, key)) for key, value in given.items()}


def _made(kind: Any, values: dict[str, Any], path: str) -> Any:
    try:
        return kind(**values)
    except ContractError as error:
        raise ContractError(_join(path, error.key), error.problem) from None


@cache
def _fields_of(kind: Any) -> Mapping[str, tuple[Any, bool]]:
    """Type of each field and whether it has a default; kept, since hints are slow to evaluate."""
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], _has_default(field)) for field in serialised_fields(kind)
    }


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _read_plain(kind: Any, data: object, path: str) -> Any:
    if kind is Any:
        return data
    if kind is float:
        return _read_float(data, path)
    if issubclass(kind, Enum):
        return kind(_read_choice([member.value for member in kind], data, path))
    if isinstance(data, bool) and kind is not bool:
        raise ContractError(path, f"must be {_TYPE_NAMES[kind]}, not a boolean")
    return _expect(kind, data, path)


def _read_choice(choices: Any, data: object, path: str) -> str | int:
    if any(type(data) is type(choice) and data == choice for choice in choices):
        return cast("str | int", data)
    raise ContractError(path, f"must be one of {', '.join(map(repr, choices))}, not {data!r}")


def _read_float(data: object, path: str) -> float:
    if isinstance(data, bool) or not isinstance(data, (int, float)):
        raise ContractError(path, f"must be a number, not {_type_name(data)}")
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
    raise ContractError(path, f"must be {_TYPE_NAMES[kind]}, not {_type_name(data)}")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _type_name(data: object) -> str:
    return _TYPE_NAMES.get(type(data), type(data).__name__)
