"""Checks the tools that must be installed."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from pathlib import Path

from android_demo.packaging.failure import BuildError
from android_demo.packaging.program import run

MIN_JAVA = 17


def missing_tools() -> str | None:
    """One sentence that says what to install; None if nothing is missing."""
    if (platform.system(), platform.machine()) not in _SYSTEMS:
        return f"there is no aapt2 for {platform.system()} on {platform.machine()}"
    if shutil.which("javac") is None:
        return (
            f"a JDK {MIN_JAVA} or later is needed (javac was not found); "
            "on Debian: apt-get install openjdk-17-jdk-headless"
        )
    found = _java_version(subprocess.run(["javac", "-version"], capture_output=True, text=True))
    if found < MIN_JAVA:
        return f"a JDK {MIN_JAVA} or later is needed, javac is version {found}"
    if shutil.which("mvn") is None:
        return "Maven is needed (mvn was not found); on Debian: apt-get install maven"
    return None


def java_home() -> Path:
    """Home folder of the JDK of the `java` command.

    Raises:
        BuildError: If java does not report it.
    """
    settings = run(["java", "-XshowSettings:properties", "-version"], "finding the JDK")
    match = re.search(r"^\s*java\.home = (.+)$", settings, re.MULTILINE)
    if match is None:
        raise BuildError("java does not report its home folder")
    return Path(match[1].strip())


_SYSTEMS = {
    ("Linux", "x86_64"),
    ("Darwin", "x86_64"),
    ("Darwin", "arm64"),
    ("Windows", "AMD64"),
}
"""Systems for which apktool's library contains aapt2."""


def _java_version(answer: subprocess.CompletedProcess[str]) -> int:
    match = re.search(r"javac (?:1\.)?(\d+)", answer.stdout + answer.stderr)
    return int(match[1]) if match else 0
