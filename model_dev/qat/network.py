"""The network with fake quantization, so that training adapts the weights to int8 arithmetic.

The toolkit (Jacob et al., "Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference", CVPR 2018) rounds weights and activations in the forward pass to
what int8 can hold. It knows only the older generation of Keras, ``tf_keras``.

Ranges begin at the committed ones, not at the toolkit's [-6, 6], which hundreds of batches would
not leave: it averages with 0.999, and never narrows the input's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow_model_optimization as tfmot
import tf_keras
from numpy.typing import NDArray

from model_dev.architecture.network import build_network
from model_dev.architecture.network_config import NetworkConfig
from model_dev.architecture.residual import SIDE, srm_kernels
from model_dev.conversion.quantize import INPUT_RANGE
from model_dev.qat.schemes import OWN, SIGMOID_RANGE, CutConv, scheme_of

Weights = Mapping[str, Sequence[NDArray[np.float32]]]
"""Arrays of each layer, by its name; the residual layer has its learned kernels alone."""

LayerRanges = Mapping[str, tuple[float, float]]
"""Lowest and highest value of each layer's output, by its name."""

RESIDUAL = "residual"
CONCATENATED = {
    "visual_pooled": "pooled",
    "forensic_pooled": "pooled",
    "visual_weighed": "weighed",
    "forensic_weighed": "weighed",
}
SIGMOIDS = ("gate_weight", "rest_weight", "gate")
PREFIX = "quant_"
LOW, HIGH = "output_min", "output_max"


def imitated(config: NetworkConfig, weights: Weights, ranges: LayerRanges) -> tf_keras.Model:
    """A deployable network, with int8 arithmetic imitated.

    The residual kernels are not trained: they stay prediction errors.

    Args:
        config: Widths.
        weights: Of a deployable network: BatchNorm folded.
        ranges: Of its layers.

    Returns:
        Model of any batch of float [N, S, S, 3] pictures, S a multiple of 32, to ``fake_logit``
        [N, 1].

    Raises:
        KeyError: If a layer has no weights or no range.
    """
    annotated = tf_keras.models.clone_model(_plain(config, weights), clone_function=_annotated)
    with tfmot.quantization.keras.quantize_scope(OWN):
        model = tfmot.quantization.keras.quantize_apply(annotated)
    _set(_input_ends(model), INPUT_RANGE)
    for layer, ends in _ends(model):
        _set(ends, ranges[layer])
    return tf_keras.Model(model.input, model.get_layer(f"{PREFIX}fake_logit").output)


def learned(model: tf_keras.Model, before: Weights) -> Weights:
    """The weights of every layer after training.

    Args:
        model: From `imitated`, trained.
        before: The weights it began with.
    """
    found = dict(before)
    for name in before:
        if name != RESIDUAL:
            layer = model.get_layer(PREFIX + name)
            by_name = {_short(weight): weight.numpy() for weight in layer.weights}
            kernel = "depthwise_kernel" if "depthwise_kernel" in by_name else "kernel"
            found[name] = [by_name[kernel], by_name["bias"]]
    return found


def learned_ranges(model: tf_keras.Model) -> LayerRanges:
    """The range of every layer's output after training.

    What a concatenation reads has the concatenation's range, as in TFLite; a sigmoid's is fixed.
    """
    found = {
        layer: (float(low.numpy()), float(high.numpy())) for layer, (low, high) in _ends(model)
    }
    read = {layer: found[concatenation] for layer, concatenation in CONCATENATED.items()}
    return {**found, **read, **dict.fromkeys(SIGMOIDS, SIGMOID_RANGE)}


def _plain(config: NetworkConfig, weights: Weights) -> tf_keras.Model:
    model = build_network(config, batch_norm=False, backend=tf_keras, residual=_folded)
    for layer in model.layers:
        if layer.name == RESIDUAL:
            layer.set_weights(weights[RESIDUAL])
        elif layer.weights:
            layer.set_weights(weights[layer.name])
    return model


def _folded(bayar: int, name: str) -> CutConv:
    filters = srm_kernels().shape[-1] + bayar
    return CutConv(filters, SIDE, 2, "same", use_bias=False, trainable=False, name=name)


def _annotated(layer: Any) -> Any:
    return tfmot.quantization.keras.quantize_annotate_layer(layer, scheme_of(layer))


def _input_ends(model: tf_keras.Model) -> tuple[Any, Any]:
    layer = model.layers[1]
    low, high = (weight for weight in layer.weights if _short(weight)[-4:] in ("_min", "_max"))
    return low, high


def _ends(model: tf_keras.Model) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for layer in model.layers:
        by_name = {_short(weight): weight for weight in layer.weights}
        if LOW in by_name:
            yield layer.name.removeprefix(PREFIX), (by_name[LOW], by_name[HIGH])


def _short(weight: Any) -> str:
    return str(weight.name).split(":")[0].split("/")[-1]


def _set(ends: tuple[Any, Any], values: tuple[float, float]) -> None:
    """Put a range into its variables; int8 must hold 0."""
    ends[0].assign(min(values[0], 0.0))
    ends[1].assign(max(values[1], 0.0))
