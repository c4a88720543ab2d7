"""The gated dual-stream network.

A visual stream (MobileNetV2 1.0, Sandler et al., CVPR 2018, BatchNorm folded) and a forensic stream
(SRM and Bayar residuals) each give a 7x7 feature map. The stream gate g in (0, 1), predicted per
picture, weighs the visual features by g and the forensic ones by 1 - g. A linear head over the
fused map gives evidence per location, and the logit is its mean, so the explanation is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras

from model_dev.architecture.imagenet import read_convolutions
from model_dev.architecture.network_config import NetworkConfig
from model_dev.architecture.residual import ResidualConv
from model_dev.architecture.stream_dropout import StreamDropout

NAME = "gated_dual_stream"

EXACT = "float32"
"""Number format of logits, evidence and stream gate, whatever the other layers compute in."""

# expansion, output channels, repeats, first stride (Sandler et al., table 2)
_BLOCKS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def build_network(
    config: NetworkConfig,
    size: int | None = None,
    *,
    batch_norm: bool = True,
    backend: Any = keras,
    residual: Callable[..., Any] = ResidualConv,
    stream_dropout: Mapping[str, float] | None = None,
) -> keras.Model:
    """Build the network with random weights.

    Args:
        config: Widths.
        size: Side of the input in pixels, for one picture at a time (to export); or None for
            any multiple of 32 and any batch size.
        batch_norm: With BatchNorm in the forensic stream (to train), or without (to export).
        backend: The Keras whose layers are used: ``keras``, or ``tf_keras`` for tools that know
            only the older generation.
        residual: Makes the forensic stream's first layer, of that Keras, from the number of learned
            kernels and a name.
        stream_dropout: By stream, the share of the training pictures for which the fusion head
            does not get its features, so that it learns to use the other's. Inactive at inference.

    Returns:
        Model from float [N, size, size, 3] in [-1, 1) to a dict of ``fake_logit`` [N, 1],
        ``evidence_map`` [N, size/32, size/32, 1], ``gate`` [N, 1] in (0, 1), and while training
        ``visual_logit`` and ``forensic_logit`` [N, 1].
    """
    layers = backend.layers
    image = backend.Input((size, size, 3), batch_size=1 if size else None, name="image")
    streams = {}
    if config.streams != "forensic":
        streams["visual"] = _projected(
            layers, _visual_stream(layers, image), config.fused, "visual"
        )
    if config.streams != "visual":
        residuals = residual(config.bayar, name="residual")(image)
        forensic = _forensic_stream(layers, residuals, config, batch_norm)
        streams["forensic"] = _projected(layers, forensic, config.fused, "forensic")
    outputs = _fusion_head(layers, _with_dropout(streams, stream_dropout or {}), config.fused)
    if batch_norm:
        for stream, features in streams.items():
            outputs[f"{stream}_logit"] = _auxiliary(layers, features, f"{stream}_logit")
    return backend.Model(image, outputs, name=NAME)


def _with_dropout(streams: Mapping[str, Any], shares: Mapping[str, float]) -> dict[str, Any]:
    """The streams as the fusion head gets them; a single stream is never dropped."""
    return {
        stream: StreamDropout(shares[stream], name=f"{stream}_dropout")(features)
        if shares.get(stream) and len(streams) == 2
        else features
        for stream, features in streams.items()
    }


def _fusion_head(layers: Any, streams: Mapping[str, Any], channels: int) -> dict[str, Any]:
    """``fake_logit``, ``evidence_map`` and ``gate`` of one or both streams' features."""
    joined, gate = _gated(layers, **streams) if len(streams) == 2 else (*streams.values(), None)
    fused = layers.Conv2D(channels, 1, activation="relu6", name="fused")(joined)
    evidence = layers.Conv2D(1, 1, dtype=EXACT, name="evidence_map")(fused)
    if gate is None:
        constant = float("visual" in streams)
        gate = layers.Rescaling(0.0, constant, dtype=EXACT, name="constant_gate")(evidence)
    return {
        "fake_logit": layers.GlobalAveragePooling2D(dtype=EXACT, name="fake_logit")(evidence),
        "evidence_map": evidence,
        "gate": layers.GlobalAveragePooling2D(dtype=EXACT, name="gate")(gate),
    }


