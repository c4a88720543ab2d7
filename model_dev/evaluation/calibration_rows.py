"""The calibration pictures as a table: hashes, kinds, labels and logits, never a picture."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd

from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.scanned_pictures import SeenPicture, SeenRegion
from model_dev.statistics.platt import OperatingPointError

COLUMNS = (
    "sha256", "label", "kind", "tier", "faces_omitted",
    "number", "region", "first", "second", "reasons",
)  # fmt: skip
"""A row is a region: its number in the picture, what it is, the logits of its looks, its reasons.
"""


def rows_of(pictures: Sequence[LabelledPicture]) -> pd.DataFrame:
    """One row of `COLUMNS` for each region, sorted; a region with a reason has no second look.

    Args:
        pictures: All judged.
    """
    rows = [row for picture in pictures for row in _regions(picture)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(["sha256", "tier", "number"], ignore_index=True)


def write_rows(table: pd.DataFrame, file: Path) -> None:
    """As CSV."""
    table.to_csv(file, index=False, lineterminator="\n")


def read_pictures(file: Path) -> list[LabelledPicture]:
    """Pictures from a written table; their groups and the sizes of their regions are not in it.

    Raises:
        OperatingPointError: If the file has other columns.
    """
    text = {"sha256": str, "kind": str, "tier": str, "reasons": str}
    table = pd.read_csv(io.BytesIO(file.read_bytes()), dtype=text)
    if tuple(table.columns) != COLUMNS:
        raise OperatingPointError(f"{file.name}: columns must be {', '.join(COLUMNS)}")
    table = table.fillna({"reasons": ""})
    rows = table.itertuples(index=False)
    return [_picture(list(own)) for _, own in groupby(rows, attrgetter("sha256", "tier"))]


def _regions(picture: LabelledPicture) -> Iterator[tuple[object, ...]]:
    known = (picture.sha256, picture.label, picture.kind, picture.tier, picture.seen.faces_omitted)
    for number, region in enumerate(picture.seen.regions):
        first, *second = region.looks
        yield (
            *known, number, region.kind, first, second[0] if second else None,
            " ".join(region.reasons),
        )  # fmt: skip


def _picture(rows: Sequence[Any]) -> LabelledPicture:
    one = rows[0]
    regions = tuple(
        SeenRegion(
            row.region,
            0.0,
            (row.first,) if math.isnan(row.second) else (row.first, row.second),
            tuple(row.reasons.split()),
        )
        for row in rows
    )
    seen = SeenPicture(regions, one.faces_omitted)
    return LabelledPicture(one.sha256, one.label, one.kind, one.sha256, one.tier, seen)
