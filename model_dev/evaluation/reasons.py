"""Fits what tells graphics from photographs, and measures the reason for black and white."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image
from scipy.optimize import minimize
from tqdm import tqdm

from edge_runtime.bundle.contract import GraphicRule
from edge_runtime.picture.decode import read_rgb
from edge_runtime.picture.geometry import cut_crop, plan_whole
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.statistics import CropStatistics
from edge_runtime.types import FaceCrop
from model_dev.evaluation.picture_list import half_of, sha256_of_list
from model_dev.statistics.metrics import LEVEL, Bootstrap, measure_mean

SCHEMA = "model_dev/reasons/1"
SIZE = 224
STATISTICS = tuple(field.name for field in fields(CropStatistics))
LABELS = ("photograph", "graphic", "painting")
"""A painting is measured like a graphic, and not fitted."""

COLUMNS = ("label", "kind", "source")
RIDGE = 1e-3
GREY_QUALITIES = (60, 75, 90)

GREY_BELOW = 0.5
"""Colourfulness of a file that is black and white itself; it is no loss if it is found to be so."""

Float: TypeAlias = "NDArray[np.float64]"


def measure_pictures(pictures: pd.DataFrame) -> pd.DataFrame:
    """Statistics of the centre square of each picture, as a scan cuts it.

    Args:
        pictures: As `model_dev.evaluation.picture_list.read_picture_list` gives them, with
            `COLUMNS`.

    Returns:
        The rows with a column for each of `STATISTICS`, ``grey`` (colourfulness of the crop in
        black and white, as a JPEG) and ``half``: 0 fitted, 1 checked.

    Raises:
        ImageError: If a picture cannot be read.
        ValueError: If a label is not one of `LABELS`.
    """
    unknown = sorted(set(pictures["label"]) - set(LABELS))
    if unknown:
        raise ValueError(f"unknown label {unknown[0]!r}; the labels are {', '.join(LABELS)}")
    rows = [_measure(path, number) for number, path in enumerate(tqdm(pictures["file"]))]
    found = pd.DataFrame(rows, columns=[*STATISTICS, "grey"], index=pictures.index)
    return pictures.join(found).assign(half=[half_of(name) for name in pictures["source"]])


def fit_graphic_rule(measured: pd.DataFrame, permitted: float) -> GraphicRule:
    """Weights of the logistic score that tells graphics from photographs.

    Both classes weigh alike, and within a class every picture. The bias is then moved so that at
    most a permitted share of the photographs has a score above 0.

    Args:
        measured: Rows of `measure_pictures`; only half 0 is used, and no painting.
        permitted: Share of the photographs, in [0, 1).

    Raises:
        ValueError: If a class is missing.
    """
    rows = measured[(measured["half"] == 0) & (measured["label"] != "painting")]
    graphic = np.asarray(rows["label"] == "graphic")
    if graphic.all() or not graphic.any():
        raise ValueError("the half that is fitted needs graphics and photographs")
    values = rows[list(STATISTICS)].to_numpy(np.float64)
    weights = [round(float(weight), 4) for weight in _logistic(values, graphic)]
    scores = values[~graphic] @ np.array(weights)
    bias = -np.quantile(scores, 1 - permitted, method="higher")
    return GraphicRule(float(np.floor(bias * 1e4) / 1e4), *weights)


def scores_of(measured: pd.DataFrame, rule: GraphicRule) -> Float:
    """Graphic score of each row of `measure_pictures`."""
    bias, *weights = astuple(rule)
    return np.asarray(measured[list(STATISTICS)].to_numpy(np.float64) @ np.array(weights) + bias)


def reasons_report(
    measured: pd.DataFrame, rule: GraphicRule, colourless_below: float, bootstrap: Bootstrap
) -> dict[str, Any]:
    """What share of which pictures gets a reason. JSON values only.

    Args:
        measured: Rows of `measure_pictures`.
        rule: The fitted rule.
        colourless_below: The contract's limit of colourfulness.
        bootstrap: Of the intervals; sources are drawn, not pictures.
    """
    graphic = scores_of(measured, rule) > 0
    marked = measured.assign(
        not_a_photograph=graphic,
        no_colour=measured["colourfulness"].between(GREY_BELOW, colourless_below, "left"),
        grey_caught=measured["grey"] < colourless_below,
    )
    columns = [*COLUMNS, "path", "file"]
    return {
        "schema": SCHEMA,
        "pictures_sha256": sha256_of_list(measured[columns]),
        "graphic": {field.name: getattr(rule, field.name) for field in fields(rule)},
        "colourless_below": colourless_below,
        "interval": {"level": LEVEL, "replicates": bootstrap.replicates, "seed": bootstrap.seed},
        "cells": list(_cells(marked, bootstrap)),
    }


def _measure(path: Path, number: int) -> tuple[float, ...]:
    picture = read_rgb(path)
    overview = Overview.of(picture.pixels, SIZE)
    square = overview.box_of(plan_whole(*picture.size))
    crop = cut_crop(overview.pixels, square, SIZE)
    grey = _grey_jpeg(crop, GREY_QUALITIES[number % len(GREY_QUALITIES)])
    return *astuple(CropStatistics.of(crop)), CropStatistics.of(grey).colourfulness


def _grey_jpeg(crop: FaceCrop, quality: int) -> FaceCrop:
    buffer = io.BytesIO()
    Image.fromarray(crop).convert("L").convert("RGB").save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def _logistic(values: Float, positive: NDArray[np.bool_]) -> Float:
    """Weights of a ridge logistic regression on standardised values, for the values as they are."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(values)), (values - mean) / spread])
    share = np.where(positive, 0.5 / positive.sum(), 0.5 / (~positive).sum())

    def loss(weights: Float) -> tuple[float, Float]:
        logits = design @ weights
        value = share @ (np.logaddexp(0, logits) - positive * logits)
        slope = design.T @ (share * (1 / (1 + np.exp(-logits)) - positive))
        ridge = RIDGE * np.append(0, weights[1:])
        return float(value + ridge @ weights), slope + 2 * ridge

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x[1:] / spread)


def _cells(marked: pd.DataFrame, bootstrap: Bootstrap) -> Iterator[dict[str, Any]]:
    parts: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
        "fitted": lambda rows: rows["half"] == 0,
        "checked": lambda rows: rows["half"] == 1,
    }
    for label in LABELS:
        own = marked[marked["label"] == label]
        for part, chosen in parts.items():
            yield from _cell(own[chosen(own)], label, "all", part, bootstrap)
        for kind, rows in own.groupby("kind"):
            yield from _cell(rows, label, str(kind), "both", bootstrap)


def _cell(
    rows: pd.DataFrame, label: str, kind: str, part: str, bootstrap: Bootstrap
) -> Iterator[dict[str, Any]]:
    if rows.empty:
        return
    shares: Sequence[str] = ("not_a_photograph", "no_colour", "grey_caught")
    yield {
        "label": label,
        "kind": kind,
        "half": part,
        "pictures": len(rows),
        "sources": int(rows["source"].nunique()),
        **{
            name: measure_mean(rows[name].astype(float), rows["source"], bootstrap).rounded()
            for name in shares
        },
    }