def load_imagenet(model: keras.Model) -> None:
    """Load MobileNetV2's ImageNet weights into the visual stream, if the network has one."""
    visual = [layer for layer in model.layers if layer.name.startswith("mobilenet_")]
    convolutions = [layer for layer in visual if layer.weights]
    if not convolutions:
        return
    for layer, (kernel, bias) in zip(convolutions, read_convolutions(), strict=True):
        layer.set_weights([kernel, bias])


def _visual_stream(layers: Any, image: Any) -> Any:
    x = layers.Conv2D(32, 3, 2, "same", activation="relu6", name="mobilenet_stem")(image)
    index = 0
    for expansion, channels, repeats, stride in _BLOCKS:
        for repeat in range(repeats):
            x = _inverted_residual(
                layers, x, expansion, channels, stride if repeat == 0 else 1, index
            )
            index += 1
    return layers.Conv2D(1280, 1, activation="relu6", name="mobilenet_top")(x)


def _inverted_residual(
    layers: Any, x: Any, expansion: int, channels: int, stride: int, index: int
) -> Any:
    name = f"mobilenet_{index}"
    wide = x
    if expansion > 1:
        width = x.shape[-1] * expansion
        wide = layers.Conv2D(width, 1, activation="relu6", name=f"{name}_expand")(x)
    deep = layers.DepthwiseConv2D(3, stride, "same", activation="relu6", name=f"{name}_depthwise")(
        wide
    )
    narrow = layers.Conv2D(channels, 1, name=f"{name}_project")(deep)
    if stride > 1 or x.shape[-1] != channels:
        return narrow
    return layers.Add(name=f"{name}_add")([x, narrow])


def _forensic_stream(layers: Any, residuals: Any, config: NetworkConfig, batch_norm: bool) -> Any:
    x = _pointwise(layers, residuals, config.stem, "forensic_stem", batch_norm)
    for index, (channels, stride) in enumerate(config.forensic):
        x = layers.DepthwiseConv2D(3, stride, "same", name=f"forensic_{index}_depthwise")(x)
        x = _pointwise(layers, x, channels, f"forensic_{index}", batch_norm)
    return x


def _pointwise(layers: Any, x: Any, channels: int, name: str, batch_norm: bool) -> Any:
    if not batch_norm:
        return layers.Conv2D(channels, 1, activation="relu6", name=name)(x)
    x = layers.Conv2D(channels, 1, name=name)(x)
    x = layers.BatchNormalization(momentum=0.98, name=f"{name}_norm")(x)
    return layers.ReLU(6.0, name=f"{name}_relu")(x)


def _projected(layers: Any, x: Any, channels: int, stream: str) -> Any:
    return layers.Conv2D(channels, 1, activation="relu6", name=f"{stream}_features")(x)


def _gated(layers: Any, visual: Any, forensic: Any) -> tuple[Any, Any]:
    """Both streams' weighted features, concatenated, and the stream gate [N, 1, 1, 1]."""
    balance = _balance(layers, visual, forensic)
    gate = layers.Activation("sigmoid", dtype=EXACT, name="gate_weight")(balance)
    opposite = layers.Rescaling(-1.0, dtype=EXACT, name="opposite")(balance)
    rest = layers.Activation("sigmoid", dtype=EXACT, name="rest_weight")(opposite)
    weighed = layers.Concatenate(name="weighed")(
        [
            layers.Multiply(name="visual_weighed")([visual, gate]),
            layers.Multiply(name="forensic_weighed")([forensic, rest]),
        ]
    )
    return weighed, gate


def _balance(layers: Any, visual: Any, forensic: Any) -> Any:
    pooled = layers.Concatenate(name="pooled")(
        [
            layers.GlobalAveragePooling2D(keepdims=True, name=f"{stream}_pooled")(features)
            for stream, features in (("visual", visual), ("forensic", forensic))
        ]
    )
    return layers.Conv2D(1, 1, dtype=EXACT, name="balance")(pooled)


def _auxiliary(layers: Any, features: Any, name: str) -> Any:
    evidence = layers.Conv2D(1, 1, dtype=EXACT, name=f"{name}_map")(features)
    return layers.GlobalAveragePooling2D(dtype=EXACT, name=name)(evidence)
