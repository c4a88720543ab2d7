"""Facts about this machine: usable processors, and versions of installed packages."""

from __future__ import annotations

import os
from collections.abc import Iterable


def usable_processors() -> int:
    """Number of logical processors that this process may run on, >= 1.

    A CPU affinity mask (``taskset``, a container's cpuset) is respected where the system has one.
    """
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def package_version(name: str) -> str | None:
    """Version of an installed distribution; None if it is not installed."""
    from importlib import metadata  # costs start-up time, which most scans need not pay

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def package_versions(names: Iterable[str]) -> dict[str, str | None]:
    """Versions by distribution name; None for each that is not installed."""
    return {name: package_version(name) for name in names}
