"""Facts about a measured phone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """The measured phone; None for what it does not report.

    Attributes:
        manufacturer: E.g. "Google".
        model: Product name.
        soc: Maker and name of the system on a chip.
        android: Release, e.g. "15".
        sdk: API level.
        build: Fingerprint of the Android build.
        abis: Instruction sets, the preferred one first.
        memory_kb: Main memory.
        governors: Frequency governors of the groups of cores, without repetitions.
        battery_percent: Charge at the start.
        battery_celsius: Temperature at the start.
        charging: Whether it was charging at the start.
        thermal_status: Status at the start; 0 (none) to 6 (shutdown).
        app: Version of the measured app; None for another engine.
    """

    manufacturer: str
    model: str
    soc: str | None
    android: str
    sdk: int
    build: str
    abis: tuple[str, ...]
    memory_kb: int | None
    governors: tuple[str, ...]
    battery_percent: int | None
    battery_celsius: float | None
    charging: bool | None
    thermal_status: int | None
    app: str | None

    @property
    def name(self) -> str:
        """Maker, model and chip."""
        chip = f" ({self.soc})" if self.soc else ""
        return f"{self.manufacturer} {self.model}{chip}"
