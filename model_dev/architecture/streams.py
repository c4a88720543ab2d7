"""The two streams, and which layers belong to each."""

from __future__ import annotations

STREAMS = {"visual": ("mobilenet_", "visual_"), "forensic": ("residual", "forensic_")}
"""Prefixes of the names of each stream's layers."""
