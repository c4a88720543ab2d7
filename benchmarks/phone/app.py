"""The benchmark build of the app on a phone."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.phone.abi import abis_of_apk, need_abi
from benchmarks.phone.adb import LONG, Adb
from benchmarks.phone.errors import InstallError, StartError, StorageFullError, error_of

APPLICATION = "edge.deepfake.scan"
ACTIVITY = f"{APPLICATION}/edge.deepfake.app.bench.BenchActivity"
HOME = f"{APPLICATION}/edge.deepfake.app.home.HomeActivity"
PROCESS = f"{APPLICATION}:bench"
FILES = f"/sdcard/Android/data/{APPLICATION}/files"
"""The app's external files folder, the only folder that both the app and adb may use."""

_UPLOAD = "/data/local/tmp/edge-bench.apk"
_FAILURE = re.compile(r"Failure \[([A-Z_]+)(?::\s*(.*))?\]")
_REASONS = {
    "INSTALL_FAILED_UPDATE_INCOMPATIBLE": "another build of the app with another signature is"
    f" installed: adb uninstall {APPLICATION}",
    "INSTALL_FAILED_VERSION_DOWNGRADE": "a newer version of the app is installed: adb uninstall"
    f" {APPLICATION}",
    "INSTALL_FAILED_NO_MATCHING_ABIS": "the APK has no code for this device's processor",
    "INSTALL_FAILED_OLDER_SDK": "this device's Android is too old for the APK",
    "INSTALL_FAILED_USER_RESTRICTED": "the phone forbids it: allow 'install via USB' in its"
    " developer options and confirm on its screen",
    "INSTALL_FAILED_INVALID_APK": "the APK is damaged: build it again",
    "INSTALL_PARSE_FAILED_NO_CERTIFICATES": "the APK is not signed: build it again",
}


def install(adb: Adb, apk: Path) -> None:
    """Install or update the app.

    Raises:
        InstallError: If the phone refuses the APK; the message says why and what to do.
        StorageFullError: If the phone has no space left.
        PhoneError: If the device cannot be reached.
    """
    need_abi(adb, abis_of_apk(apk), apk.name)
    adb.push(apk, _UPLOAD)
    try:
        answer = adb.shell(["pm", "install", "-r", "-t", _UPLOAD], seconds=LONG)
    finally:
        adb.client("shell", f"rm -f {_UPLOAD}")
    if "Success" not in answer.out:
        raise install_error(answer.text, adb.serial)


def install_error(text: str, serial: str | None) -> InstallError | StorageFullError:
    """The error that an answer of the package manager means."""
    full = error_of(text, serial)
    if isinstance(full, StorageFullError):
        return full
    match = _FAILURE.search(text)
    if match is None:
        return InstallError(f"the app could not be installed: {text or 'no answer'}")
    why = _REASONS.get(match[1]) or match[2] or "no reason given"
    return InstallError(f"the app could not be installed: {why} ({match[1]})")


def version(adb: Adb) -> str | None:
    """Version of the installed app; None if it is not installed.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    answer = adb.shell(["dumpsys", "package", APPLICATION])
    match = re.search(r"versionName=(\S+)", answer.out)
    return match[1] if match else None


def start(adb: Adb, component: str, extras: dict[str, str]) -> None:
    """Start an activity in a new process.

    Args:
        adb: The device.
        component: Package and class of the activity.
        extras: String extras of the intent.

    Raises:
        StartError: If Android does not start it.
        PhoneError: If the device cannot be reached.
    """
    options = [word for key, value in extras.items() for word in ("--es", key, value)]
    answer = adb.shell(["am", "start", "-W", "-S", "-n", component, *options], seconds=60.0)
    if answer.code or re.search(r"^(Error|Exception|java\.|Security)", answer.text, re.MULTILINE):
        raise StartError(start_failure(answer.text))


def start_failure(text: str) -> str:
    """The message that an answer of the activity manager means."""
    if "does not exist" in text:
        return "the installed app has no benchmark: install the one that `make android` builds"
    if "not exported" in text or "Permission Denial" in text:
        return (
            "the installed app does not let adb start its benchmark: install"
            " deepfake-scan-benchmark.apk"
        )
    lines = text.strip().splitlines()
    return f"the benchmark did not start: {lines[-1] if lines else 'no answer'}"
