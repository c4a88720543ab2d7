"""Quantization schemes of layers that the toolkit does not support.

`tensorflow-model-optimization`'s 8-bit scheme has rules for additions, means and concatenations. It
has none for `Multiply`, `Rescaling`, layers of our own and convolutions with a ReLU6; it leaves a
sigmoid's output float, which TFLite makes int8 with a fixed scale; and it gives a depthwise kernel
one scale, where TFLite has one per channel.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf
import tensorflow_model_optimization as tfmot
import tf_keras

quantizers: Any = tfmot.quantization.keras.quantizers
QuantizeConfig: Any = tfmot.quantization.keras.QuantizeConfig
LastValueQuantizer: Any = quantizers.LastValueQuantizer

SIGMOID_RANGE = (0.0, 255 / 256)
"""Of int8 ``LOGISTIC`` in TFLite's quantization specification: scale 1/256, zero point -128."""


class CutConv(tf_keras.layers.Conv2D):  # type: ignore[misc]  # Keras is untyped
    """The residual layer, folded: a convolution cut to [-1, 1]. Not trained; rounded beforehand."""

    def call(self, inputs: Any) -> Any:
        """Residuals of a batch of pictures."""
        return tf.clip_by_value(super().call(inputs), -1.0, 1.0)


class OutputScheme(QuantizeConfig):  # type: ignore[misc]  # Keras is untyped
    """Quantizes a layer's output, over a moving range."""

    def get_weights_and_quantizers(self, layer: Any) -> list[Any]:
        """No weight is quantized."""
        return []

    def get_activations_and_quantizers(self, layer: Any) -> list[Any]:
        """The output is quantized, whatever the activation."""
        return []

    def set_quantize_weights(self, layer: Any, quantize_weights: list[Any]) -> None:
        """Nothing to set."""
        return  # TensorFlow's tracing warns of a function without a statement

    def set_quantize_activations(self, layer: Any, quantize_activations: list[Any]) -> None:
        """Nothing to set."""
        return  # TensorFlow's tracing warns of a function without a statement

    def get_output_quantizers(self, layer: Any) -> list[Any]:
        """One quantizer."""
        return [_moving_range()]

    def get_config(self) -> dict[str, Any]:
        """No argument."""
        return {}


class SigmoidScheme(OutputScheme):
    """Quantizes a sigmoid's output over `SIGMOID_RANGE`."""

    def get_output_quantizers(self, layer: Any) -> list[Any]:
        """One quantizer with a fixed range."""
        low, high = SIGMOID_RANGE
        return [quantizers.FixedQuantizer(8, low, high, narrow_range=False)]


class ConvScheme(OutputScheme):
    """Quantizes a convolution's kernel with a scale per channel, and its output once activated."""

    attribute = "kernel"

    def get_weights_and_quantizers(self, layer: Any) -> list[Any]:
        """The kernel."""
        return [(getattr(layer, self.attribute), KernelQuantizer())]

    def set_quantize_weights(self, layer: Any, quantize_weights: list[Any]) -> None:
        """Compute with the quantized kernel."""
        setattr(layer, self.attribute, quantize_weights[0])


class DepthwiseScheme(ConvScheme):
    """The same for a depthwise convolution."""

    attribute = "depthwise_kernel"


class KernelQuantizer(LastValueQuantizer):  # type: ignore[misc]  # Keras is untyped
    """Symmetric int8 per channel; a depthwise kernel [h, w, channels, 1] has them last but one."""

    def __init__(self) -> None:
        super().__init__(num_bits=8, per_axis=True, symmetric=True, narrow_range=True)

    def build(self, tensor_shape: Any, name: str, layer: Any) -> dict[str, Any]:
        """Variables of the range of each channel."""
        channels = max(int(tensor_shape[-1]), int(tensor_shape[-2]) * (tensor_shape[-1] == 1))
        ends = {"min_var": -6.0, "max_var": 6.0}
        return {
            key: layer.add_weight(
                name=f"{name}_{key[:3]}",
                shape=(channels,),
                initializer=tf_keras.initializers.Constant(end),
                trainable=False,
            )
            for key, end in ends.items()
        }

    def __call__(self, inputs: Any, training: Any, weights: Any, **kwargs: Any) -> Any:
        """The kernel, rounded to what int8 can hold."""
        flat = tf.reshape(inputs, [-1, weights["min_var"].shape[0]])
        return tf.reshape(super().__call__(flat, training, weights, **kwargs), inputs.shape)

    def get_config(self) -> dict[str, Any]:
        """No argument."""
        return {}


OWN = {kind.__name__: kind for kind in (
    CutConv, OutputScheme, SigmoidScheme, ConvScheme, DepthwiseScheme, KernelQuantizer,
)}  # fmt: skip
"""What the toolkit must know to copy a network."""


def scheme_of(layer: Any) -> Any:
    """How a layer is quantized; None where the toolkit's own rule is right."""
    kinds = {
        CutConv: OutputScheme,
        tf_keras.layers.Conv2D: ConvScheme,
        tf_keras.layers.DepthwiseConv2D: DepthwiseScheme,
        tf_keras.layers.Multiply: OutputScheme,
        tf_keras.layers.Rescaling: OutputScheme,
        tf_keras.layers.Activation: SigmoidScheme,
    }
    scheme = kinds.get(type(layer))
    return scheme() if scheme else None


def _moving_range() -> Any:
    return quantizers.MovingAverageQuantizer(8, per_axis=False, symmetric=False, narrow_range=False)
