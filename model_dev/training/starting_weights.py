"""Weights of an earlier run, to start another one from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras

from model_dev.architecture.network import NetworkConfig, build_network


@dataclass(frozen=True, slots=True)
class Origin:
    """An earlier run.

    Attributes:
        weights: Its ``final.weights.h5``.
        network: Its widths, which may be others.
    """

    weights: Path
    network: NetworkConfig


def take_over(model: keras.Model, origin: Origin, prefixes: Sequence[str] = ("",)) -> list[str]:
    """Give layers the weights of the earlier run's layers of the same name and shape.

    Args:
        model: Changed.
        origin: The earlier run.
        prefixes: Only layers whose names begin so.

    Returns:
        Names of the layers that had to keep their own weights.

    Raises:
        ValueError: If the file does not fit the earlier run's widths, or no layer was taken over.
    """
    earlier = build_network(origin.network)
    earlier.load_weights(origin.weights)
    known = {layer.name: layer.get_weights() for layer in earlier.layers if layer.weights}
    wanted = [
        layer for layer in model.layers if layer.weights and layer.name.startswith(tuple(prefixes))
    ]
    kept = [layer.name for layer in wanted if not _fits(layer, known.get(layer.name))]
    if len(kept) == len(wanted):
        raise ValueError(f"{origin.weights} has no layer in common with this network")
    for layer in wanted:
        if layer.name not in kept:
            layer.set_weights(known[layer.name])
    return kept


def take_over_all(model: keras.Model, origin: Origin, prefixes: Sequence[str]) -> None:
    """`take_over`, but no layer may keep its own weights.

    Raises:
        ValueError: If one is missing in the earlier run or has another shape there.
    """
    kept = take_over(model, origin, prefixes)
    if kept:
        raise ValueError(
            f"{origin.weights}: {', '.join(kept)} cannot be taken over: missing there, or of other "
            "shapes; train both runs with the same widths"
        )


def _fits(layer: keras.Layer, weights: list | None) -> bool:
    shapes = [tuple(weight.shape) for weight in layer.weights]
    return weights is not None and shapes == [weight.shape for weight in weights]
