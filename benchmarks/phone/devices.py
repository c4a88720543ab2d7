"""Chooses the device to measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.phone.adb import Adb
from benchmarks.phone.errors import (
    NoPhoneError,
    NotReadyError,
    PhoneError,
    SeveralPhonesError,
    error_of,
)

_LINE = re.compile(r"^(?P<serial>\S+)\s+(?P<state>no permissions|\S+)(?P<rest>.*)$")
_ADB_ERRORS = {
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
        state: "device" if it is ready.
        model: Model name; None if adb does not report it.
    """

    serial: str
    state: str
    model: str | None


def read_devices(text: str) -> list[Attached]:
    """Read the output of ``adb devices -l``; lines of a starting server are ignored."""
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
        devices: Attached devices.
        serial: Serial number of the device; None if there is only one.

    Raises:
        PhoneError: If it is missing, ambiguous, or not ready; see `benchmarks.phone.errors`.
    """
    matching = [each for each in devices if serial in (None, each.serial)]
    ready = [each for each in matching if each.state == READY]
    if len(ready) == 1 or (len(matching) == 1):
        return _ready(matching[0] if len(matching) == 1 else ready[0])
    if not matching:
        raise NoPhoneError(_no_device(devices, serial))
    names = ", ".join(f"{each.serial} ({each.model or each.state})" for each in matching)
    raise SeveralPhonesError(f"several devices are attached: {names}; name one with --serial")


def open_phone(adb: Adb, serial: str | None) -> Adb:
    """An adb client for the chosen device.

    Args:
        adb: A client without a device.
        serial: Serial number of the device; None if there is only one.

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
    error = error_of(_ADB_ERRORS.get(device.state, ""), device.serial)
    raise error or NotReadyError(
        f"{device.serial} is in state {device.state!r}: start Android on it and try again"
    )


def _no_device(devices: list[Attached], serial: str | None) -> str:
    if serial is None:
        return "no device is attached; USB debugging must be on, see adb devices"
    others = ", ".join(each.serial for each in devices) or "none"
    return f"no device {serial} is attached (attached: {others})"
