"""Exit codes of ``edge-bench``."""

from __future__ import annotations

GOOD = 0
NOT_GOOD = 1
"""A figure is missing, noisy, beyond its limit, or slower than before."""

USAGE = 2
BROKEN = 3
"""The device, the bundle or the engine is broken."""

INTERRUPTED = 130
