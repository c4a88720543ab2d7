"""From a trained checkpoint to a float TFLite network with named tensors."""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from model_dev.network import NetworkConfig, build_network

SIZE = 224


def deployable(trained: keras.Model, config: NetworkConfig) -> keras.Model:
    """The trained network without BatchNorm and without the auxiliary heads.

    BatchNorm is folded in float64 by plain arithmetic, so that every machine gets the same bytes.

    Args:
        trained: From `build_network` with BatchNorm.
        config: Its widths.

    Returns:
        Model from float [1, 224, 224, 3] in [-1, 1) to ``fake_logit``, ``evidence_map``, ``gate``.
    """
    model = build_network(config, SIZE, batch_norm=False)
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(_weights(trained, layer.name))
    return model


def _weights(trained: keras.Model, name: str) -> list[NDArray[np.float32]]:
    weights = trained.get_layer(name).get_weights()
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


def to_float_tflite(model: keras.Model) -> bytes:
    """A deployable network as a float32 TFLite file with one signature, ``serving_default``.

    Input ``image`` float32 [1, 224, 224, 3] in [-1, 1); outputs ``fake_logit`` [1, 1],
    ``evidence_map`` [1, 7, 7, 1], ``gate`` [1, 1].
    """
    import tensorflow as tf

    return tf.lite.TFLiteConverter.from_keras_model(model).convert()
