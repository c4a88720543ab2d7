"""Reads facts about a phone."""

from __future__ import annotations

import re

from benchmarks.phone.adb import Adb
from benchmarks.records.phone_facts import PhoneFacts

_PROPERTY = re.compile(r"^\[(?P<key>[^\]]+)\]: \[(?P<value>.*)\]$")
_GOVERNORS = "cat /sys/devices/system/cpu/cpufreq/policy*/scaling_governor"
CHARGING = ("AC powered", "USB powered", "Wireless powered", "Dock powered")


def read_facts(adb: Adb, app: str | None) -> PhoneFacts:
    """Read what the device reports; what it does not report is None.

    Args:
        adb: The device.
        app: Version of the measured app; None for another engine.

    Raises:
        PhoneError: If it cannot be reached.
    """
    properties = read_properties(adb.shell(["getprop"]).out)
    battery = read_battery(adb.shell(["dumpsys", "battery"]).out)
    return PhoneFacts(
        manufacturer=properties.get("ro.product.manufacturer", ""),
        model=properties.get("ro.product.model") or "unnamed",
        soc=soc_of(properties),
        android=properties.get("ro.build.version.release", ""),
        sdk=int(properties.get("ro.build.version.sdk", "1")),
        build=properties.get("ro.build.fingerprint", ""),
        abis=abis_of(properties),
        memory_kb=read_memory(adb.shell(["cat", "/proc/meminfo"]).out),
        governors=_governors(adb),
        battery_percent=battery.get("level"),
        battery_celsius=celsius_of(battery),
        charging=bool(battery["charging"]) if "charging" in battery else None,
        thermal_status=thermal_status(adb),
        app=app,
    )


def read_properties(text: str) -> dict[str, str]:
    """Read the output of ``getprop``."""
    matches = (_PROPERTY.match(line.strip()) for line in text.splitlines())
    return {match["key"]: match["value"] for match in matches if match}


def abis_of(properties: dict[str, str]) -> tuple[str, ...]:
    """Instruction sets, the preferred one first."""
    listed = properties.get("ro.product.cpu.abilist") or properties.get("ro.product.cpu.abi", "")
    return tuple(filter(None, listed.split(","))) or ("unknown",)


def soc_of(properties: dict[str, str]) -> str | None:
    """Maker and name of the chip; before Android 12 only the name of the board."""
    maker = properties.get("ro.soc.manufacturer", "")
    model = properties.get("ro.soc.model", "") or properties.get("ro.board.platform", "")
    return f"{maker} {model}".strip() or None


def read_battery(text: str) -> dict[str, int]:
    """Numbers in the output of ``dumpsys battery``; "charging" is 1 on a power source."""
    pairs = (line.split(":", 1) for line in text.splitlines() if ":" in line)
    values = {key.strip(): value.strip() for key, value in pairs}
    found = {key: int(value) for key, value in values.items() if re.fullmatch(r"-?\d+", value)}
    sources = [values[key] for key in CHARGING if key in values]
    return {**found, **({"charging": int("true" in sources)} if sources else {})}


def celsius_of(battery: dict[str, int]) -> float | None:
    """Temperature in degrees Celsius; the service reports tenths of a degree."""
    return battery["temperature"] / 10 if "temperature" in battery else None


def read_memory(text: str) -> int | None:
    """Main memory in KiB from /proc/meminfo."""
    match = re.search(r"^MemTotal:\s+(\d+) kB", text, re.MULTILINE)
    return int(match[1]) if match else None


def thermal_status(adb: Adb) -> int | None:
    """0 (none) to 6 (shutdown); None before Android 10.

    Raises:
        PhoneError: If the device cannot be reached.
    """
    return read_thermal(adb.shell(["dumpsys", "thermalservice"]).out)


def read_thermal(text: str) -> int | None:
    """The status in the output of ``dumpsys thermalservice``."""
    match = re.search(r"Thermal Status: (\d)", text)
    return int(match[1]) if match else None


def _governors(adb: Adb) -> tuple[str, ...]:
    answer = adb.shell(["sh", "-c", _GOVERNORS])
    return tuple(dict.fromkeys(answer.out.split())) if answer.code == 0 else ()
