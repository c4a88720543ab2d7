"""The two streams, and which layers are whose."""

from __future__ import annotations

STREAMS = {"visual": ("mobilenet_", "visual_"), "forensic": ("residual", "forensic_")}
"""How the names of each stream's layers begin."""
