"""Assembles an unsigned APK."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from android_demo.packaging.layout import AARS

EPOCH = (1981, 1, 1, 1, 1, 2)
"""Time of every entry, as in the Android Gradle plugin, so that equal inputs give equal APKs."""


def assemble(linked: Path, dex: Path, abis: Iterable[str], target: Path) -> None:
    """Add code and native libraries to the linked resources.

    Native libraries are not compressed, because the system maps them into memory.

    Args:
        linked: APK with manifest, resources and assets.
        dex: Folder with classes*.dex.
        abis: Processors whose libraries are added.
        target: APK to write. It is neither aligned nor signed.
    """
    shutil.copyfile(linked, target)
    with zipfile.ZipFile(target, "a") as apk:
        for file in sorted(dex.glob("classes*.dex")):
            _add(apk, file.name, file, zipfile.ZIP_DEFLATED)
        for abi in abis:
            for library in sorted(AARS.glob(f"*/jni/{abi}/*.so")):
                _add(apk, f"lib/{abi}/{library.name}", library, zipfile.ZIP_STORED)


def _add(apk: zipfile.ZipFile, name: str, file: Path, compression: int) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    apk.writestr(info, file.read_bytes())
