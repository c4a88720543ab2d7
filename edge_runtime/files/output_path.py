"""Checks the name of an output before anything is written: an output never destroys a picture."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from edge_runtime.errors import OutputError


def check_output(
    target: Path, suffixes: Sequence[str], inputs: Iterable[Path], *, force: bool
) -> None:
    """Refuse an output that would destroy something.

    Args:
        target: The file to write.
        suffixes: Endings that such a file may have, in lower case, with the dot.
        inputs: Files that are read.
        force: Whether an existing file may be replaced. An input never is.

    Raises:
        OutputError: If the name has another ending, is that of an input, or exists.
    """
    if target.suffix.lower() not in suffixes:
        raise OutputError("wrong_suffix", f"{target}: this output ends in {' or '.join(suffixes)}")
    if not os.path.lexists(target):
        return
    if any(_is_same(target, path) for path in inputs):
        raise OutputError("is_input", f"{target} is an input: choose another name for the output")
    if target.exists() and not target.is_file() and not target.is_dir():
        return  # A pipe or a device: there is nothing to destroy.
    if not force:
        raise OutputError("exists", f"{target} exists: add --force to replace it")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
