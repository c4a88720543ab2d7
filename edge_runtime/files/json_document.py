"""JSON documents: from bytes to plain values, and from records to plain values.

`edge_runtime.files.strict_reader` makes records of plain values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any

from edge_runtime.errors import ContractError

UNSERIALISED: Mapping[str, bool] = MappingProxyType({"serialised": False})
"""Metadata of a dataclass field that is left out of the JSON; the field must have a default."""


def load(data: bytes, name: str) -> object:
    """Parse the bytes of a JSON file; a key that occurs twice is an error.

    Args:
        data: UTF-8 text.
        name: Name of the document in the error.

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
        ContractError: If the document is not an object or states another schema.
    """
    if not isinstance(data, dict):
        raise ContractError("schema", "the document must be an object")
    if data.get("schema") != schema:
        raise ContractError("schema", f"must be {schema!r}, not {data.get('schema')!r}")
    return {key: value for key, value in data.items() if key != "schema"}


def value_of(record: object) -> Any:
    """The JSON value of a record, as `edge_runtime.files.strict_reader.read` takes it.

    Args:
        record: A dataclass, enum, tuple, mapping, string, number or None, nested to any depth.
    """
    if isinstance(record, Enum):
        return record.value
    if is_dataclass(record):
        return {f.name: value_of(getattr(record, f.name)) for f in serialised_fields(record)}
    if isinstance(record, tuple):
        return [value_of(item) for item in record]
    if isinstance(record, Mapping):
        return {key: value_of(item) for key, item in record.items()}
    return record


def serialised_fields(record: Any) -> tuple[Field[Any], ...]:
    """The fields of a dataclass, or of one of its instances, that are part of its JSON."""
    return tuple(field for field in fields(record) if field.metadata.get("serialised", True))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key occurs twice")
    return record
