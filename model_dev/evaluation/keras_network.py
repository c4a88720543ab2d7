"""Wraps a Keras network for `model_dev.evaluation.crop_scores`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import keras

from edge_runtime.types import FaceCrop
from model_dev.architecture.network_input import to_network
from model_dev.evaluation.crop_scores import CropScorer, Network


def network_of_keras(model: keras.Model, checkpoint: Path, exported: bytes) -> Network:
    """A trained network, run as it was trained: with BatchNorm, in float.

    Args:
        model: With the outputs ``fake_logit`` and ``gate``.
        checkpoint: Where its weights were read.
        exported: The network as float TFLite: scores are cached by it and the checkpoint, since
            weights alone do not say what is computed with them.
    """
    import tensorflow as tf

    @tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]  # so is TensorFlow
    def run(image: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        outputs = model(image, training=False)
        return outputs["fake_logit"], outputs["gate"]

    def scorer(crop: FaceCrop) -> tuple[float, float]:
        logit, gate = run(to_network(crop[None]))
        return float(logit[0, 0]), float(gate[0, 0])

    def opened() -> CropScorer:
        return scorer

    sha256 = hashlib.sha256(b"keras" + checkpoint.read_bytes() + exported).hexdigest()
    return Network(checkpoint.name, sha256, opened)
