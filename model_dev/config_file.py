"""Reads configuration files (TOML), strictly and with their types."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from edge_runtime.errors import ContractError
from edge_runtime.files import strict_reader

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

T = TypeVar("T")


class ConfigError(ValueError):
    """A configuration file has a key or a value that does not fit; the message names both."""


def read_toml(path: Path) -> dict[str, Any]:
    """A parsed TOML file.

    Raises:
        ValueError: If it is not TOML.
    """
    return tomllib.loads(path.read_text("utf-8"))


def read_config_file(kind: type[T], path: Path) -> T:
    """A dataclass from a TOML file whose keys are the dataclass' fields.

    Args:
        kind: The dataclass; see `edge_runtime.files.strict_reader.read` for its fields. Only a
            field with a default may be left out of the file.
        path: The file.

    Raises:
        ConfigError: If a key is missing or unknown, or a value has another type.
        ValueError: If the file is not TOML.
    """
    return config_record(kind, read_toml(path), path.name)


def config_record(kind: type[T], data: Mapping[str, Any], file: str, path: str = "") -> T:
    """A dataclass from a parsed configuration file, or from a table of it.

    Args:
        kind: The dataclass.
        data: The table.
        file: Name of the file in the error.
        path: Path of the table in the file, such as ``formats.int8``; empty for the whole file.

    Raises:
        ConfigError: If a key is missing or unknown, or a value has another type.
    """
    try:
        return strict_reader.read(kind, data, path, defaults=True)
    except ContractError as error:
        raise ConfigError(f"{file}: {error}") from error
