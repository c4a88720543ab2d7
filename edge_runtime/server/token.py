"""Reads the bearer token that clients must send."""

from __future__ import annotations

import os
from pathlib import Path

TOKEN_VARIABLE = "EDGE_RUNTIME_TOKEN"
MAX_TOKEN_LENGTH = 4096
"""Characters. A longer token may not fit into the head of a request."""


def read_token(file: Path | None) -> str | None:
    """Read the token from a file, or from the environment where no file is named.

    White space around the token is ignored.

    Args:
        file: A file with the token as its only line; None reads ``EDGE_RUNTIME_TOKEN``.

    Returns:
        The token; None if there is no file and the variable is unset or empty.

    Raises:
        OSError: If the file cannot be read, or if the token is empty, too long, or has a character
            that cannot be sent in an HTTP header. The message never contains the token.
    """
    if file is None:
        return _checked(os.environ.get(TOKEN_VARIABLE, "").strip(), f"${TOKEN_VARIABLE}") or None
    token = _checked(_start_of(file), str(file))
    if not token:
        raise OSError(f"{file} contains no token")
    return token


def _start_of(file: Path) -> str:
    """Enough of the file to see whether it is too long; each byte is one character."""
    with file.open("rb") as stream:
        return stream.read(2 * MAX_TOKEN_LENGTH).strip().decode("latin-1")


def _checked(token: str, source: str) -> str:
    if len(token) > MAX_TOKEN_LENGTH:
        raise OSError(f"the token in {source} is longer than {MAX_TOKEN_LENGTH} characters")
    if not (token.isascii() and token.isprintable()):
        raise OSError(f"the token in {source} must be one line of printable ASCII characters")
    return token
