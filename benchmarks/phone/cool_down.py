"""Waits until a phone is cool enough for the next case."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.phone.adb import Adb
from benchmarks.phone.clock import Clock
from benchmarks.phone.facts import celsius_of, read_battery, thermal_status

STEP = 15.0
"""Seconds between two looks."""

LONGEST = 600.0
"""Seconds after which the next case starts all the same; its thermal status tells."""

LEAST = 10.0
"""Seconds between two cases of a phone that does not tell its thermal status."""

WARM = 40.0
"""Degrees Celsius of the battery, where there is no thermal status."""


def cool_down(adb: Adb, tell: Callable[[str], None], clock: Clock) -> float:
    """Wait for thermal status 0; before Android 10, for a battery below `WARM`.

    Returns:
        Seconds waited.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    begin = clock.now()
    clock.sleep(LEAST)
    while (heat := _heat(adb)) and clock.now() - begin < LONGEST:
        tell(f"cooling down: {heat}")
        clock.sleep(STEP)
    return clock.now() - begin


def _heat(adb: Adb) -> str:
    """What is too warm; empty if nothing is."""
    status = thermal_status(adb)
    if status is not None:
        return f"thermal status {status}" if status else ""
    celsius = celsius_of(read_battery(adb.shell(["dumpsys", "battery"]).out))
    return f"battery {celsius:.1f} °C" if celsius is not None and celsius >= WARM else ""
