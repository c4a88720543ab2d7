"""Networks that the bundle's network is compared with in benchmarks.

``mobilenet_v2``: MobileNetV2 1.0 at 224 x 224 pixels (Sandler et al., "MobileNetV2: Inverted
Residuals and Linear Bottlenecks", CVPR 2018).

``original``: the network that this project replaces, rebuilt from its description. Beside
MobileNetV2 it has a forensic stream at full resolution: 30 SRM filters (Fridrich and Kodovsky,
"Rich Models for Steganalysis of Digital Images", IEEE TIFS 2012) and Bayar's constrained
convolution (Bayar and Stamm, "Constrained Convolutional Neural Networks", IEEE TIFS 2018) of 5 x 5
pixels each, then 3 x 3 convolutions of 32 and 64 filters, all with stride 1 at 224 x 224, then
global average pooling. The description does not state the number of Bayar filters; 3 is the number
of the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras

SIZE = 224
"""Side of the input in pixels."""

SRM_FILTERS = 30
BAYAR_FILTERS = 3
WIDTHS = (32, 64)


def build_baseline(name: str) -> bytes:
    """Build a baseline network: int8, with random weights.

    Args:
        name: A key of `BASELINES`.

    Returns:
        A ``.tflite`` file with one uint8 input [1, 224, 224, 3].

    Raises:
        KeyError: If the name is unknown.
        ImportError: If TensorFlow or Keras is not installed.
    """
    from model_dev.benchmarks.random_int8 import to_random_int8

    return to_random_int8(BASELINES[name]())


def mobilenet_v2() -> keras.Model:
    """Float MobileNetV2 with a head of 1000 classes, without softmax."""
    import keras

    return keras.applications.MobileNetV2(
        weights=None,
        input_tensor=keras.Input((SIZE, SIZE, 3), batch_size=1),
        classifier_activation=None,
    )


def original() -> keras.Model:
    """Float dual-stream network with one logit, as described in the module's docstring."""
    import keras

    picture = keras.Input((SIZE, SIZE, 3), batch_size=1)
    backbone = keras.applications.MobileNetV2(weights=None, include_top=False, input_tensor=picture)
    visual = keras.layers.GlobalAveragePooling2D()(backbone.output)
    joined = keras.layers.Concatenate()([visual, _forensic(picture)])
    return keras.Model(picture, keras.layers.Dense(1, name="fake_logit")(joined))


def _forensic(picture: Any) -> Any:
    from keras import layers

    noise = [
        layers.Conv2D(filters, 5, padding="same", use_bias=False)(picture)
        for filters in (SRM_FILTERS, BAYAR_FILTERS)
    ]
    features = layers.Concatenate()(noise)
    for width in WIDTHS:
        features = layers.Conv2D(width, 3, padding="same", activation="relu")(features)
    return layers.GlobalAveragePooling2D()(features)


BASELINES: Mapping[str, Callable[[], Any]] = MappingProxyType({
    "mobilenet_v2": mobilenet_v2,
    "original": original,
})  # fmt: skip
"""Functions that build a float Keras model, by the baseline's name."""
