"""Measures of a detector on pictures with known labels, each with a bootstrap interval.

Every measure is a function of two histograms, of real and of fake pictures over the distinct
probabilities. A bootstrap replicate only re-weighs the histograms, so all replicates are computed
at once. What is drawn with replacement is the *group* (source video, person, near-duplicates), not
the picture: pictures of one group are not independent (cluster bootstrap, Field and Welsh, JRSS B
2007).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Float = NDArray[np.float64]

LEVEL = 0.95
ECE_BINS = 15
METRICS = (
    "auc", "accuracy", "balanced_accuracy", "precision", "recall", "f1", "eer", "brier", "ece",
    "abstain_rate", "false_alarm_rate", "miss_rate",
)  # fmt: skip
ONE_CLASS_METRICS = ("recall", "abstain_rate", "false_alarm_rate", "miss_rate")
"""Measured where there are only real, or only fake pictures, as far as their class is there."""

_BLOCK = 4_000_000


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of fake: FAKE from ``fake_at`` up, REAL from ``real_at`` down."""

    real_at: float
    fake_at: float

    @property
    def middle(self) -> float:
        """Where an UNSURE picture is put on one side, for measures that allow no abstention."""
        return (self.real_at + self.fake_at) / 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value with its interval; None where it is not measured."""

    value: float | None
    low: float | None
    high: float | None

    def rounded(self, decimals: int = 4) -> dict[str, float | None]:
        """As JSON values of a report."""
        values = {"value": self.value, "low": self.low, "high": self.high}
        return {key: None if v is None else round(v, decimals) for key, v in values.items()}


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are drawn."""

    replicates: int
    seed: int


def measure(
    labels: ArrayLike,
    probabilities: ArrayLike,
    groups: ArrayLike,
    thresholds: Thresholds,
    bootstrap: Bootstrap,
) -> dict[str, Estimate]:
    """All measures of one set of pictures.

    ``auc``, ``eer``: of the probability as a score. ``accuracy``, ``balanced_accuracy``,
    ``precision``, ``recall``, ``f1``: with UNSURE pictures put on the side of the band's middle
    they lie on, fake being positive. ``brier``, ``ece`` (15 bins of equal width): with real and
    fake weighed equally, as the calibration was. ``abstain_rate``: UNSURE. ``false_alarm_rate``:
    real pictures called FAKE. ``miss_rate``: fakes called REAL.

    Args:
        labels: [N], 0 real, 1 fake.
        probabilities: [N], of fake, in [0, 1].
        groups: [N], any names.
        thresholds: The operating point.
        bootstrap: Replicates and seed of the 95 % percentile intervals.

    Returns:
        An estimate for each of `METRICS`. Where a class is missing, only `ONE_CLASS_METRICS`
        about the other class have a value. With fewer than two groups there is no interval.

    Raises:
        ValueError: If the arrays are empty, differ in length, or hold values out of range.
    """
    y, p = np.asarray(labels), np.asarray(probabilities, np.float64)
    _check(y, p, np.asarray(groups))
    _, group = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    levels, counts = _levels_and_counts(y, p, group)
    real, fake = (np.asarray(c.sum(axis=0), np.float64).reshape(1, -1) for c in counts)
    whole = _measures(levels, real, fake, thresholds)
    drawn = _replicates(levels, counts, thresholds, bootstrap)
    return {name: _estimate(float(whole[name][0]), drawn.get(name)) for name in METRICS}


def measure_mean(values: ArrayLike, groups: ArrayLike, bootstrap: Bootstrap) -> Estimate:
    """A mean, with the interval that `measure` gives its measures.

    Args:
        values: [N], finite.
        groups: [N], any names.
        bootstrap: Replicates and seed.

    Raises:
        ValueError: If the arrays are empty, differ in length, or a value is not finite.
    """
    x = np.asarray(values, np.float64)
    names, group = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    if not len(x) or len(x) != len(group) or not np.isfinite(x).all():
        raise ValueError("values and groups must have one length, not 0, and values be finite")
    sums, counts = np.bincount(group, x), np.bincount(group)
    if len(names) < 2 or not bootstrap.replicates:
        return Estimate(float(x.mean()), None, None)
    blocks = [(w @ sums) / (w @ counts) for w in _drawn_weights(len(names), 1, bootstrap)]
    return _estimate(float(x.mean()), np.concatenate(blocks))


