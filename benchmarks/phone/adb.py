"""The real ``adb`` client, one command at a time."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.phone.errors import AdbMissingError, PhoneError, TimeOutError, error_of

SHORT = 30.0
"""Time limit of a short command, seconds."""

LONG = 300.0
"""Time limit of copying and installing, seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Result of a command on the device.

    Attributes:
        code: Exit code.
        out: Standard output.
        err: Standard error.
    """

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both outputs, for messages."""
        return "\n".join(part.strip() for part in (self.out, self.err) if part.strip())


class Adb:
    """Talks to one device.

    Args:
        serial: Serial number; None until a device is chosen.
        binary: The adb client; None for the one on PATH.
        server: Port of the adb server; None for adb's default.

    Raises:
        AdbMissingError: If adb is not installed.
    """

    def __init__(
        self, serial: str | None = None, binary: str | None = None, server: int | None = None
    ) -> None:
        found = shutil.which(binary or "adb")
        if found is None:
            raise AdbMissingError(
                "adb is not installed; on Debian: apt-get install adb, elsewhere: Android's"
                " platform-tools"
            )
        self.serial = serial
        self._binary = found
        self._server = server

    def on(self, serial: str) -> Adb:
        """A client for another device, of the same adb server."""
        return Adb(serial, self._binary, self._server)

    def client(self, *arguments: str, seconds: float = SHORT) -> Answer:
        """Run an adb command; an exit code other than 0 is not an error here.

        Raises:
            TimeOutError: If it takes longer than `seconds`.
        """
        server = ["-P", str(self._server)] if self._server is not None else []
        device = ["-s", self.serial] if self.serial is not None else []
        try:
            done = subprocess.run(
                [self._binary, *server, *device, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TimeOutError(
                f"adb {arguments[0]} took longer than {seconds:.0f} s: is {self.serial} awake?"
            ) from None
        out, err = (part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
        return Answer(done.returncode, out.replace("\r\n", "\n"), err)

    def shell(self, command: Sequence[str], seconds: float = SHORT) -> Answer:
        """Run a command on the device; its exit code is returned, errors of adb are raised.

        Args:
            command: Arguments; they are quoted here for the device's shell.
            seconds: Time limit.

        Raises:
            PhoneError: If the device cannot be reached; see `benchmarks.phone.errors`.
        """
        answer = self.client("shell", shlex.join(command), seconds=seconds)
        self._raise_if_adb_failed(answer)
        return answer

    def push(self, source: Path, target: str) -> None:
        """Copy a file to the device.

        Raises:
            PhoneError: If the copy fails.
        """
        self._must("push", str(source), target)

    def pull(self, source: str, target: Path) -> None:
        """Copy a file from the device.

        Raises:
            PhoneError: If the copy fails.
        """
        self._must("pull", source, str(target))

    def _must(self, *arguments: str) -> None:
        answer = self.client(*arguments, seconds=LONG)
        if answer.code:
            raise error_of(answer.text, self.serial) or PhoneError(
                f"adb {' '.join(arguments)} failed: {answer.text}"
            )

    def _raise_if_adb_failed(self, answer: Answer) -> None:
        """Adb's own errors have a prefix on standard error, or exit code 255."""
        own = any(line.startswith(("error:", "adb:")) for line in answer.err.splitlines())
        if not own and answer.code != 255:
            return
        error = error_of(answer.err, self.serial)
        if error is None and answer.code == 255 and not answer.text:
            error = error_of("error: closed", self.serial)
        if error is not None:
            raise error
