"""Temperature and slowing down, as each kind of machine tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from edge_runtime.camera.frame_rate import WINDOW_SECONDS, FrameRate
from edge_runtime.camera.processor_heat import SECONDS_BETWEEN, Heat, HeatSensor


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def zone(root: Path, number: int, kind: str, temperature: str) -> None:
    put(root, f"sys/class/thermal/thermal_zone{number}/type", f"{kind}\n")
    put(root, f"sys/class/thermal/thermal_zone{number}/temp", f"{temperature}\n")


def no_command(_: Sequence[str]) -> str | None:
    raise AssertionError("no command may be run")


def test_a_machine_that_tells_nothing(tmp_path: Path) -> None:
    assert HeatSensor(tmp_path, no_command).read() == Heat(None, ())


def test_the_processor_zone_counts_and_not_the_battery(tmp_path: Path) -> None:
    zone(tmp_path, 0, "battery", "91000")
    zone(tmp_path, 1, "cpu-thermal", "61300")
    zone(tmp_path, 2, "x86_pkg_temp", "58000")
    assert HeatSensor(tmp_path, no_command).read().celsius == 61.3


def test_unnamed_zones_are_better_than_none_and_broken_ones_are_left_out(tmp_path: Path) -> None:
    zone(tmp_path, 0, "acpitz", "40000")
    zone(tmp_path, 1, "acpitz", "unknown")
    assert HeatSensor(tmp_path, no_command).read().celsius == 40.0


@pytest.mark.parametrize(
    ("flags", "slowing"),
    [
        ("0", ()),
        ("50000", ()),
        ("1", ("under_voltage",)),
        ("50005", ("under_voltage", "throttled")),
        ("e000a", ("frequency_capped", "soft_limit")),
    ],
)
def test_a_pi_tells_by_sysfs(flags: str, slowing: tuple[str, ...], tmp_path: Path) -> None:
    put(tmp_path, "sys/devices/platform/soc/soc:firmware/get_throttled", f"{flags}\n")
    assert HeatSensor(tmp_path, no_command).read().slowing == slowing


@pytest.mark.parametrize(
    ("answer", "slowing"),
    [
        ("throttled=0x4", ("throttled",)),
        ("throttled=0x0", ()),
        ('error=1 error_msg="Command not registered"', ()),
        (None, ()),
    ],
)
def test_a_pi_tells_by_vcgencmd(
    answer: str | None, slowing: tuple[str, ...], tmp_path: Path
) -> None:
    put(tmp_path, "usr/bin/vcgencmd", "")
    asked: list[Sequence[str]] = []

    def run(command: Sequence[str]) -> str | None:
        asked.append(command)
        return answer

    assert HeatSensor(tmp_path, run).read().slowing == slowing
    assert asked == [["vcgencmd", "get_throttled"]]


def test_an_x86_processor_tells_by_counting(tmp_path: Path) -> None:
    counter = "sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count"
    put(tmp_path, counter, "7")
    clock = Clock()
    sensor = HeatSensor(tmp_path, no_command, clock)
    told = [sensor.read().slowing]
    for count in ("9", "9"):
        put(tmp_path, counter, count)
        clock.now += SECONDS_BETWEEN
        told.append(sensor.read().slowing)
    assert told == [(), ("throttled",), ()]


def test_it_is_not_read_more_often_than_needed(tmp_path: Path) -> None:
    clock = Clock()
    sensor = HeatSensor(tmp_path, no_command, clock)
    zone(tmp_path, 0, "cpu", "50000")
    assert sensor.read().celsius == 50
    zone(tmp_path, 0, "cpu", "70000")
    clock.now += SECONDS_BETWEEN / 2
    assert sensor.read().celsius == 50
    clock.now += SECONDS_BETWEEN
    assert sensor.read().celsius == 70


def test_the_pace_is_that_of_the_last_moments() -> None:
    clock = Clock()
    pace = FrameRate(clock)
    assert pace.tick() == 0
    for _ in range(10):
        clock.now += 1.0
        slow = pace.tick()
    assert slow == pytest.approx(1.0)
    for _ in range(int(WINDOW_SECONDS * 10) + 10):
        clock.now += 0.1
        fast = pace.tick()
    assert fast == pytest.approx(10.0)


def test_a_stall_shows_at_once() -> None:
    clock = Clock()
    pace = FrameRate(clock)
    for _ in range(20):
        clock.now += 0.1
        pace.tick()
    clock.now += 20
    assert pace.tick() < 0.1
