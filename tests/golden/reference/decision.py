"""From a logit to a verdict, in decimal arithmetic of fifty digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any


def probability(logit: float, rule: Mapping[str, Any]) -> float:
    """1 / (1 + e^-((logit + bias) / temperature))."""
    with localcontext() as context:
        context.prec = 50
        x = (Decimal(logit) + Decimal(rule["bias"])) / Decimal(rule["temperature"])
        return float(1 / (1 + (-x).exp()))


def verdict(share: float, rule: Mapping[str, Any]) -> str:
    """FAKE from ``fake_at`` up, REAL from ``real_at`` down, otherwise UNSURE."""
    if share >= rule["fake_at"]:
        return "FAKE"
    return "REAL" if share <= rule["real_at"] else "UNSURE"


def picture_verdict(shares: Sequence[float], rule: Mapping[str, Any]) -> tuple[str, float]:
    """One fake region makes a picture fake; it is real only if all regions are."""
    verdicts = [verdict(share, rule) for share in shares]
    if "FAKE" in verdicts:
        return "FAKE", max(shares)
    return ("UNSURE" if "UNSURE" in verdicts else "REAL"), max(shares)
