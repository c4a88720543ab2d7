"""Names of the network's outputs."""

from __future__ import annotations

from collections.abc import Mapping

HEADS = ("fake_logit", "visual_logit", "forensic_logit")
"""The outputs that are trained: the fused logit, and each stream's own (auxiliary) logit."""

OUTPUTS: Mapping[str, str] = {
    "logit": "fake_logit",
    "evidence": "evidence_map",
    "gate": "gate",
}
"""The outputs of an exported network, by their keys in the contract, in the contract's order."""
