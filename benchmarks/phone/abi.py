"""Checks that a file has code for a phone's processor."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.phone.adb import Adb
from benchmarks.phone.errors import InstallError
from benchmarks.phone.facts import abis_of, read_properties

_MACHINES = {3: "x86", 40: "armeabi-v7a", 62: "x86_64", 183: "arm64-v8a"}
"""Android's names of instruction sets by ``e_machine`` of an ELF file (elf(5))."""

_MACHINE_AT = 18


def need_abi(adb: Adb, offered: Sequence[str], name: str) -> None:
    """Check that the device can run one of the instruction sets of a file.

    Args:
        adb: The device.
        offered: Instruction sets of the file; empty if it has no native code.
        name: Name of the file, for the message.

    Raises:
        InstallError: If they have none in common.
        PhoneError: If the device cannot be reached.
    """
    understood = abis_of(read_properties(adb.shell(["getprop"]).out))
    if offered and not set(offered) & set(understood):
        raise InstallError(
            f"{name} is for {', '.join(offered)}; this device runs {', '.join(understood)}"
        )


def abis_of_apk(apk: Path) -> tuple[str, ...]:
    """Instruction sets for which an APK has libraries.

    Raises:
        InstallError: If the file is not an APK.
    """
    try:
        with zipfile.ZipFile(apk) as archive:
            parts = [name.split("/") for name in archive.namelist()]
    except zipfile.BadZipFile as error:
        raise InstallError(f"{apk} is not an APK: {error}") from None
    return tuple(dict.fromkeys(part[1] for part in parts if part[0] == "lib" and len(part) == 3))


def abis_of_program(program: Path) -> tuple[str, ...]:
    """Instruction set of an ELF file; none for any other file, such as a script."""
    with program.open("rb") as file:
        head = file.read(_MACHINE_AT + 2)
    if not head.startswith(b"\x7fELF"):
        return ()
    machine = int.from_bytes(head[_MACHINE_AT:], "little")
    return (_MACHINES.get(machine, f"unknown processor ({machine})"),)
