"""How much processor time other processes used during a measurement."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

_STAT = Path("/proc/stat")
_BUSY = (0, 1, 2, 5, 6, 7)
"""user, nice, system, irq, softirq, steal in the first line of /proc/stat (proc_stat(5))."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Processor time used so far, in seconds.

    Attributes:
        clock: A monotonic clock.
        everyone: Used by all processes of the machine; None if the system does not report it.
        own: Used by this process and those of its child processes that have ended.
    """

    clock: float
    everyone: float | None
    own: float


def now(stat: Path = _STAT) -> Moment:
    """Read the counters.

    Args:
        stat: Of proc_stat(5).
    """
    own = os.times()
    spent = own.user + own.system + own.children_user + own.children_system
    return Moment(monotonic(), _everyone(stat), spent)


def others_between(first: Moment, last: Moment) -> float | None:
    """Processors that other processes kept busy on average; None if that is unknown."""
    if first.everyone is None or last.everyone is None or last.clock <= first.clock:
        return None
    others = (last.everyone - first.everyone) - (last.own - first.own)
    return max(0.0, others / (last.clock - first.clock))


def _everyone(stat: Path) -> float | None:
    try:
        words = stat.read_text("ascii").split("\n", 1)[0].split()
    except OSError:
        return None
    ticks = [int(word) for word in words[1:]]
    return sum(ticks[i] for i in _BUSY if i < len(ticks)) / os.sysconf("SC_CLK_TCK")
