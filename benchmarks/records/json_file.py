"""Writes a JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from edge_runtime.files.atomic_write import atomic_write


def write_json(path: Path, value: Any) -> None:
    """Write a value as JSON on one line, making the folder; the file appears whole or not at all.

    Args:
        path: File to make or replace.
        value: JSON value; NaN and infinity are refused.

    Raises:
        OSError: If the file cannot be written.
        ValueError: If a number is not finite.
    """
    write_text(path, json.dumps(value, allow_nan=False) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8, making the folder; it appears whole or not at all.

    Raises:
        OSError: If the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as part:
        part.write_text(text, "utf-8")
