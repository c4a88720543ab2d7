"""Reads the versions of the Gradle catalogue, and passes them to Maven."""

from __future__ import annotations

import re
from pathlib import Path

_LINE = re.compile(r'([a-z0-9-]+) = "([^"]+)"')


def read_versions(catalogue: Path) -> dict[str, str]:
    """Read the table [versions] of libs.versions.toml.

    Python 3.10 has no TOML parser, so every value must be a plain string.

    Raises:
        ValueError: If a line of the table has another form.
    """
    table = catalogue.read_text(encoding="utf-8").partition("[versions]\n")[2].partition("\n[")[0]
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    matches = [_LINE.fullmatch(line) for line in lines]
    if not lines or None in matches:
        raise ValueError(f'{catalogue}: a line of [versions] is not name = "version"')
    return {match[1]: match[2] for match in matches if match}


def write_maven_config(versions: dict[str, str], folder: Path) -> None:
    """Write .mvn/maven.config, which Maven reads in `folder` and below."""
    target = folder / ".mvn" / "maven.config"
    target.parent.mkdir(exist_ok=True)
    text = "".join(f"-Dversion.{name}={version}\n" for name, version in versions.items())
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        target.write_text(text, encoding="utf-8")


def project_version(pyproject: Path) -> str:
    """The project's version in pyproject.toml.

    Raises:
        ValueError: If there is none.
    """
    match = re.search(r'^version = "(\d+\.\d+\.\d+)"$', pyproject.read_text("utf-8"), re.MULTILINE)
    if match is None:
        raise ValueError(f"{pyproject} has no version")
    return match[1]


def version_code(version: str) -> int:
    """Android's version code, which increases with the version: 10203 for 1.2.3."""
    major, minor, patch = map(int, version.split("."))
    return major * 10_000 + minor * 100 + patch
