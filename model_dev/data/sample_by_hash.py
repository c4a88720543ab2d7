"""A share of the pictures, the same on every machine."""

from __future__ import annotations

import pandas as pd


def drawn_by_hash(table: pd.DataFrame, by: list[str], limit: int) -> pd.DataFrame:
    """At most ``limit`` rows of each combination of ``by``: those with the lowest sha256.

    Args:
        table: Rows with a ``sha256`` column.
        by: Columns.
        limit: Rows kept per combination, > 0.
    """
    ordered = table.sort_values(["sha256", *by], kind="stable")
    return ordered.groupby(by, sort=False).head(limit)
