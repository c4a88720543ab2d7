"""What an evaluation reports; the numbers are in ``configs/evaluation.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from model_dev.config_record import record
from model_dev.toml import read_toml


@dataclass(frozen=True, slots=True)
class Comparison:
    """Real pictures of some sources against fakes of others."""

    name: str
    real: tuple[str, ...]
    fake: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is reported; see ``configs/evaluation.toml``.

    Attributes:
        replicates: Bootstrap replicates.
        seed: Of the bootstrap.
        mistakes: Worst pictures listed per source.
        apart: Sources left out of the overall cells.
        comparisons: Cells over more than one source.
    """

    replicates: int
    seed: int
    mistakes: int
    apart: tuple[str, ...]
    comparisons: tuple[Comparison, ...]

    @staticmethod
    def read(path: Path) -> Plan:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown.
        """
        data = read_toml(path)
        tables = data.pop("comparison", [])
        comparisons = [record(Comparison, t, f"{path.name}: comparison") for t in tables]
        return record(Plan, {**data, "comparisons": comparisons}, path.name)
