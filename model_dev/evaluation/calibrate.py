"""The operating point: from the shipped network's logits to probabilities and thresholds.

Pictures that cannot be called within the stated error limits in every tier lie between the two
thresholds: they are UNSURE.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from edge_runtime.bundle.contract import DecisionRule
from edge_runtime.files.atomic_write import atomic_write
from model_dev.config_file import read_config_file
from model_dev.data.sample_by_hash import sample_by_hash
from model_dev.data.tiers import TIERS
from model_dev.statistics.platt import OperatingPointError, fit_platt

Float = NDArray[np.float64]

SCHEMA = "model_dev/operating-point/1"
COLUMNS = ("sha256", "source", "tier", "label", "logit")
LOGIT_DECIMALS = 4
DECIMALS = 6
BAND = 10.0**-DECIMALS
LOWEST, HIGHEST = 0.001, 0.999
"""Thresholds outside this range would make the probabilities useless."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Error limits that hold in every tier, and how pictures are drawn.

    Attributes:
        real_called_fake: Largest share of real pictures at or above ``fake_at``.
        fake_called_real: Largest share of fakes at or below ``real_at``.
        pictures_per_source: Most pictures per source, class and tier.
    """

    real_called_fake: float
    fake_called_real: float
    pictures_per_source: int

    @staticmethod
    def read(path: Path) -> Limits:
        """From a file like ``configs/operating_point.toml``."""
        return read_config_file(Limits, path)


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Fitted values, as they stand in the contract's decision block."""

    temperature: float
    bias: float
    fake_at: float
    real_at: float

    def rule(self) -> DecisionRule:
        """As the runtime applies it."""
        return DecisionRule(**asdict(self))


def calibrate(scores: pd.DataFrame, limits: Limits, folder: Path, name: str) -> OperatingPoint:
    """Fit the operating point and write ``<name>.csv`` and ``<name>.json``.

    Args:
        scores: What `model_dev.evaluation.crop_scores.score` gave of the quantized model.
        limits: Error limits.
        folder: ``calibration_data/operating_point``; made if missing.
        name: The bundle's id.

    Returns:
        The operating point.

    Raises:
        OperatingPointError: If a row is not of the calibration split, one of `TIERS` is missing, a
            class is missing in a tier, or no usable operating point keeps the limits.
    """
    if set(scores["split"]) != {"calibration"}:
        raise OperatingPointError("the operating point is fitted on the calibration split only")
    if set(scores["tier"]) != set(TIERS):
        raise OperatingPointError(f"the limits hold in every tier: {', '.join(TIERS)} are needed")
    table = calibration_table(scores, limits.pictures_per_source)
    folder.mkdir(parents=True, exist_ok=True)
    point = fit(table, limits)
    with atomic_write(folder / f"{name}.csv") as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")
    record_of = describe(point, table, limits)
    record_of["csv_sha256"] = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
    with atomic_write(folder / f"{name}.json") as temporary:
        temporary.write_text(json.dumps(record_of, indent=2) + "\n", encoding="utf-8")
    return point


def refit(csv: Path, limits: Limits) -> OperatingPoint:
    """Fit the operating point again from the committed logits.

    Raises:
        OperatingPointError: If the file has other columns or allows no operating point.
    """
    table = pd.read_csv(io.BytesIO(csv.read_bytes()))
    if tuple(table.columns) != COLUMNS:
        raise OperatingPointError(f"{csv.name}: columns must be {', '.join(COLUMNS)}")
    return fit(table, limits)


def read_operating_point(path: Path) -> OperatingPoint:
    """The fitted values from ``<name>.json``.

    Raises:
        OperatingPointError: If the file is of another schema.
    """
    data = json.loads(path.read_text("utf-8"))
    if data.get("schema") != SCHEMA:
        raise OperatingPointError(f"{path.name}: schema must be {SCHEMA}")
    return OperatingPoint(**data["operating_point"])


def calibration_table(scores: pd.DataFrame, pictures_per_source: int) -> pd.DataFrame:
    """Hashes, labels and rounded logits, `COLUMNS`, sorted: all that the fit depends on."""
    table = scores[list(COLUMNS)].assign(logit=scores["logit"].round(LOGIT_DECIMALS))
    table = sample_by_hash(table, ["source", "label", "tier"], pictures_per_source)
    return table.sort_values(list(COLUMNS), ignore_index=True)


