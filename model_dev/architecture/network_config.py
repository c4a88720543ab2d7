"""Widths of the network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Widths of the network.

    Attributes:
        bayar: Number of learned residual kernels.
        stem: Output channels of the pointwise convolution over the residuals.
        forensic: Separable convolutions of the forensic stream: (output channels, stride) each.
        fused: Channels of each stream's projection and of the fused map.
        streams: "both", or "visual" or "forensic" for a network of one stream, which measures what
            that stream can do alone. The stream gate is then the constant 1 or 0, and there is no
            auxiliary output for the other stream.
    """

    bayar: int
    stem: int
    forensic: tuple[tuple[int, int], ...]
    fused: int
    streams: str = "both"
