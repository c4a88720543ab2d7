"""Which device is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.phone.adb import Adb
from benchmarks.phone.errors import (
    NoPhoneError,
    NotReadyError,
    PhoneError,
    SeveralPhonesError,
    fault_of,
)

_LINE = re.compile(r"^(?P<serial>\S+)\s+(?P<state>no permissions|\S+)(?P<rest>.*)$")
_WORDS = {
    "offline": "device offline",
    "unauthorized": "unauthorized",
    "no permissions": "no permissions",
}
READY = "device"


@dataclass(frozen=True, slots=True)
class Attached:
    """A line of ``adb devices -l``.

    Attributes:
        serial: E.g. "R5CT30XXXX", "emulator-5554", "192.168.1.2:5555".
        state: "device" when it is ready.
        model: As adb tells it; None where it does not.
    """

    serial: str
    state: str
    model: str | None


def read_devices(text: str) -> list[Attached]:
    """Read what ``adb devices -l`` printed; lines of the starting server are passed over."""
    _, _, listing = text.partition("List of devices attached")
    found = []
    for line in listing.splitlines():
        match = _LINE.match(line.strip())
        if match:
            model = re.search(r"\bmodel:(\S+)", match["rest"])
            found.append(Attached(match["serial"], match["state"], model[1] if model else None))
    return found


def choose(devices: list[Attached], serial: str | None) -> Attached:
    """The device to measure.

    Args:
        devices: Those attached.
        serial: The one that was named; None for the only one.

    Raises:
        PhoneError: If it is missing, ambiguous, or not ready; see `benchmarks.phone.errors`.
    """
    meant = [each for each in devices if serial in (None, each.serial)]
    ready = [each for each in meant if each.state == READY]
    if len(ready) == 1 or (len(meant) == 1):
        return _ready(meant[0] if len(meant) == 1 else ready[0])
    if not meant:
        raise NoPhoneError(_none(devices, serial))
    names = ", ".join(f"{each.serial} ({each.model or each.state})" for each in meant)
    raise SeveralPhonesError(f"several devices are attached: {names}; name one with --serial")


def open_phone(adb: Adb, serial: str | None) -> Adb:
    """The client for the chosen device.

    Raises:
        PhoneError: As `choose`, or if the adb server does not start.
    """
    answer = adb.client("devices", "-l")
    if answer.code:
        raise PhoneError(f"adb devices failed: {answer.text}")
    return adb.on(choose(read_devices(answer.out), serial).serial)


def _ready(device: Attached) -> Attached:
    if device.state == READY:
        return device
    fault = fault_of(_WORDS.get(device.state, ""), device.serial)
    raise fault or NotReadyError(
        f"{device.serial} is in state {device.state!r}: start Android on it and try again"
    )


def _none(devices: list[Attached], serial: str | None) -> str:
    if serial is None:
        return "no device is attached; USB debugging must be on, see adb devices"
    others = ", ".join(each.serial for each in devices) or "none"
    return f"no device {serial} is attached (attached: {others})"
