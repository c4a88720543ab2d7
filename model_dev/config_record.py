"""Tables of a configuration file as frozen dataclasses, with no defaults and no spare keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


class ConfigError(ValueError):
    """A configuration file has a key too many or too few."""


def record(kind: type[T], data: Mapping[str, Any], name: str) -> T:
    """A dataclass from a table; lists become tuples. Every field must be there, and no other key.

    Args:
        kind: The dataclass.
        data: The table.
        name: What to call the table in the error.

    Raises:
        ConfigError: If the keys are not the dataclass' fields.
    """
    wanted = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    wrong = sorted(wanted ^ set(data))
    if wrong:
        problem = "missing" if wrong[0] in wanted else "unknown key"
        raise ConfigError(f"{name}: {wrong[0]}: {problem}")
    return kind(**{key: tuple(v) if isinstance(v, list) else v for key, v in data.items()})