def measure_auc(
    labels: ArrayLike, scores: ArrayLike, groups: ArrayLike, bootstrap: Bootstrap
) -> Estimate:
    """AUC of any score, with the interval that `measure` gives its measures.

    Args:
        labels: [N], 0 real, 1 fake.
        scores: [N]; higher means fake.
        groups: [N], any names.
        bootstrap: Replicates and seed.

    Returns:
        The AUC; without a value where a class is missing.
    """
    return _combined(labels, [scores], groups, bootstrap, lambda aucs: aucs[0])


def auc_change(
    labels: ArrayLike,
    before: ArrayLike,
    after: ArrayLike,
    groups: ArrayLike,
    bootstrap: Bootstrap,
) -> Estimate:
    """By how much the AUC of one score exceeds that of another, on the same pictures.

    Both are measured on the same drawn groups, so what the two scores have in common cancels: the
    interval is narrower than that of two AUCs measured apart.

    Args:
        labels: [N], 0 real, 1 fake.
        before: [N], scores; higher means fake.
        after: [N], other scores of the same pictures.
        groups: [N], any names.
        bootstrap: Replicates and seed.

    Returns:
        AUC of ``after`` minus AUC of ``before``; without a value where a class is missing.
    """
    return _combined(labels, [before, after], groups, bootstrap, lambda aucs: aucs[1] - aucs[0])


def _combined(
    labels: ArrayLike,
    scores: Sequence[ArrayLike],
    groups: ArrayLike,
    bootstrap: Bootstrap,
    combine: Callable[[Sequence[Float]], Float],
) -> Estimate:
    """Something made of the AUCs of several scores of the same pictures."""
    y = np.asarray(labels)
    names, group = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    found = [_levels_and_counts(y, np.asarray(s, np.float64), group) for s in scores]

    def value_of(weights: Float) -> Float:
        return combine(
            [_auc(_redrawn(real, weights), _redrawn(fake, weights)) for _, (real, fake) in found]
        )

    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(value_of(np.ones((1, len(names))))[0])
        if len(names) < 2 or not bootstrap.replicates:
            return _estimate(value, None)
        widest = max(len(levels) for levels, _ in found)
        blocks = [value_of(w) for w in _drawn_weights(len(names), widest, bootstrap)]
    return _estimate(value, np.concatenate(blocks))


def _levels_and_counts(
    y: NDArray[np.generic], scores: Float, group: NDArray[np.intp]
) -> tuple[Float, list[sparse.csr_matrix]]:
    """The distinct scores, and how often each group has each, per class."""
    levels, place = np.unique(scores, return_inverse=True)
    return levels, [_counts(group[y == c], place[y == c], group, levels) for c in (0, 1)]


def _check(y: NDArray[np.generic], p: Float, groups: NDArray[np.generic]) -> None:
    if not len(y) == len(p) == len(groups) or not len(y):
        raise ValueError("labels, probabilities and groups must have one length, not 0")
    if not np.isin(y, (0, 1)).all() or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("labels must be 0 or 1, probabilities in [0, 1]")


def _counts(
    group: NDArray[np.intp], place: NDArray[np.intp], groups: NDArray[np.intp], levels: Float
) -> sparse.csr_matrix:
    """Pictures of one class per group and probability, [groups, levels]."""
    shape = (int(groups.max()) + 1, len(levels))
    return sparse.csr_matrix((np.ones(len(group)), (group, place)), shape)


def _replicates(
    levels: Float, counts: list[sparse.csr_matrix], thresholds: Thresholds, bootstrap: Bootstrap
) -> dict[str, Float]:
    groups = counts[0].shape[0]
    if groups < 2 or not bootstrap.replicates:
        return {}
    real, fake = counts
    blocks = [
        _measures(levels, _redrawn(real, weights), _redrawn(fake, weights), thresholds)
        for weights in _drawn_weights(groups, len(levels), bootstrap)
    ]
    return {name: np.concatenate([block[name] for block in blocks]) for name in METRICS}


def _redrawn(counts: sparse.csr_matrix, weights: Float) -> Float:
    """Histograms [B, levels] of replicates that drew each group ``weights`` [B, groups] times."""
    return np.asarray((counts.T @ weights.T).T)


