"""From a logit to a verdict, in decimal arithmetic of fifty digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

CLAMP = Decimal("1e-9")

Part = Mapping[str, Any]
"""kind ("image" or "face"), probability and capped."""


def probability(logit: float, rule: Mapping[str, Any]) -> float:
    """1 / (1 + e^-((logit + bias) / temperature))."""
    with localcontext() as context:
        context.prec = 50
        x = (Decimal(logit) + Decimal(rule["bias"])) / Decimal(rule["temperature"])
        return float(_sigmoid(x))


def verdict(share: float, rule: Mapping[str, Any]) -> str:
    """FAKE from ``fake_at`` up, REAL from ``real_at`` down, otherwise UNSURE."""
    if share >= rule["fake_at"]:
        return "FAKE"
    return "REAL" if share <= rule["real_at"] else "UNSURE"


def pooled_probability(parts: Sequence[Part], weights: Mapping[str, float]) -> float:
    """Weighted mean of the log-odds of the whole picture, of the worst face and of the larger.

    Capped parts do not count unless there is no other. Where only the whole picture counts, or
    only faces do, the largest probability as it is.
    """
    counted = [part for part in parts if not part["capped"]] or list(parts)
    whole = [part["probability"] for part in counted if part["kind"] == "image"]
    faces = [part["probability"] for part in counted if part["kind"] == "face"]
    if not (whole and faces):
        return float(max(whole or faces))
    with localcontext() as context:
        context.prec = 50
        (zw,), zf = [_log_odds(share) for share in whole], max(map(_log_odds, faces))
        terms = ((weights["whole"], zw), (weights["face"], zf), (weights["larger"], max(zw, zf)))
        return float(_sigmoid(sum((Decimal(weight) * z for weight, z in terms), Decimal(0))))


def pooled_verdict(
    share: float, parts: Sequence[Part], faces_omitted: int, rule: Mapping[str, Any]
) -> str:
    """A capped part bars REAL, and so does a face that was not judged; all capped bar FAKE."""
    judged = verdict(share, rule)
    barred = {
        "FAKE": all(part["capped"] for part in parts),
        "REAL": any(part["capped"] for part in parts) or faces_omitted > 0,
    }
    return "UNSURE" if barred.get(judged) else judged


def looked_at(
    first: float,
    second: float,
    reasons: Sequence[str],
    rule: Mapping[str, Any],
    limit: float,
) -> dict[str, Any]:
    """A region after its first look, and after the second one where that is taken."""
    sure = verdict(probability(first, rule), rule) != "UNSURE"
    looks = [first, second] if sure and not reasons else [first]
    unstable = len(looks) == 2 and abs(Decimal(first) - Decimal(second)) > Decimal(limit)
    logit = sum(looks) / len(looks)
    share = probability(logit, rule)
    told = [*reasons, "unstable"] if unstable else list(reasons)
    return {
        "looks": looks,
        "logit": logit,
        "probability": share,
        "verdict": "UNSURE" if told else verdict(share, rule),
        "reasons": told,
    }


def _log_odds(share: float) -> Decimal:
    clamped = min(max(Decimal(share), CLAMP), 1 - CLAMP)
    return (clamped / (1 - clamped)).ln()


def _sigmoid(log_odds: Decimal) -> Decimal:
    return 1 / (1 + (-log_odds).exp())
