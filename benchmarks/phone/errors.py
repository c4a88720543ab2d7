"""What can go wrong between this computer and a phone, each with its own words.

`PhoneError` is the root; every other error says what to do about it.
"""

from __future__ import annotations

from edge_runtime.errors import EdgeRuntimeError


class PhoneError(EdgeRuntimeError):
    """Something went wrong on the way to a phone or on it."""


class AdbMissingError(PhoneError):
    """There is no adb on this computer."""


class NoPhoneError(PhoneError):
    """No device is attached."""


class SeveralPhonesError(PhoneError):
    """More than one device is attached and none was named."""


class UnauthorizedError(PhoneError):
    """The phone has not allowed this computer."""


class OfflineError(PhoneError):
    """The device is attached and does not answer."""


class NotReadyError(PhoneError):
    """The device is in recovery, in the boot loader, or this user may not open it."""


class UnpluggedError(PhoneError):
    """The device went away."""


class TimeOutError(PhoneError):
    """The device did not answer in time."""


class StorageFullError(PhoneError):
    """The device has no room."""


class InstallError(PhoneError):
    """The app could not be installed."""


class PushError(PhoneError):
    """What arrived on the device is not what was sent."""


class StartError(PhoneError):
    """The benchmark could not be started."""


class CrashError(PhoneError):
    """The benchmark ended without a record."""


class RecordError(PhoneError):
    """The record does not have the agreed form."""


def fault_of(text: str, serial: str | None) -> PhoneError | None:
    """The error that adb's own words stand for; None if they stand for none known here.

    Args:
        text: Standard output and error of adb.
        serial: The device meant.
    """
    name = serial or "the device"
    if "unauthorized" in text:
        return UnauthorizedError(
            f"{name} has not allowed this computer: unlock it and accept the question about USB"
            " debugging"
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
            f"{name} went away: plug it in and run the same command again, it goes on where it"
            " stopped"
        )
    if "no devices/emulators found" in text:
        return NoPhoneError("no device is attached; USB debugging must be on, see adb devices")
    if "No space left on device" in text or "INSUFFICIENT_STORAGE" in text:
        return StorageFullError(f"{name} has no room left: free about 100 MB and run it again")
    return None


def _is_gone(text: str) -> bool:
    """Whether the device, or the connection to it, is no longer there."""
    signs = ("error: closed", "protocol fault", "device still connecting", "connection reset")
    named = "device '" in text and "' not found" in text
    return named or any(sign in text.lower() for sign in signs)
