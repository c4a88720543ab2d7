"""From a trained checkpoint to a TFLite network with named tensors, in four formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import numpy as np
from numpy.typing import NDArray

from model_dev.architecture.network import build_network
from model_dev.architecture.network_config import NetworkConfig
from model_dev.architecture.residual import PlainResidual, folded_kernel, learned_kernel
from model_dev.conversion.formats import FloatFormat

SIZE = 224
RESIDUAL = "residual"


def deployable(trained: keras.Model, config: NetworkConfig) -> keras.Model:
    """The trained network without BatchNorm and without the auxiliary heads.

    BatchNorm is folded in float64 by plain arithmetic, so that every machine gets the same bytes.

    Args:
        trained: From `build_network` with BatchNorm.
        config: Its widths.

    Returns:
        Model from float [1, 224, 224, 3] in [-1, 1) to ``fake_logit``, ``evidence_map``, ``gate``.
    """
    model = build_network(config, SIZE, batch_norm=False, residual=PlainResidual)
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(_weights(trained, layer.name))
    return model


def put_deployable(
    trained: keras.Model, weights: Mapping[str, Sequence[NDArray[np.float32]]]
) -> None:
    """The inverse of `deployable`: load folded weights, with a BatchNorm that does nothing.

    `deployable` gives the same weights again, bit for bit.

    Args:
        trained: From `build_network` with BatchNorm; changed.
        weights: Arrays of each layer of a deployable network, by its name.
    """
    for name, arrays in weights.items():
        own = [learned_kernel(arrays[0])] if name == RESIDUAL else arrays
        trained.get_layer(name).set_weights(own)
    for norm in (layer for layer in trained.layers if layer.name.endswith("_norm")):
        gamma, beta, mean, variance = norm.get_weights()
        neutral = np.ones_like(gamma), 0 * beta, 0 * mean, np.full_like(variance, 1 - norm.epsilon)
        norm.set_weights(neutral)


def _weights(trained: keras.Model, name: str) -> list[NDArray[np.float32]]:
    weights = trained.get_layer(name).get_weights()
    if name == RESIDUAL:
        return [folded_kernel(weights[0])]
    norms = [layer for layer in trained.layers if layer.name == f"{name}_norm"]
    return _folded(weights, norms[0]) if norms else weights


def _folded(
    weights: list[NDArray[np.float32]], norm: keras.layers.BatchNormalization
) -> list[NDArray[np.float32]]:
    kernel, bias = (weight.astype(np.float64) for weight in weights)
    gamma, beta, mean, variance = (weight.astype(np.float64) for weight in norm.get_weights())
    scale = gamma / np.sqrt(variance + norm.epsilon)
    return [
        (kernel * scale).astype(np.float32),
        ((bias - mean) * scale + beta).astype(np.float32),
    ]


def to_float_tflite(model: keras.Model, number: FloatFormat = "float32") -> bytes:
    """A deployable network as a TFLite file with one signature, ``serving_default``.

    Input ``image`` float32 [1, 224, 224, 3] in [-1, 1); outputs ``fake_logit`` [1, 1],
    ``evidence_map`` [1, 7, 7, 1], ``gate`` [1, 1]. The residual layer's kernels are constants by
    then, so the converter makes it a plain convolution.

    Args:
        model: From `deployable`.
        number: How weights are stored.
    """
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if number != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if number == "float16":
        converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())
