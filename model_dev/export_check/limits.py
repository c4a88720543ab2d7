"""How far the exported networks may be from the Keras network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from model_dev.config_file import read_config_file


@dataclass(frozen=True, slots=True)
class FormatLimits:
    """How far a format may be from the Keras network.

    Attributes:
        auc_difference: At most.
        balanced_accuracy_difference: At most, at the frozen operating point.
        logit_correlation: At least, over all pictures.
    """

    auc_difference: float
    balanced_accuracy_difference: float
    logit_correlation: float


@dataclass(frozen=True, slots=True)
class ExportCheckLimits:
    """The limits of the export check; see ``configs/export_check.toml``."""

    pictures: int
    pictures_per_source: int
    judged_from: int
    tiers: tuple[str, ...]
    replicates: int
    seed: int
    worst: int
    explained: int
    formats: Mapping[str, FormatLimits]

    @staticmethod
    def read(path: Path) -> ExportCheckLimits:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(ExportCheckLimits, path)
