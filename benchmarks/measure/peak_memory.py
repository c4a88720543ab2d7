"""Memory of this process."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def peak_rss_kb() -> int | None:
    """Largest resident set so far in KiB; None if the system does not report it."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def rss_kb(statm: Path = Path("/proc/self/statm")) -> int | None:
    """Current resident set in KiB; None if there is no /proc."""
    try:
        pages = int(statm.read_text("ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
