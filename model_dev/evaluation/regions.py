"""Which rule joins the whole picture and its faces best, and which view of the whole to take."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import PoolingRule
from edge_runtime.picture.geometry import cut_crop, plan_whole
from edge_runtime.types import Box, FaceCrop, Verdict
from model_dev.evaluation.scanned_pictures import SeenPicture, VerdictRules, judge_seen
from model_dev.statistics.metrics import (
    LEVEL,
    Bootstrap,
    auc_change,
    measure_auc,
    measure_mean,
)

SCHEMA = "model_dev/regions/1"
STEPS = 4
WIDE = 4 / 3
SIDES = (64, 80, 96, 128, 160, 224, 320)
"""Bounds of the sides of faces in pixels that are compared."""

Score: TypeAlias = Callable[[FaceCrop], float]


@dataclass(frozen=True, slots=True)
class RegionsOfPicture:
    """A picture with its label, what was seen of it, and how other views of it were judged.

    Attributes:
        label: "real" or "fake".
        set: Name of the data set.
        kind: What it shows.
        group: Pictures of a group are not independent.
        seen: Its regions.
        views: Logit by the name of the view; see `views_of`.
    """

    label: str
    set: str
    kind: str
    group: str
    seen: SeenPicture
    views: Mapping[str, float]


def views_of(picture: Image.Image, size: int, score: Score) -> dict[str, float]:
    """Logits of other ways to show the network a whole picture.

    Args:
        picture: Upright, RGB.
        size: Side of the network's input in pixels.
        score: The network, from uint8 [size, size, 3] to a logit.

    Returns:
        "centre square", "letterbox" (all of it, on grey), "two squares" (mean of the two ends if it
        is wider or higher than 4:3, else the centre square).
    """
    width, height = picture.size
    centre = score(cut_crop(picture, plan_whole(width, height), size))
    short = min(width, height)
    ends = (Box(0, 0, short, short), Box(width - short, height - short, width, height))
    wide = max(width, height) > WIDE * short
    two = [score(cut_crop(picture, box, size)) for box in ends] if wide else [centre]
    return {
        "centre square": centre,
        "letterbox": score(letterbox(picture, size)),
        "two squares": sum(two) / len(two),
    }


def letterbox(picture: Image.Image, size: int) -> FaceCrop:
    """All of a picture in the middle of a grey square, uint8 [size, size, 3]."""
    scale = size / max(picture.size)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    small = picture.resize((width, height), Image.Resampling.BILINEAR)
    square = Image.new("RGB", (size, size), (128, 128, 128))
    square.paste(small, ((size - width) // 2, (size - height) // 2))
    return np.asarray(square)


def pooling_rules() -> dict[str, PoolingRule]:
    """The rules that are compared: all weights in steps of a quarter, by their weights."""
    rules = {}
    for whole in range(STEPS + 1):
        for face in range(STEPS + 1 - whole):
            parts = (whole / STEPS, face / STEPS, (STEPS - whole - face) / STEPS)
            rules["{:g} / {:g} / {:g}".format(*parts)] = PoolingRule(*parts)
    return rules


def regions_report(
    pictures: Sequence[RegionsOfPicture], rules: VerdictRules, bundle: str, bootstrap: Bootstrap
) -> dict[str, Any]:
    """AUC and false alarms of each rule and view. JSON values only.

    Args:
        pictures: Of any sets.
        rules: The contract's.
        bundle: Id.
        bootstrap: Of the intervals over groups.
    """
    chosen = rules.pooling
    parts = {
        "all": list(pictures),
        **{
            name: [p for p in pictures if p.set == name]
            for name in sorted({p.set for p in pictures})
        },
        "with a face": [p for p in pictures if len(p.seen.regions) > 1],
    }
    return {
        "schema": SCHEMA,
        "bundle": bundle,
        "pooling": {"whole": chosen.whole, "face": chosen.face, "larger": chosen.larger},
        "interval": {"level": LEVEL, "replicates": bootstrap.replicates, "seed": bootstrap.seed},
        "rules": [
            {"set": name, **_cell(part, replace(rules, pooling=rule), weights, bootstrap)}
            for name, part in parts.items()
            for weights, rule in pooling_rules().items()
        ],
        "kinds": list(_kinds(pictures, rules, bootstrap)),
        "views": list(_views(pictures, bootstrap)),
        "sides": list(_sides(pictures, rules, bootstrap)),
    }


def _cell(
    pictures: Sequence[RegionsOfPicture], rules: VerdictRules, weights: str, bootstrap: Bootstrap
) -> dict[str, Any]:
    judged = [judge_seen(picture.seen, rules) for picture in pictures]
    labels = [int(picture.label == "fake") for picture in pictures]
    groups = [picture.group for picture in pictures]
    scores = [result.probability for result in judged]
    shares = {}
    for name, label, verdict in (
        ("real_called_fake", 0, Verdict.FAKE),
        ("fake_called_fake", 1, Verdict.FAKE),
        ("fake_called_real", 1, Verdict.REAL),
        ("real_called_real", 0, Verdict.REAL),
    ):
        own = [i for i, found in enumerate(labels) if found == label]
        values = [float(judged[i].verdict is verdict) for i in own]
        shares[name] = measure_mean(values, [groups[i] for i in own], bootstrap).rounded()
    return {
        "weights": weights,
        "real": labels.count(0),
        "fake": labels.count(1),
        "auc": measure_auc(labels, scores, groups, bootstrap).rounded(),
        **shares,
    }


def _kinds(
    pictures: Sequence[RegionsOfPicture], rules: VerdictRules, bootstrap: Bootstrap
) -> Iterator[dict[str, Any]]:
    """Real pictures called FAKE by kind, under the rule and by the whole picture alone."""
    alone = replace(rules, pooling=PoolingRule(1.0, 0.0, 0.0))
    real = [picture for picture in pictures if picture.label == "real"]
    for kind in sorted({picture.kind for picture in real}):
        own = [picture for picture in real if picture.kind == kind]
        groups = [picture.group for picture in own]
        shares = {}
        for name, used in (("rule", rules), ("whole_alone", alone)):
            called = [float(judge_seen(p.seen, used).verdict is Verdict.FAKE) for p in own]
            shares[name] = measure_mean(called, groups, bootstrap).rounded()
        yield {"kind": kind, "pictures": len(own), **shares}


def _views(pictures: Sequence[RegionsOfPicture], bootstrap: Bootstrap) -> Iterator[dict[str, Any]]:
    known = [picture for picture in pictures if picture.views]
    wide = [p for p in known if p.views["two squares"] != p.views["centre square"]]
    for about, part in (("all", known), ("longer than 4:3", wide)):
        if not part:
            continue
        labels = [int(picture.label == "fake") for picture in part]
        groups = [picture.group for picture in part]
        centre = [picture.views["centre square"] for picture in part]
        for view in part[0].views:
            scores = [picture.views[view] for picture in part]
            change = auc_change(labels, centre, scores, groups, bootstrap)
            yield {
                "about": about,
                "view": view,
                "real": labels.count(0),
                "fake": labels.count(1),
                "auc": measure_auc(labels, scores, groups, bootstrap).rounded(),
                "change": change.rounded(),
            }


def _sides(
    pictures: Sequence[RegionsOfPicture], rules: VerdictRules, bootstrap: Bootstrap
) -> Iterator[dict[str, Any]]:
    """Faces by the side of their box: how often one look calls a real face FAKE."""
    rows = [
        (region.side, picture, region.looks[0])
        for picture in pictures
        for region in picture.seen.regions
        if region.kind == "face"
    ]
    at = (
        rules.decision.temperature * math.log(rules.decision.fake_at / (1 - rules.decision.fake_at))
        - rules.decision.bias
    )
    for low, high in zip((0, *SIDES), (*SIDES, math.inf), strict=True):
        own = [row for row in rows if low <= row[0] < high]
        real = [row for row in own if row[1].label == "real"]
        if not real:
            continue
        called = [float(logit >= at) for _, _, logit in real]
        groups = [picture.group for _, picture, _ in real]
        yield {
            "from": low,
            "below": None if high == math.inf else high,
            "real": len(real),
            "fake": len(own) - len(real),
            "real_called_fake": measure_mean(called, groups, bootstrap).rounded(),
            "auc": measure_auc(
                [int(p.label == "fake") for _, p, _ in own],
                [logit for _, _, logit in own],
                [p.group for _, p, _ in own],
                bootstrap,
            ).rounded(),
        }
