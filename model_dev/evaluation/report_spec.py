"""What an evaluation reports; the numbers are in ``configs/evaluation.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from model_dev.config_file import read_config_file
from model_dev.data.comparison import Comparison

KINDS = {"face": "faces", "image": "images"}


@dataclass(frozen=True, slots=True)
class ReportSpec:
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
    def read(path: Path) -> ReportSpec:
        """Parse a configuration file.

        Raises:
            ConfigError: If a key is missing or unknown, or a value has another type.
        """
        return read_config_file(ReportSpec, path)


def slices(scores: pd.DataFrame, spec: ReportSpec) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """The slices that are measured, as (about, name, rows), over all tiers.

    "overall" is faces and images without the sources set apart; "generator" holds fakes only.
    """
    together = scores[~scores["source"].isin(spec.apart)]
    for kind, name in KINDS.items():
        yield "overall", name, together[together["kind"] == kind]
    for source, rows in scores.groupby("source"):
        yield "source", str(source), rows
    for comparison in spec.comparisons:
        yield "comparison", comparison.name, scores[comparison.mask(scores)]
    for generator, rows in scores[scores["label"] == 1].groupby("generator"):
        yield "generator", str(generator), rows
