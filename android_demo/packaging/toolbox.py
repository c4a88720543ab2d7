"""Downloads the programs that pack and check an APK."""

from __future__ import annotations

import platform
import shutil
import zipfile
from pathlib import Path

from android_demo.packaging.layout import AAPT2, DEMO, FRAMEWORK, TOOLS
from android_demo.packaging.maven import maven

FOLDERS = {"Linux": "linux", "Darwin": "macosx", "Windows": "windows"}


def fetch_tools() -> None:
    """Download every tool to build/tools.

    aapt2 and the resources of the Android framework are inside apktool's library.

    Raises:
        BuildError: If Maven fails.
    """
    shutil.rmtree(TOOLS, ignore_errors=True)
    maven(DEMO / "toolbox", "package")
    folder = FOLDERS[platform.system()]
    with zipfile.ZipFile(TOOLS / "apktool-lib.jar") as jar:
        _extract(jar, f"prebuilt/{folder}/{AAPT2.name}", AAPT2)
        _extract(jar, f"prebuilt/{FRAMEWORK.name}", FRAMEWORK)
    AAPT2.chmod(0o755)
    with zipfile.ZipFile(TOOLS / "monitor.aar") as aar:
        _extract(aar, "classes.jar", TOOLS / "monitor.jar")


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    target.write_bytes(archive.read(name))
