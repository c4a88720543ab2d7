"""Runs Maven."""

from __future__ import annotations

from pathlib import Path

from android_demo.packaging.program import run


def maven(project: Path, *goals: str) -> str:
    """Run goals of the project in a folder, and return the log.

    Raises:
        BuildError: If Maven fails.
    """
    return run(
        ["mvn", "--batch-mode", "--no-transfer-progress", "-f", project / "pom.xml", *goals],
        f"Maven in {project.name}",
    )
