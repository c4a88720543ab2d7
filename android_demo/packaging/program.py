"""Runs other programs."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from android_demo.packaging.failure import BuildError

LINES_SHOWN = 60


def run(command: Sequence[str | Path], what: str) -> str:
    """Run a program and return its output.

    Args:
        command: Program and arguments.
        what: Description of the step for the error message.

    Raises:
        BuildError: If the program cannot be started, or its exit code is not 0. The message
            contains the end of its output.
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
