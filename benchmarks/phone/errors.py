"""Errors of measuring a phone. The messages say what to do.

`PhoneError` is the base class of all of them.
"""

from __future__ import annotations

from edge_runtime.errors import EdgeRuntimeError


class PhoneError(EdgeRuntimeError):
    """A phone, or the connection to it, failed."""


class AdbMissingError(PhoneError):
    """Adb is not installed on this computer."""


class NoPhoneError(PhoneError):
    """No device is attached."""


class SeveralPhonesError(PhoneError):
    """More than one device is attached, and none was named."""


class UnauthorizedError(PhoneError):
    """The phone has not authorized this computer."""


class OfflineError(PhoneError):
    """The device is attached but does not answer."""


class NotReadyError(PhoneError):
    """The device runs recovery or its boot loader, or this user may not open it."""


class UnpluggedError(PhoneError):
    """The device was disconnected."""


class TimeOutError(PhoneError):
    """The device did not answer in time."""


class StorageFullError(PhoneError):
    """The device has no space left."""


class InstallError(PhoneError):
    """The app could not be installed."""


class PushError(PhoneError):
    """A file on the device differs from the file that was sent."""


class StartError(PhoneError):
    """The benchmark could not be started."""


class CrashError(PhoneError):
    """The benchmark ended without writing a record."""


class RecordError(PhoneError):
    """The record does not follow its schema, or is of another case."""


def error_of(text: str, serial: str | None) -> PhoneError | None:
    """The error that adb's output means; None for output that is not known here.

    Args:
        text: Standard output and standard error of adb.
        serial: Serial number of the device; None if none is chosen.
    """
    name = serial or "the device"
    if "unauthorized" in text:
        return UnauthorizedError(
            f"{name} has not authorized this computer: unlock it and allow USB debugging on its"
            " screen"
        )
    if "more than one device" in text:
        return SeveralPhonesError("several devices are attached: name one with --serial")
    if "insufficient permissions" in text or "no permissions" in text:
        return NotReadyError(
            f"this user may not open {name}: install the udev rules (Debian:"
            " android-sdk-platform-tools-common) and replug it"
        )
    if "device offline" in text:
        return OfflineError(f"{name} is offline: replug it, or run adb reconnect")
    if _is_gone(text):
        return UnpluggedError(
            f"{name} was disconnected: connect it and run the same command again; it continues"
            " where it stopped"
        )
    if "no devices/emulators found" in text:
        return NoPhoneError("no device is attached; USB debugging must be on, see adb devices")
    if "No space left on device" in text or "INSUFFICIENT_STORAGE" in text:
        return StorageFullError(f"{name} has no space left: free about 100 MB and try again")
    return None


def _is_gone(text: str) -> bool:
    """Whether adb's output means that the device or the connection is gone."""
    signs = ("error: closed", "protocol fault", "device still connecting", "connection reset")
    named = "device '" in text and "' not found" in text
    return named or any(sign in text.lower() for sign in signs)
