"""Dropout of a whole stream, so that the fusion head does not rely on one stream alone."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="model_dev")
class StreamDropout(keras.layers.Layer):  # type: ignore[misc]  # Keras is untyped
    """Sets all features of a share of the pictures to zero during training.

    Unlike dropout (Srivastava et al., JMLR 2014) it does not scale up the remaining features: a
    stream is either present, as when serving, or missing. Scaled features made the fused logit
    worse than the visual stream's own, when measured. Source: Neverova et al., "ModDrop", TPAMI
    2016.

    Input and output float [N, H, W, C].
    """

    def __init__(self, share: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.share = share
        self._seed = keras.random.SeedGenerator()

    def call(self, features: Any, training: bool = False) -> Any:
        """Drop the features of some pictures during training."""
        if not training:
            return features
        shape = (keras.ops.shape(features)[0], 1, 1, 1)
        seen = keras.random.uniform(shape, seed=self._seed) >= self.share
        return features * keras.ops.cast(seen, features.dtype)

    def get_config(self) -> dict[str, Any]:
        """Arguments of the constructor."""
        return {**super().get_config(), "share": self.share}
