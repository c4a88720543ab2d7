"""The processor's temperature, and whether it is throttled.

Throttling is read from a Raspberry Pi's firmware (`get_throttled`, in sysfs or by ``vcgencmd``) or
from an x86 processor's counters in sysfs; the temperature from the kernel's thermal zones.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Slowing: TypeAlias = Literal["under_voltage", "frequency_capped", "throttled", "soft_limit"]

SECONDS_BETWEEN = 2.0
"""Age in seconds up to which a reading is used again."""

_PI_BITS: tuple[tuple[int, Slowing], ...] = (
    (0, "under_voltage"),
    (1, "frequency_capped"),
    (2, "throttled"),
    (3, "soft_limit"),
)
"""Bits of `get_throttled`, by the Raspberry Pi documentation; bits 16-19 are about the past."""

_PI_FILE = "sys/devices/platform/soc/soc:firmware/get_throttled"
_ZONES = "sys/class/thermal/thermal_zone*"
_X86_COUNTERS = "sys/devices/system/cpu/cpu*/thermal_throttle/*_throttle_count"
_PROCESSOR_ZONES = ("cpu", "soc", "x86_pkg", "coretemp", "package")


@dataclass(frozen=True, slots=True)
class Heat:
    """One reading.

    Attributes:
        celsius: Temperature of the processor; None if the machine does not report one.
        slowing: What slows the processor down at the moment.
    """

    celsius: float | None
    slowing: tuple[Slowing, ...]


class HeatSensor:
    """Reads at most every `SECONDS_BETWEEN`.

    Args:
        root: Root of the file system.
        run: Runs a command and returns its output, or None if it failed.
        clock: Monotonic time in seconds.
    """

    def __init__(
        self,
        root: Path = Path("/"),
        run: Callable[[Sequence[str]], str | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root = root
        self._run = run or _output_of
        self._clock = clock
        self._counted = self._count()
        self._latest: Heat | None = None
        self._when = 0.0

    def read(self) -> Heat:
        """The current reading, or one of the last seconds."""
        now = self._clock()
        if self._latest is None or now - self._when >= SECONDS_BETWEEN:
            self._latest, self._when = Heat(self._celsius(), self._slowing()), now
        return self._latest

    def _celsius(self) -> float | None:
        zones = sorted(self._root.glob(_ZONES))
        named = [zone for zone in zones if _text(zone / "type").startswith(_PROCESSOR_ZONES)]
        degrees = [_number(zone / "temp") for zone in named or zones]
        known = [value / 1000 for value in degrees if value is not None]
        return max(known, default=None)

    def _slowing(self) -> tuple[Slowing, ...]:
        flags = self._pi_flags()
        if flags is not None:
            return tuple(name for bit, name in _PI_BITS if flags >> bit & 1)
        counted = self._count()
        grown, self._counted = counted > self._counted, counted
        return ("throttled",) if grown else ()

    def _pi_flags(self) -> int | None:
        text = _text(self._root / _PI_FILE)
        if not text and (self._root / "usr/bin/vcgencmd").exists():
            answer = self._run(["vcgencmd", "get_throttled"]) or ""
            text = answer.removeprefix("throttled=") if answer.startswith("throttled=") else ""
        try:
            return int(text, 16)
        except ValueError:
            return None

    def _count(self) -> int:
        return sum(self._counters())

    def _counters(self) -> Iterator[int]:
        for path in self._root.glob(_X86_COUNTERS):
            yield _number(path) or 0


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip().lower()
    except OSError:
        return ""


def _number(path: Path) -> int | None:
    try:
        return int(_text(path))
    except ValueError:
        return None


def _output_of(command: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=2, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
