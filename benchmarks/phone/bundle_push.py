"""Copies a bundle to a phone, and verifies the copy."""

from __future__ import annotations

from benchmarks.phone.adb import Adb
from benchmarks.phone.errors import PushError, error_of
from edge_runtime.bundle.bundle import CONTRACT_FILE, Bundle


def push_bundle(adb: Adb, bundle: Bundle, folder: str) -> str:
    """Copy the files that the device lacks, and compare the sha256 of every file.

    Args:
        adb: The device.
        bundle: An open bundle.
        folder: Folder on the device in which the bundle's folder is made.

    Returns:
        Name of the bundle's folder below ``folder``.

    Raises:
        PushError: If a file is damaged on the device, or cannot be read there.
        PhoneError: If the device cannot be reached or has no space left.
    """
    name = f"bundle-{bundle.sha256[:16]}"
    target = f"{folder}/{name}"
    wanted = {CONTRACT_FILE: bundle.sha256}
    wanted |= {file: rule.sha256 for file, rule in bundle.contract.files.items()}
    missing = [file for file, sha in sums(adb, target, list(wanted)).items() if sha != wanted[file]]
    if missing:
        _make(adb, target)
    for file in missing:
        adb.push(bundle.directory / file, f"{target}/{file}")
    for file, sha in sums(adb, target, list(wanted)).items():
        if sha != wanted[file]:
            raise PushError(f"{target}/{file} is damaged on the device: sha256 {sha or 'unknown'}")
    return name


def sums(adb: Adb, folder: str, files: list[str]) -> dict[str, str]:
    """Sha256 of files on the device; empty for a file that does not exist.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    answer = adb.shell(["sha256sum", *(f"{folder}/{file}" for file in files)], seconds=60.0)
    found = {}
    for line in answer.out.splitlines():
        sha, _, path = line.partition("  ")
        found[path.strip().rsplit("/", 1)[-1]] = sha.strip()
    return {file: found.get(file, "") for file in files}


def _make(adb: Adb, folder: str) -> None:
    answer = adb.shell(["mkdir", "-p", folder])
    if answer.code:
        error = error_of(answer.text, adb.serial)
        raise error or PushError(f"{folder} cannot be made on the device: {answer.text}")
