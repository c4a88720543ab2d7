"""TensorBoard logs with any backend of Keras, without TensorFlow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras


class TensorBoardLog(keras.callbacks.Callback):  # type: ignore[misc]  # Keras is untyped
    """Writes every logged number at each epoch's end, by the number of batches seen.

    Keras' own callback needs TensorFlow, whatever the backend is.

    Args:
        folder: Folder of event files; made if missing. A run that goes on adds a file.
        epoch: Batches in an epoch.
    """

    def __init__(self, folder: Path, epoch: int) -> None:
        super().__init__()
        self._folder, self._epoch = folder, epoch
        self._writer: Any = None

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Open a file of events."""
        from tensorboard.summary import Writer

        self._writer = Writer(str(self._folder))

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Write the epoch's numbers at once, so that a running training can be watched."""
        for name, value in (logs or {}).items():
            self._writer.add_scalar(name, float(value), (epoch + 1) * self._epoch)
        self._writer.flush()

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Close the file."""
        self._writer.close()