def fit(table: pd.DataFrame, limits: Limits) -> OperatingPoint:
    """Temperature, bias and thresholds of a table with `COLUMNS`.

    FAKE begins at the lowest probability that keeps ``real_called_fake`` in every tier, REAL at the
    highest that keeps ``fake_called_real``; FAKE never begins below 0.5, REAL never above. Where
    the two cross, one threshold keeps both limits: the permitted one nearest 0.5. ``real_at`` then
    lies `BAND` below ``fake_at`` and nothing is UNSURE.

    Raises:
        OperatingPointError: See `calibrate`.
    """
    _check(table)
    logits, labels = table["logit"].to_numpy(float), table["label"].to_numpy(int)
    temperature, bias = (round(v, DECIMALS) for v in fit_platt(logits, labels))

    def probability(logit: float) -> float:
        return float(1 / (1 + np.exp(-(logit + bias) / temperature)))

    fake, real = probability(fake_edge(table, limits)), probability(real_edge(table, limits))
    fake_at, real_at = _thresholds(fake, real)
    return OperatingPoint(temperature, bias, fake_at, real_at)


def fake_edge(table: pd.DataFrame, limits: Limits) -> float:
    """Lowest logit from which at most ``real_called_fake`` of the real pictures lie, per tier.

    It lies half way between two logits that occur, or beyond the last.
    """
    real = table[table["label"] == 0]
    tiers = [np.sort(rows)[::-1] for _, rows in real.groupby("tier")["logit"]]
    kept_out = max(_first_beyond(logits, limits.real_called_fake) for logits in tiers)
    levels = np.unique(table["logit"])
    above = levels[levels > kept_out]
    return float((kept_out + above[0]) / 2 if len(above) else kept_out + _gap(levels) / 2)


def real_edge(table: pd.DataFrame, limits: Limits) -> float:
    """Highest logit up to which at most ``fake_called_real`` of the fakes lie, per tier."""
    fake = table[table["label"] == 1]
    tiers = [np.sort(rows) for _, rows in fake.groupby("tier")["logit"]]
    kept_out = min(_first_beyond(logits, limits.fake_called_real) for logits in tiers)
    levels = np.unique(table["logit"])
    below = levels[levels < kept_out]
    return float((kept_out + below[-1]) / 2 if len(below) else kept_out - _gap(levels) / 2)


def describe(point: OperatingPoint, table: pd.DataFrame, limits: Limits) -> dict[str, Any]:
    """The fitted operating point as JSON values, with the pictures and the rates it reaches."""
    logits = (table["logit"] + point.bias) / point.temperature
    probabilities = 1 / (1 + np.exp(-logits))
    verdicts = table.assign(
        fake=probabilities >= point.fake_at, real=probabilities <= point.real_at
    )
    return {
        "schema": SCHEMA,
        "split": "calibration",
        "operating_point": asdict(point),
        "limits": asdict(limits),
        "weighting": "real and fake weighed alike in the log loss; every picture of a class alike",
        "pictures": int(table["sha256"].nunique()),
        "tiers": _rates(verdicts, "tier"),
        "sources": _rates(verdicts, "source"),
    }


def _check(table: pd.DataFrame) -> None:
    if not np.isfinite(table["logit"]).all():
        raise OperatingPointError("a logit is not finite")
    for tier, rows in table.groupby("tier"):
        if set(rows["label"]) != {0, 1}:
            raise OperatingPointError(f"tier {tier} needs real and fake pictures")


def _first_beyond(ordered: Float, limit: float) -> float:
    """The logit at which the share of pictures first exceeds the limit."""
    return float(ordered[int(limit * len(ordered) + 1e-9)])


def _gap(levels: Float) -> float:
    return float(np.diff(levels).min()) if len(levels) > 1 else 1.0


def _thresholds(fake: float, real: float) -> tuple[float, float]:
    """``fake_at`` rounded up, ``real_at`` rounded down: rounding must not break a limit."""
    if fake > real:
        fake, real = max(fake, 0.5), min(real, 0.5)
    else:
        fake = real = min(max(0.5, fake), real)
    fake_at = round(math.ceil(fake / BAND) * BAND, DECIMALS)
    real_at = round(min(math.floor(real / BAND) * BAND, fake_at - BAND), DECIMALS)
    if not LOWEST <= real_at < fake_at <= HIGHEST:
        raise OperatingPointError(
            f"no usable thresholds: the limits need REAL below {real:.6f} and FAKE from {fake:.6f}"
        )
    return fake_at, real_at


def _rates(verdicts: pd.DataFrame, column: str) -> dict[str, dict[str, float | int | None]]:
    return {str(name): _rate(rows) for name, rows in verdicts.groupby(column)}


def _rate(rows: pd.DataFrame) -> dict[str, float | int | None]:
    real, fake = rows[rows["label"] == 0], rows[rows["label"] == 1]
    unsure = ~(rows["fake"] | rows["real"])
    return {
        "real": len(real),
        "fake": len(fake),
        "real_called_fake": _share(real["fake"]),
        "real_called_real": _share(real["real"]),
        "fake_called_real": _share(fake["real"]),
        "fake_called_fake": _share(fake["fake"]),
        "unsure": _share(unsure),
    }


def _share(called: pd.Series) -> float | None:
    return round(float(called.mean()), DECIMALS) if len(called) else None
