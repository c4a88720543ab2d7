"""The operating point: from the shipped network's logits to probabilities and thresholds.

It is fitted on whole pictures and by the whole rule: regions, second look, reasons and pooling.
Pictures that cannot be called within the stated error limits lie between the two thresholds: they
are UNSURE.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import DecisionRule, PoolingRule
from edge_runtime.files import strict_reader
from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.types import Verdict
from model_dev.config_file import read_config_file
from model_dev.evaluation.calibration_rows import read_pictures, rows_of, write_rows
from model_dev.evaluation.kinds import LabelledPicture
from model_dev.evaluation.scanned_pictures import VerdictRules, judge_seen
from model_dev.evaluation.thresholds import (
    STORED,
    LimitedClass,
    cell_of,
    fit_thresholds,
)
from model_dev.statistics.platt import OperatingPointError, fit_platt

SCHEMA = "model_dev/operating-point/2"
OF_CROPS = "model_dev/operating-point/1"
"""The schema of operating points that were fitted on crops: their values are read all the same."""

DECIMALS = 6
CLASSES = ("real", "fake")


@dataclass(frozen=True, slots=True)
class Limits:
    """Error limits, and how pictures are drawn.

    Attributes:
        real_called_fake: Largest share of real pictures called FAKE: of each kind as stored, and of
            all kinds together in each other tier.
        fake_called_real: Largest share of fakes called REAL, likewise.
        pictures_per_kind: Pictures of a class from which a kind has a limit of its own; smaller
            kinds are joined, see `model_dev.evaluation.kinds.kinds_of`.
        pictures_per_origin: Most pictures of each origin and class.
        tiers: Degradations in which the limits hold beside the stored pictures.
    """

    real_called_fake: float
    fake_called_real: float
    pictures_per_kind: int
    pictures_per_origin: int
    tiers: tuple[str, ...]

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


def calibrate(
    pictures: Sequence[LabelledPicture],
    pooling: PoolingRule,
    look_limit: float,
    limits: Limits,
    file: Path,
) -> OperatingPoint:
    """Fit the operating point and write it with what it was fitted on.

    Args:
        pictures: Of the calibration split, scanned so that every region was decided.
        pooling: The rule that joins regions.
        look_limit: Difference of two looks above which a region is unstable.
        limits: Error limits.
        file: ``calibration_data/operating_point/<id>.json``; the pictures go beside it as
            ``<id>.csv``. Folders are made.

    Returns:
        The operating point.

    Raises:
        OperatingPointError: If a tier is missing, a class has no kind that is large enough, or no
            usable operating point keeps the limits.
    """
    missing = {STORED, *limits.tiers} - {picture.tier for picture in pictures}
    if missing:
        raise OperatingPointError(f"the limits hold in every tier: {min(missing)} is missing")
    judged = [picture for picture in pictures if picture.seen.regions]
    rules = VerdictRules(DecisionRule(1.0, 0.0, 0.5, 0.0), pooling, look_limit)
    point = fit(judged, rules, limits)
    csv = file.with_suffix(".csv")
    csv.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(csv) as temporary:
        write_rows(rows_of(judged), temporary)
    record = {
        **describe(point, judged, rules, limits),
        "not_judged": len({p.sha256 for p in pictures} - {p.sha256 for p in judged}),
        "csv_sha256": hashlib.sha256(csv.read_bytes()).hexdigest(),
    }
    with atomic_write(file) as temporary:
        temporary.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return point


def refit(file: Path) -> OperatingPoint:
    """Fit the operating point again from the committed logits.

    Args:
        file: ``<id>.json``; its limits and rules are taken, and ``<id>.csv`` beside it.

    Raises:
        OperatingPointError: If the files have another schema or allow no operating point.
    """
    record = json.loads(file.read_text("utf-8"))
    if record.get("schema") != SCHEMA:
        raise OperatingPointError(f"{file.name}: schema must be {SCHEMA}")
    pooling = strict_reader.read(PoolingRule, record["pooling"])
    rules = VerdictRules(DecisionRule(1.0, 0.0, 0.5, 0.0), pooling, record["look_limit"])
    limits = strict_reader.read(Limits, record["limits"])
    return fit(read_pictures(file.with_suffix(".csv")), rules, limits)


def read_operating_point(path: Path) -> OperatingPoint:
    """The fitted values from ``<name>.json``.

    Raises:
        OperatingPointError: If the file is of another schema.
    """
    data = json.loads(path.read_text("utf-8"))
    if data.get("schema") not in (SCHEMA, OF_CROPS):
        raise OperatingPointError(f"{path.name}: schema must be {SCHEMA}")
    return OperatingPoint(**data["operating_point"])


def fit(pictures: Sequence[LabelledPicture], rules: VerdictRules, limits: Limits) -> OperatingPoint:
    """Temperature, bias and thresholds.

    Args:
        pictures: All judged.
        rules: Those of pooling and of the second look; its decision is left out of account.
        limits: Error limits.

    Raises:
        OperatingPointError: See `calibrate`.
    """
    least = limits.pictures_per_kind
    real = LimitedClass.of(0, limits.real_called_fake, pictures, least)
    fake = LimitedClass.of(1, limits.fake_called_real, pictures, least)
    temperature, bias = (round(v, DECIMALS) for v in fit_platt(*region_logits(pictures, least)))
    scaled = DecisionRule(temperature, bias, 0.5, 0.0)
    thresholds = fit_thresholds(real, fake, VerdictRules(scaled, rules.pooling, rules.limit))
    return OperatingPoint(temperature, bias, *thresholds)


def region_logits(
    pictures: Sequence[LabelledPicture], least: int
) -> tuple[NDArray[np.float64], NDArray[np.int_], NDArray[np.float64]]:
    """Logits of all regions without a reason, with labels and weights.

    A region's logit is the mean of its looks. Every kind has the same weight in each tier, and so
    has every picture of it, which its regions share. A kind with fewer than ``least`` pictures has
    less weight, so that none of its pictures counts more than one of a kind of that size.

    Args:
        pictures: All judged.
        least: Pictures.

    Returns:
        float64 [N], int64 [N] (0 real, 1 fake), float64 [N].

    Raises:
        OperatingPointError: If a logit is not finite.
    """
    usable = [(p, [r for r in p.seen.regions if not r.reasons]) for p in pictures]
    usable = [(picture, regions) for picture, regions in usable if regions]
    cells = [(picture.label, picture.kind, picture.tier) for picture, _ in usable]
    sizes = Counter(cells)
    rows = [
        (sum(region.looks) / len(region.looks), cell[0], 1 / max(sizes[cell], least) / len(regions))
        for (_, regions), cell in zip(usable, cells, strict=True)
        for region in regions
    ]
    logits, labels, weights = (np.array(column) for column in zip(*rows, strict=True))
    if not np.isfinite(logits).all():
        raise OperatingPointError("a logit is not finite")
    return logits, labels, weights


def describe(
    point: OperatingPoint,
    pictures: Sequence[LabelledPicture],
    rules: VerdictRules,
    limits: Limits,
) -> dict[str, Any]:
    """The fitted operating point as JSON values, with the pictures and the rates it reaches."""
    return {
        "schema": SCHEMA,
        "split": "calibration",
        "operating_point": asdict(point),
        "limits": {**asdict(limits), "tiers": list(limits.tiers)},
        "pooling": {key: getattr(rules.pooling, key) for key in ("whole", "face", "larger")},
        "look_limit": rules.limit,
        "weighting": "real and fake weighed alike in the log loss; every kind of a class alike",
        "pictures": len({picture.sha256 for picture in pictures}),
        "rates": _rates(pictures, VerdictRules(point.rule(), rules.pooling, rules.limit)),
    }


def _rates(pictures: Sequence[LabelledPicture], rules: VerdictRules) -> list[dict[str, Any]]:
    """Shares of the verdicts in each cell that a limit may hold for."""
    cells: dict[tuple[int, str, str], list[Verdict | None]] = {}
    for picture in pictures:
        verdict = judge_seen(picture.seen, rules).verdict
        cells.setdefault((picture.label, *cell_of(picture)), []).append(verdict)
    return [
        {
            "class": CLASSES[label],
            "tier": tier,
            "kind": kind,
            "pictures": len(verdicts),
            **{v.value: round(verdicts.count(v) / len(verdicts), DECIMALS) for v in Verdict},
        }
        for (label, tier, kind), verdicts in sorted(cells.items())
    ]
