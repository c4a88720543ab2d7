"""What a phone says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneFacts:
    """The measured phone; None where it does not tell.

    Attributes:
        manufacturer: E.g. "Google".
        model: Name on the box.
        soc: System on a chip, maker and name.
        android: Release, e.g. "15".
        sdk: API level.
        build: Fingerprint of the system's build.
        abis: Instruction sets, the preferred one first.
        memory_kb: Main memory.
        governors: Frequency governor of each group of cores, without repetitions.
        battery_percent: At the start.
        battery_celsius: At the start.
        charging: At the start.
        thermal_status: At the start; 0 (none) to 6 (shutdown).
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
        """Maker, model and chip for people."""
        chip = f" ({self.soc})" if self.soc else ""
        return f"{self.manufacturer} {self.model}{chip}"
