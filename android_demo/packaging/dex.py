"""Converts class files to dex files."""

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
"""Maps the names in a stack trace of the packed app to those in the sources."""


def shrink(min_sdk: str) -> None:
    """Run R8 on the app and its dependencies; write classes*.dex to `DEX`.

    The JDK provides java.*, which Robolectric's Android jar lacks. The rules are those that Gradle
    uses: the app's own rules, and those of the resources and of the libraries.

    Raises:
        BuildError: If R8 fails or gives a warning.
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
    """The app's jar and those of its dependencies, which app/pom.xml wrote."""
    return [APP_JAR, *sorted(CLASSPATH.glob("*.jar"))]