def _drawn_weights(groups: int, levels: int, bootstrap: Bootstrap) -> Iterator[Float]:
    """Blocks of [b, groups]: how often each group was drawn in each replicate."""
    random = np.random.default_rng(bootstrap.seed)
    size = max(1, _BLOCK // max(groups, levels))
    for start in range(0, bootstrap.replicates, size):
        rows = min(size, bootstrap.replicates - start)
        drawn = random.integers(0, groups, (rows, groups)) + groups * np.arange(rows)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=rows * groups)
        yield counts.reshape(rows, groups).astype(np.float64)


def _estimate(value: float, drawn: Float | None) -> Estimate:
    if math.isnan(value):
        return Estimate(None, None, None)
    if drawn is None or np.isnan(drawn).all():
        return Estimate(value, None, None)
    low, high = np.nanpercentile(drawn, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Estimate(value, min(float(low), value), max(float(high), value))


def _measures(levels: Float, real: Float, fake: Float, thresholds: Thresholds) -> dict[str, Float]:
    """Each measure, [B], of histograms [B, levels]; NaN where it is not defined."""
    reals, fakes = real.sum(-1), fake.sum(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {
            "auc": _auc(real, fake),
            "eer": _eer(real, fake),
            **_forced(levels >= thresholds.middle, real, fake),
            **_calibration(levels, real / reals[:, None], fake / fakes[:, None]),
            **_verdicts(levels, real, fake, thresholds),
        }
    both = (reals > 0) & (fakes > 0)
    return {
        name: values if name in ONE_CLASS_METRICS else np.where(both, values, np.nan)
        for name, values in found.items()
    }


def _auc(real: Float, fake: Float) -> Float:
    """Probability that a fake scores above a real picture, ties counting half."""
    below = real.cumsum(-1) - real / 2
    return np.asarray((fake * below).sum(-1) / (fake.sum(-1) * real.sum(-1)))


def _eer(real: Float, fake: Float) -> Float:
    """Rate at which misses equal false alarms, on straight lines between the ROC's points."""
    zero = np.zeros((len(real), 1))
    missed = np.hstack([zero, fake.cumsum(-1)]) / fake.sum(-1)[:, None]
    alarms = 1 - np.hstack([zero, real.cumsum(-1)]) / real.sum(-1)[:, None]
    ahead = missed - alarms
    after = np.maximum((ahead >= 0).argmax(-1), 1)[:, None]

    def at(values: Float, index: NDArray[np.intp]) -> Float:
        return np.take_along_axis(values, index, -1)[:, 0]

    step = at(ahead, after) - at(ahead, after - 1)
    share = -at(ahead, after - 1) / step
    return at(missed, after - 1) + share * (at(missed, after) - at(missed, after - 1))


def _forced(called: NDArray[np.bool_], real: Float, fake: Float) -> dict[str, Float]:
    hits, alarms = fake @ called, real @ called
    reals, fakes = real.sum(-1), fake.sum(-1)
    return {
        "accuracy": (hits + reals - alarms) / (reals + fakes),
        "balanced_accuracy": (hits / fakes + 1 - alarms / reals) / 2,
        "precision": hits / (hits + alarms),
        "recall": hits / fakes,
        "f1": 2 * hits / (hits + alarms + fakes),
    }


def _calibration(levels: Float, real: Float, fake: Float) -> dict[str, Float]:
    """Brier score and expected calibration error (Guo et al., ICML 2017), classes weighed alike."""
    brier = (real @ levels**2 + fake @ (1 - levels) ** 2) / 2
    bins = np.minimum((levels * ECE_BINS).astype(int), ECE_BINS - 1)
    member = np.eye(ECE_BINS)[bins]
    expected = ((real + fake) / 2) @ (member * levels[:, None])
    observed = (fake / 2) @ member
    return {"brier": brier, "ece": np.abs(expected - observed).sum(-1)}


def _verdicts(levels: Float, real: Float, fake: Float, thresholds: Thresholds) -> dict[str, Float]:
    called_fake, called_real = levels >= thresholds.fake_at, levels <= thresholds.real_at
    both = real + fake
    return {
        "abstain_rate": (both @ ~(called_fake | called_real)) / both.sum(-1),
        "false_alarm_rate": (real @ called_fake) / real.sum(-1),
        "miss_rate": (fake @ called_real) / fake.sum(-1),
    }
