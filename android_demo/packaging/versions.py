"""The versions of the Gradle catalogue, and the way to hand them to Maven."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r'([a-z0-9-]+) = "([^"]+)"')


def read_versions(catalogue: Path) -> dict[str, str]:
    """The [versions] of libs.versions.toml by name.

    They are plain strings, so that Python 3.10, which has no TOML parser, can read them.

    Raises:
        ValueError: If a line of that table is anything else.
    """
    table = catalogue.read_text(encoding="utf-8").partition("[versions]\n")[2].partition("\n[")[0]
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    matches = [_LINE.fullmatch(line) for line in lines]
    if not lines or None in matches:
        raise ValueError(f'{catalogue}: a line of [versions] is not name = "version"')
    return {match[1]: match[2] for match in matches if match}


def write_maven_config(versions: dict[str, str], folder: Path) -> None:
    """Write .mvn/maven.config, which Maven reads wherever under `folder` it is started."""
    target = folder / ".mvn" / "maven.config"
    target.parent.mkdir(exist_ok=True)
    text = "".join(f"-Dversion.{name}={version}\n" for name, version in versions.items())
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


def project_version(pyproject: Path) -> str:
    """The project's own version, which pyproject.toml states.

    Raises:
        ValueError: If it states none.
    """
    match = re.search(r'^version = "(\d+\.\d+\.\d+)"$', pyproject.read_text("utf-8"), re.MULTILINE)
    if match is None:
        raise ValueError(f"{pyproject} states no version")
    return match[1]


def version_code(version: str) -> int:
    """Android's ever-growing number of a version: 1.2.3 is 10203."""
    major, minor, patch = map(int, version.split("."))
    return major * 10_000 + minor * 100 + patch
