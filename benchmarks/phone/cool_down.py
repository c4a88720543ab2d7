"""Waits until a phone is cool enough for the next case."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.phone.adb import Adb
from benchmarks.phone.clock import Clock
from benchmarks.phone.facts import celsius_of, read_battery, thermal_status

STEP = 15.0
"""Seconds between two readings."""

LONGEST = 600.0
"""Seconds after which the next case starts anyway; its record has the thermal status."""

LEAST = 10.0
"""Seconds between two cases, even of a cool phone."""

WARM = 40.0
"""Battery temperature in degrees Celsius; used if the phone has no thermal status."""


def cool_down(adb: Adb, report: Callable[[str], None], clock: Clock) -> float:
    """Wait for thermal status 0; before Android 10, for a battery below `WARM`.

    Args:
        adb: The device.
        report: Receives progress lines.
        clock: Clock to wait with.

    Returns:
        Seconds waited.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    begin = clock.now()
    clock.sleep(LEAST)
    while (heat := _heat(adb)) and clock.now() - begin < LONGEST:
        report(f"cooling down: {heat}")
        clock.sleep(STEP)
    return clock.now() - begin


def _heat(adb: Adb) -> str:
    """What is too warm, as text; empty if nothing is."""
    status = thermal_status(adb)
    if status is not None:
        return f"thermal status {status}" if status else ""
    celsius = celsius_of(read_battery(adb.shell(["dumpsys", "battery"]).out))
    return f"battery {celsius:.1f} °C" if celsius is not None and celsius >= WARM else ""
