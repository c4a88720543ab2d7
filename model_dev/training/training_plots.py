"""Curves of a training run: loss by batch, and AUC per source at each stage's end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from edge_runtime.files.atomic_write import atomic_write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = "curves.png"
LOSSES = {
    "fake_logit_loss": "both streams",
    "visual_logit_loss": "visual stream alone",
    "forensic_logit_loss": "forensic stream alone",
}


def draw_curves(run: Path, epoch: int) -> None:
    """Draw ``run/curves.png`` from ``log.csv`` and, where there is one, ``validation.jsonl``.

    Args:
        run: Folder of a training run.
        epoch: Batches in an epoch of the log.
    """
    from matplotlib.figure import Figure

    losses, aucs = read_losses(run, epoch), read_aucs(run)
    figure = Figure(figsize=(12, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    _lines(left, losses.rename(columns=LOSSES), "training loss", "")
    _lines(right, aucs, "AUC on the validation crops", "o")
    right.set_ylim(min(0.5, aucs.min().min()) if aucs.size else 0.5, 1)
    with atomic_write(run / FILE) as temporary:
        figure.savefig(temporary, dpi=120, facecolor="white", format="png")


def read_losses(run: Path, epoch: int) -> pd.DataFrame:
    """Losses of each trained output; the index is the number of batches seen.

    A resumed run logs the epochs after its last checkpoint twice; the later entry counts.
    """
    log = pd.read_csv(run / "log.csv").drop_duplicates("epoch", keep="last").sort_values("epoch")
    log.index = pd.Index((log["epoch"] + 1) * epoch, name="batches")
    return log[[column for column in LOSSES if column in log]]


def read_aucs(run: Path) -> pd.DataFrame:
    """AUC per source; the index is the number of batches seen. Empty without validation."""
    path = run / "validation.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    found = {entry["step"]: entry["auc"] for entry in map(json.loads, lines)}
    return pd.DataFrame.from_dict(found, orient="index").sort_index()


def _lines(axes: Axes, table: pd.DataFrame, title: str, marker: str) -> None:
    for name in table:
        axes.plot(table.index, table[name], label=name, marker=marker)
    axes.set(title=title, xlabel="batches")
    axes.grid(alpha=0.3)
    if table.size:
        axes.legend(fontsize=8)
