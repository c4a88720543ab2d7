"""What an evaluation reports; the numbers are in ``configs/evaluation.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from model_dev.config_file import read_config_file

KINDS = {"face": "faces", "image": "images"}


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
    comparisons: tuple[Comparison, ...] = ()

    @staticmethod
    def read(path: Path) -> Plan:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(Plan, path)


def slices(scores: pd.DataFrame, plan: Plan) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """What is measured by itself: (about, name, rows), over all tiers.

    "overall" is faces and images without the sources set apart; "generator" holds fakes only.
    """
    together = scores[~scores["source"].isin(plan.apart)]
    for kind, name in KINDS.items():
        yield "overall", name, together[together["kind"] == kind]
    for source, rows in scores.groupby("source"):
        yield "source", str(source), rows
    for comparison in plan.comparisons:
        yield "comparison", comparison.name, _compared(scores, comparison)
    for generator, rows in scores[scores["label"] == 1].groupby("generator"):
        yield "generator", str(generator), rows


def _compared(scores: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    real = (scores["label"] == 0) & scores["source"].isin(comparison.real)
    fake = (scores["label"] == 1) & scores["source"].isin(comparison.fake)
    complete = real.any() and fake.any()
    return scores[(real | fake) & complete]
