"""A stream that is sometimes withheld, so that what follows cannot rely on it alone."""

from __future__ import annotations

from typing import Any

import keras


@keras.saving.register_keras_serializable(package="model_dev")
class StreamDropout(keras.layers.Layer):  # type: ignore[misc]  # Keras is untyped
    """While training, sets all features of a share of the pictures to zero; else does nothing.

    Unlike dropout (Srivastava et al., JMLR 2014) it does not enlarge what is left: a stream is
    either there, as it will be when serving, or missing. Enlarged features were measured to leave
    the fused logit worse than the visual stream's own. Source: Neverova et al., "ModDrop", TPAMI
    2016.

    Input and output float [N, H, W, C].
    """

    def __init__(self, share: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.share = share
        self._seed = keras.random.SeedGenerator()

    def call(self, features: Any, training: bool = False) -> Any:
        """Features, those of some pictures set to zero while training."""
        if not training:
            return features
        shape = (keras.ops.shape(features)[0], 1, 1, 1)
        seen = keras.random.uniform(shape, seed=self._seed) >= self.share
        return features * keras.ops.cast(seen, features.dtype)

    def get_config(self) -> dict[str, Any]:
        """What Keras needs to make the layer again."""
        return {**super().get_config(), "share": self.share}
