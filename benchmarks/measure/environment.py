"""The machine on which a number was measured."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

from edge_runtime.engine.machine import package_versions, usable_processors

PACKAGES = ("ai-edge-litert", "numpy", "pillow", "tensorflow")


@dataclass(frozen=True, slots=True)
class Environment:
    """Machine and package versions.

    Attributes:
        cpu: Model name as the system reports it.
        processors: Logical processors of the machine.
        usable_processors: Logical processors that this process may run on.
        system: Operating system and release.
        machine: Instruction set.
        python: Version of Python.
        packages: Version by name; None if not installed.
    """

    cpu: str
    processors: int
    usable_processors: int
    system: str
    machine: str
    python: str
    packages: dict[str, str | None]


def this_machine() -> Environment:
    """Describe the machine that runs this."""
    return Environment(
        cpu=_cpu(Path("/proc/cpuinfo")),
        processors=os.cpu_count() or 1,
        usable_processors=usable_processors(),
        system=platform.platform(),
        machine=platform.machine(),
        python=platform.python_version(),
        packages=package_versions(PACKAGES),
    )


def load_average() -> float | None:
    """Load average of the last minute; None if the system does not report it."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return None


def _cpu(listing: Path) -> str:
    """Model name of the first processor. ARM kernels list none; `platform` is asked there."""
    try:
        lines = listing.read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
