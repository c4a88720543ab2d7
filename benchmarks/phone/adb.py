"""The real ``adb`` client, one command at a time."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.phone.errors import AdbMissingError, PhoneError, TimeOutError, fault_of

SHORT = 30.0
"""Seconds that a question may take."""

LONG = 300.0
"""Seconds that copying or installing may take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command on the device said.

    Attributes:
        code: Its exit code.
        out: Standard output.
        err: Standard error.
    """

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Both, for telling people."""
        return "\n".join(part.strip() for part in (self.out, self.err) if part.strip())


class Adb:
    """Talks to one device.

    Args:
        serial: Its serial number; None until one is chosen.
        binary: The adb client; None for the one on the PATH.
        server: Port of the adb server; None for adb's own choice.

    Raises:
        AdbMissingError: If there is no adb.
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
        """The same client for another device."""
        return Adb(serial, self._binary, self._server)

    def client(self, *arguments: str, seconds: float = SHORT) -> Answer:
        """Run the client itself; whatever it says is an answer.

        Raises:
            TimeOutError: If it takes longer.
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
        """Run a command on the device; its own exit code is an answer, adb's errors are not.

        Args:
            command: Words, quoted here for the device's shell.
            seconds: That it may take.

        Raises:
            PhoneError: If the device cannot be reached; see `benchmarks.phone.errors`.
        """
        answer = self.client("shell", shlex.join(command), seconds=seconds)
        self._raise_if_adb_failed(answer)
        return answer

    def push(self, source: Path, target: str) -> None:
        """Copy a file to the device.

        Raises:
            PhoneError: If it did not arrive.
        """
        self._must("push", str(source), target)

    def pull(self, source: str, target: Path) -> None:
        """Copy a file from the device.

        Raises:
            PhoneError: If it did not arrive.
        """
        self._must("pull", source, str(target))

    def _must(self, *arguments: str) -> None:
        answer = self.client(*arguments, seconds=LONG)
        if answer.code:
            raise fault_of(answer.text, self.serial) or PhoneError(
                f"adb {' '.join(arguments)} failed: {answer.text}"
            )

    def _raise_if_adb_failed(self, answer: Answer) -> None:
        """Adb speaks on standard error with a prefix of its own, or ends with 255."""
        own = any(line.startswith(("error:", "adb:")) for line in answer.err.splitlines())
        if not own and answer.code != 255:
            return
        fault = fault_of(answer.err, self.serial)
        if fault is None and answer.code == 255 and not answer.text:
            fault = fault_of("error: closed", self.serial)
        if fault is not None:
            raise fault
