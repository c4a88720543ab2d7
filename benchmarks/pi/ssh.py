"""Runs commands on a board with the ``ssh`` client."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from edge_runtime.errors import EdgeRuntimeError

CONNECT = 15
"""Time limit of connecting, seconds."""

OWN_FAILURE = 255
"""Exit code of failures of ssh itself."""


class BoardError(EdgeRuntimeError):
    """The board cannot be reached, or a command on it failed."""


class Ssh:
    """Connection to one board; it never asks for a password.

    Args:
        host: ``user@host``, or a name of the user's ssh configuration.
        port: Port of the ssh server; None for the configured one.
        config: An ssh configuration file; None for the user's own.

    Raises:
        BoardError: If no ssh client is installed.
    """

    def __init__(self, host: str, port: int | None = None, config: Path | None = None) -> None:
        if shutil.which("ssh") is None:
            raise BoardError("ssh is not installed; on Debian: apt-get install openssh-client")
        self.host = host
        options = ["-o", "BatchMode=yes", "-o", f"ConnectTimeout={CONNECT}"]
        options += ["-F", str(config)] if config is not None else []
        options += ["-p", str(port)] if port is not None else []
        self._start = ["ssh", *options, "--", host]

    def run(self, command: str, seconds: float = 60.0, given: bytes = b"") -> bytes:
        """Run a shell command line on the board.

        Args:
            command: Line for the board's shell.
            seconds: Time limit.
            given: Standard input of the command.

        Returns:
            Its standard output.

        Raises:
            BoardError: If the board cannot be reached, or the command fails or takes too long.
        """
        try:
            done = subprocess.run(
                [*self._start, command],
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BoardError(f"{self.host}: no answer within {seconds:.0f} s") from None
        if done.returncode:
            raise BoardError(failure_text(self.host, done.returncode, _last(done.stderr)))
        return done.stdout

    def run_program(self, command: Sequence[str], seconds: float = 60.0) -> str:
        """Run a program; the arguments are quoted here. Returns its standard output as text."""
        return self.run(shlex.join(command), seconds).decode("utf-8", "replace")

    def put(self, source: Path, target: str) -> None:
        """Copy a file to the board; it appears there whole or not at all.

        Raises:
            BoardError: If the copy fails.
        """
        part, whole = shlex.quote(f"{target}.part"), shlex.quote(target)
        self.run(f"cat > {part} && mv {part} {whole}", 600.0, source.read_bytes())


def failure_text(host: str, code: int, error: str) -> str:
    """What a failed command means, and what to do about it.

    Args:
        host: The board.
        code: Exit code of ssh.
        error: Last line of its standard error.
    """
    if code != OWN_FAILURE:
        return f"{host}: {error or f'a command ended with exit code {code}'}"
    if "Permission denied" in error:
        return f"{host} accepts no key of this user: run ssh-copy-id {host}"
    if "Host key verification failed" in error:
        return f"{host} is not known yet, or is another machine now: run ssh {host} once by hand"
    return f"{host} cannot be reached: {error or 'no reason given'}"


def _last(data: bytes) -> str:
    lines = data.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip() if lines else ""
