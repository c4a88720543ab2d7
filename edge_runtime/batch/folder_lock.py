"""One process at a time in a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge_runtime.batch.batch_error import BatchRefused


@contextmanager
def alone_in(folder: Path | None) -> Iterator[None]:
    """Hold a folder for the block; the system lets go of it when the process dies.

    Args:
        folder: It must exist. None, and any folder on Windows, is not held.

    Raises:
        BatchRefused: If another process holds it.
    """
    if folder is None or sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BatchRefused(f"another process works on {folder}: {error.strerror}") from error
        yield
    finally:
        os.close(handle)
