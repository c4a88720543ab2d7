"""Checks the style of the Kotlin sources, and runs Android Lint."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import quoteattr

from android_demo.packaging.layout import (
    ANDROID_JAR,
    APP,
    APP_JAR,
    BUILD,
    CLASSPATH,
    CORE,
    DEMO,
    ROOT,
    TOOLS,
)
from android_demo.packaging.program import run
from android_demo.packaging.resources import GENERATED

PROJECT = BUILD / "lint" / "project.xml"


def check_style() -> None:
    """Run ktlint and detekt on core and app.

    Raises:
        BuildError: If they find a problem; the message contains their report.
    """
    sources = [folder / "src" for folder in (CORE, APP)]
    run(
        [
            *("java", "-jar", TOOLS / "ktlint-cli-all.jar", "--relative"),
            *(f"{source}/**/*.kt" for source in sources),
        ],
        "ktlint",
    )
    run(
        [
            *("java", "-jar", TOOLS / "detekt-cli-all.jar", "--build-upon-default-config"),
            *("--config", DEMO / "detekt.yml", "--base-path", ROOT),
            *("--input", ",".join(map(str, sources))),
        ],
        "detekt",
    )


def check_android(versions: dict[str, str], linked: Path) -> None:
    """Run Android Lint with warnings as errors.

    Args:
        versions: Versions of the catalogue.
        linked: Merged manifest of the variant.

    Raises:
        BuildError: If it finds a problem; the message contains its report.
    """
    PROJECT.parent.mkdir(parents=True, exist_ok=True)
    PROJECT.write_text(_project(versions, linked), encoding="utf-8")
    jars = os.pathsep.join(str(jar) for jar in sorted((TOOLS / "lint").glob("*.jar")))
    run(
        [
            *("java", "-cp", jars, "com.android.tools.lint.Main", "--project", PROJECT),
            *("--config", APP / "lint.xml", "--compile-sdk-version", versions["target-sdk"]),
            *("-Werror", "--exitcode", "--quiet", "--offline"),
        ],
        "Android Lint",
    )


def _project(versions: dict[str, str], manifest: Path) -> str:
    """The project description that Lint needs without Gradle."""
    folders = [APP / "src" / "main" / "kotlin", GENERATED]
    sources = [file for folder in folders for file in folder.rglob("*.*") if file.is_file()]
    jars = [*CLASSPATH.glob("*.jar"), APP_JAR]
    lines = [
        "<project>",
        f"<root dir={quoteattr(str(ROOT))}/>",
        '<module name="app" android="true" library="false" '
        f'compile-sdk-version="{versions["target-sdk"]}">',
        f"<manifest file={quoteattr(str(manifest))}/>",
        f"<resource file={quoteattr(str(APP / 'src/main/res'))}/>",
        *(f"<src file={quoteattr(str(source))}/>" for source in sorted(sources)),
        *(f"<classpath jar={quoteattr(str(jar))}/>" for jar in sorted(jars)),
        f"<classpath jar={quoteattr(str(ANDROID_JAR))}/>",
        "</module>",
        "</project>",
    ]
    return "\n".join(lines)
