"""Weights of earlier runs that a run starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras

from model_dev.architecture.network import build_network
from model_dev.architecture.network_config import NetworkConfig


@dataclass(frozen=True, slots=True)
class StartingWeights:
    """The weights of an earlier run.

    Attributes:
        weights: Its ``final.weights.h5``.
        network: Its widths, which may differ from the new run's.
    """

    weights: Path
    network: NetworkConfig


@dataclass(frozen=True, slots=True)
class Start:
    """The weights that a run starts from.

    Attributes:
        weights: An earlier run; without one, the visual stream starts from ImageNet's weights and
            the rest at random.
        streams: Earlier runs that one stream alone starts from, by its name in `STREAMS`. A
            forensic stream that was trained by itself knows traces that it would not look for
            beside a visual stream that recognises more.
    """

    weights: StartingWeights | None = None
    streams: Mapping[str, StartingWeights] = field(default_factory=dict)


def copy_matching(
    model: keras.Model, start: StartingWeights, prefixes: Sequence[str] = ("",)
) -> list[str]:
    """Copy the weights of the earlier run's layers that have the same name and shape.

    Args:
        model: Changed.
        start: The earlier run.
        prefixes: Only layers whose names begin so.

    Returns:
        Names of the layers that had to keep their own weights.

    Raises:
        ValueError: If the file does not fit the earlier run's widths, or no layer matches.
    """
    earlier = build_network(start.network)
    earlier.load_weights(start.weights)
    known = {layer.name: layer.get_weights() for layer in earlier.layers if layer.weights}
    wanted = [
        layer for layer in model.layers if layer.weights and layer.name.startswith(tuple(prefixes))
    ]
    kept = [layer.name for layer in wanted if not _fits(layer, known.get(layer.name))]
    if len(kept) == len(wanted):
        raise ValueError(f"{start.weights} has no layer in common with this network")
    for layer in wanted:
        if layer.name not in kept:
            layer.set_weights(known[layer.name])
    return kept


def copy_all(model: keras.Model, start: StartingWeights, prefixes: Sequence[str]) -> None:
    """Copy the weights of every layer of some prefixes; see `copy_matching`.

    Raises:
        ValueError: If one is missing in the earlier run or has another shape there.
    """
    kept = copy_matching(model, start, prefixes)
    if kept:
        raise ValueError(
            f"{start.weights}: {', '.join(kept)} cannot be copied: missing there, or of other "
            "shapes; train both runs with the same widths"
        )


def _fits(layer: keras.Layer, weights: list[Any] | None) -> bool:
    shapes = [tuple(weight.shape) for weight in layer.weights]
    return weights is not None and shapes == [weight.shape for weight in weights]
