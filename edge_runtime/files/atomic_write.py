"""Writes a file that appears complete or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """Path to write to; it takes the target's place when the block ends without an exception.

    The temporary file lies beside the target, so that the replacement is atomic; it is removed
    when the block fails or is interrupted.

    Args:
        target: The file to make or replace.

    Raises:
        OSError: If the target's folder cannot be written to; checked on entry.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a folder")
    temporary.touch()
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
