"""Tables of a configuration file as frozen dataclasses, without spare keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, TypeVar

from model_dev.config.toml import read_toml

T = TypeVar("T")


class ConfigError(ValueError):
    """A configuration file has a key too many or too few."""


def record(kind: type[T], data: Mapping[str, Any], name: str) -> T:
    """A dataclass from a table; lists become tuples. Only a field with a default may be left out.

    Args:
        kind: The dataclass.
        data: The table.
        name: What to call the table in the error.

    Raises:
        ConfigError: If a key is missing or unknown.
    """
    known = {field.name: _has_default(field) for field in fields(kind)}  # type: ignore[arg-type]
    missing = {key for key, optional in known.items() if not optional} - set(data)
    wrong = sorted(missing | (set(data) - set(known)))
    if wrong:
        problem = "missing" if wrong[0] in known else "unknown key"
        raise ConfigError(f"{name}: {wrong[0]}: {problem}")
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in data.items()})


def read_record(kind: type[T], path: Path, **tables: tuple[str, type[Any]]) -> T:
    """A dataclass from a file, some of whose fields are tuples of dataclasses.

    Args:
        kind: The dataclass.
        path: The TOML file.
        tables: For each such field, the name of its tables in the file and what each becomes.

    Raises:
        ConfigError: If a key is missing or unknown, in the file or in one of its tables.
    """
    data = read_toml(path)
    parts = {
        field: [record(part, table, f"{path.name}: {field}") for table in data.pop(name, [])]
        for field, (name, part) in tables.items()
    }
    return record(kind, {**data, **parts}, path.name)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING
