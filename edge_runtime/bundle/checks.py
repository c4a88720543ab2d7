"""Checks of a contract's values; each error names the key."""

from __future__ import annotations

import re
from datetime import date

from edge_runtime.errors import ContractError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")


def require(holds: bool, key: str, problem: str) -> None:
    """Refuse a value.

    Args:
        holds: Whether the value is as it must be.
        key: Key of the value within its block.
        problem: What the value must be.

    Raises:
        ContractError: If it does not hold.
    """
    if not holds:
        raise ContractError(key, problem)


def require_plain_name(name: str, key: str) -> None:
    """Refuse a name that could be a path or name a hidden file.

    Raises:
        ContractError: If it is not a plain name.
    """
    require(_NAME.fullmatch(name) is not None, key, "must be a plain name, without a folder")


def require_sha256(value: str, key: str) -> None:
    """Refuse what is not a sha256 in lower-case hex digits.

    Raises:
        ContractError: If it is not one.
    """
    require(_SHA256.fullmatch(value) is not None, key, "must be 64 lower-case hex digits")


def require_date(value: str, key: str) -> None:
    """Refuse what is not a date as ISO 8601 writes it.

    Raises:
        ContractError: If it is not one.
    """
    require(_is_date(value), key, "must be a date, YYYY-MM-DD")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
