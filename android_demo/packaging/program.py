"""Running other programs."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from android_demo.packaging.failure import BuildError

LINES_SHOWN = 60


def run(command: Sequence[str | Path], what: str) -> str:
    """Run a program and return what it printed.

    Args:
        command: Program and arguments.
        what: Name of the step, for the error.

    Raises:
        BuildError: If it cannot be started or exits with another code than 0; with the end of its
            output.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except OSError as error:
        raise BuildError(f"{what}: {words[0]} cannot be started: {error}") from error
    output = done.stdout + done.stderr
    if done.returncode != 0:
        end = "\n".join(output.splitlines()[-LINES_SHOWN:])
        raise BuildError(f"{what} failed (exit code {done.returncode}):\n{end}")
    return output
