"""Class files to dex files."""

from __future__ import annotations

import shutil
from pathlib import Path

from android_demo.packaging.layout import (
    AARS,
    ANDROID_JAR,
    APP,
    APP_JAR,
    BUILD,
    CLASSPATH,
    TOOLS,
)
from android_demo.packaging.machine import java_home
from android_demo.packaging.program import run
from android_demo.packaging.resources import KEEP_RULES

RULES = APP / "proguard-rules.pro"
DEX = BUILD / "dex"
MAPPING = BUILD / "mapping.txt"
"""From the names in a shipped stack trace to those in the sources."""


def shrink(min_sdk: str) -> None:
    """Run R8 on the app and all that it uses; leaves classes*.dex in `DEX`.

    The JDK stands for java.*, which Robolectric's jar of Android lacks. The rules are those that
    Gradle uses: the app's own, the resources', and the libraries'.

    Raises:
        BuildError: If R8 fails, or warns of anything.
    """
    shutil.rmtree(DEX, ignore_errors=True)
    DEX.mkdir(parents=True)
    rules = [RULES, KEEP_RULES, *sorted(AARS.glob("*/proguard.txt"))]
    run(
        [
            *("java", "-cp", TOOLS / "r8.jar", "com.android.tools.r8.R8", "--release"),
            *("--no-data-resources", "--map-diagnostics", "warning", "error"),
            *("--lib", ANDROID_JAR, "--lib", java_home()),
            *("--min-api", min_sdk, "--output", DEX),
            *(word for rule in rules for word in ("--pg-conf", rule)),
            *("--pg-map-output", MAPPING),
            *_inputs(),
        ],
        "R8",
    )


def _inputs() -> list[Path]:
    """The app's jar and those of its dependencies, as app/pom.xml left them."""
    return [APP_JAR, *sorted(CLASSPATH.glob("*.jar"))]
