"""What the build needs of the machine."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from pathlib import Path

from android_demo.packaging.failure import BuildError
from android_demo.packaging.program import run

LEAST_JAVA = 17


def missing_tools() -> str | None:
    """What to install, in a sentence; None if nothing is missing."""
    if (platform.system(), platform.machine()) not in _SYSTEMS:
        return f"there is no aapt2 for {platform.system()} on {platform.machine()}"
    if shutil.which("javac") is None:
        return (
            f"a JDK {LEAST_JAVA} or later is needed (javac was not found); "
            "on Debian: apt-get install openjdk-17-jdk-headless"
        )
    found = _java_version(subprocess.run(["javac", "-version"], capture_output=True, text=True))
    if found < LEAST_JAVA:
        return f"a JDK {LEAST_JAVA} or later is needed, javac is of {found}"
    if shutil.which("mvn") is None:
        return "Maven is needed (mvn was not found); on Debian: apt-get install maven"
    return None


def java_home() -> Path:
    """Folder of the JDK that `java` is of.

    Raises:
        BuildError: If java does not say.
    """
    settings = run(["java", "-XshowSettings:properties", "-version"], "asking for the JDK's folder")
    match = re.search(r"^\s*java\.home = (.+)$", settings, re.MULTILINE)
    if match is None:
        raise BuildError("java does not say where its JDK lies")
    return Path(match[1].strip())


_SYSTEMS = {
    ("Linux", "x86_64"),
    ("Darwin", "x86_64"),
    ("Darwin", "arm64"),
    ("Windows", "AMD64"),
}
"""Those that apktool's library brings an aapt2 for."""


def _java_version(answer: subprocess.CompletedProcess[str]) -> int:
    match = re.search(r"javac (?:1\.)?(\d+)", answer.stdout + answer.stderr)
    return int(match[1]) if match else 0
