"""Energy used by the processor packages, where the kernel reports it (Intel and AMD RAPL)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

ZONES = Path("/sys/class/powercap")


def read_energy(zones: Path = ZONES) -> Mapping[str, tuple[int, int]]:
    """Counter and its range by package, in microjoules; empty if this user can read none.

    See the kernel's "Power Capping Framework": ``energy_uj`` and ``max_energy_range_uj`` of
    ``intel-rapl:N``. Most systems let only root read them.
    """
    found = {}
    for zone in sorted(zones.glob("intel-rapl:*")):
        if zone.name.count(":") != 1:  # intel-rapl:0:1 is a subdomain of package 0
            continue
        try:
            counter = int((zone / "energy_uj").read_text("ascii"))
            reach = int((zone / "max_energy_range_uj").read_text("ascii"))
        except (OSError, ValueError):
            continue
        found[zone.name] = (counter, reach)
    return found


def joules_between(
    first: Mapping[str, tuple[int, int]], last: Mapping[str, tuple[int, int]]
) -> float | None:
    """Energy of all packages between two readings; None if there was none to read.

    A counter that wrapped around once is corrected.
    """
    if not first or first.keys() != last.keys():
        return None
    spent = 0
    for zone, (before, reach) in first.items():
        difference = last[zone][0] - before
        spent += difference if difference >= 0 else difference + reach
    return spent / 1e6
