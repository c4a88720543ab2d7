"""Weight averages of two runs.

Runs that started from the same weights often end in the same basin of the loss. Their average then
keeps what each of them learned better than either does ("model soups", Wortsman et al., ICML
2022). Measure an average before using it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import keras

from model_dev.architecture.network import build_network
from model_dev.architecture.streams import STREAMS
from model_dev.training.starting_weights import StartingWeights


def average(
    first: StartingWeights, second: StartingWeights, share: float, kept: Sequence[str] = ()
) -> keras.Model:
    """Average the weights of two runs, in a network of the second run's widths.

    Layers that the first run lacks, or has in another shape, are taken from the second. If the
    forensic streams differ in any layer, the whole stream is taken from the second, because its
    BatchNorm fits its own weights only. If the runs do not have the same streams, the fusion head
    is taken from the second, because it fits its own streams only.

    Args:
        first: The first run.
        second: The second run.
        share: Weight of the first, in [0, 1].
        kept: Streams to take from the second as they are.

    Raises:
        ValueError: If the share is out of range, or a file does not fit its run's widths.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"the share must be in [0, 1], not {share}")
    one, other = build_network(first.network), build_network(second.network)
    one.load_weights(first.weights)
    other.load_weights(second.weights)
    alike = first.network.forensic == second.network.forensic
    own = {*kept, *(() if alike else ("forensic",))}
    apart = tuple(prefix for stream in own for prefix in STREAMS[stream])
    joined = first.network.streams == second.network.streams
    names = {layer.name for layer in one.layers if joined or _in_a_stream(layer)}
    for layer in other.layers:
        if layer.name in names and not layer.name.startswith(apart):
            _average_layer(layer, one.get_layer(layer.name), share)
    return other


def shift_stream_gate(model: keras.Model, log_odds: float) -> None:
    """Give the visual stream more weight, or less if ``log_odds`` is negative.

    The stream gate is trained on pictures that both streams have seen many times; on others the
    forensic stream is less reliable than it seemed. Measure by how much on validation pictures.

    Args:
        model: From `build_network`, with both streams; it is changed.
        log_odds: Added to the gate's before its sigmoid.

    Raises:
        ValueError: If the network has one stream only.
    """
    if "balance" not in {layer.name for layer in model.layers}:
        raise ValueError("a network of one stream has no stream gate to shift")
    balance = model.get_layer("balance")
    kernel, bias = balance.get_weights()
    balance.set_weights([kernel, bias + log_odds])


def _in_a_stream(layer: keras.Layer) -> bool:
    return str(layer.name).startswith(tuple(chain.from_iterable(STREAMS.values())))


def _average_layer(layer: keras.Layer, towards: keras.Layer, share: float) -> None:
    own, others = layer.get_weights(), towards.get_weights()
    if [weight.shape for weight in own] == [weight.shape for weight in others]:
        pairs = zip(own, others, strict=True)
        layer.set_weights([(1 - share) * one + share * other for one, other in pairs])
