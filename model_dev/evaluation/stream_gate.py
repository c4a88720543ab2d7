"""Statistics of the stream gate: how much a verdict rests on each stream.

The stream gate, in (0, 1), is the weight of the visual stream; 1 - gate is that of the forensic
stream.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd

from model_dev.statistics.metrics import Bootstrap, measure_mean

DECIMALS = 4
PERCENTILES = {"p10": 0.1, "median": 0.5, "p90": 0.9}


def stream_gate_cells(scores: pd.DataFrame, bootstrap: Bootstrap) -> list[dict[str, Any]]:
    """The gate of each source, class and tier.

    Args:
        scores: Rows with ``source``, ``label``, ``tier``, ``group`` and ``gate``, as
            `model_dev.evaluation.crop_scores.score` gives them.
        bootstrap: Of the mean's interval, by group.

    Returns:
        Cells with ``source``, ``label``, ``tier``, ``crops``, ``groups``, the estimated ``mean``,
        and the percentiles of `PERCENTILES`.
    """
    return [
        {
            "source": str(source),
            "label": int(label),
            "tier": str(tier),
            "crops": len(rows),
            "groups": int(rows["group"].nunique()),
            "mean": _mean(rows, bootstrap),
            **{k: round(float(rows["gate"].quantile(q)), DECIMALS) for k, q in PERCENTILES.items()},
        }
        for (source, label, tier), rows in scores.groupby(["source", "label", "tier"])
    ]


def _mean(rows: pd.DataFrame, bootstrap: Bootstrap) -> dict[str, float | None]:
    estimate = measure_mean(rows["gate"], rows["group"], bootstrap)
    values = asdict(estimate).items()
    return {key: None if value is None else round(value, DECIMALS) for key, value in values}
