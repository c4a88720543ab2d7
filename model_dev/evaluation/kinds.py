"""Kinds of pictures: where real pictures and fakes come from, joined where there are few of them.

Of real pictures a kind is the data set or the repository they are from, of fakes also, as a
repository's fakes are of one generator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from model_dev.evaluation.scanned_pictures import SeenPicture

OTHERS = "others"


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """A picture with what is known of it, and what was seen of it.

    Attributes:
        sha256: Of its file.
        label: 0 real, 1 fake.
        kind: As `kinds_of` names it.
        group: Pictures of a group are not independent.
        tier: How it was degraded before it was scanned.
        seen: Its regions; none if it could not be judged.
    """

    sha256: str
    label: int
    kind: str
    group: str
    tier: str
    seen: SeenPicture


def kinds_of(table: pd.DataFrame, least: int) -> pd.Series:
    """The kind of each picture.

    It is the picture's origin. Origins with fewer than ``least`` pictures of a class are joined by
    topic, as "others: portrait". Topics that then still have fewer are joined as `OTHERS`, which
    alone may be smaller.

    Args:
        table: With the columns ``label``, ``origin`` and ``topic``.
        least: Pictures.
    """
    kind = table["origin"]
    for wider in (f"{OTHERS}: " + table["topic"], pd.Series(OTHERS, table.index)):
        pictures = kind.groupby([table["label"], kind]).transform("size")
        kind = kind.where(pictures >= least, wider)
    return kind


def labelled(
    table: pd.DataFrame, least: int, seen: Sequence[dict[str, SeenPicture]]
) -> Iterator[LabelledPicture]:
    """Drawn pictures together with what was seen of them.

    Args:
        table: As `model_dev.evaluation.whole_scan.draw_split` gives it.
        least: Pictures of a kind; see `kinds_of`.
        seen: By tier, one for each row of the table.
    """
    rows = table.assign(kind=kinds_of(table, least)).to_dict("records")
    for row, tiers in zip(rows, seen, strict=True):
        known = {name: row[name] for name in ("sha256", "label", "kind", "group")}
        for tier, picture in tiers.items():
            yield LabelledPicture(**known, tier=tier, seen=picture)
