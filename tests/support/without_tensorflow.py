"""Makes TensorFlow impossible to import, as where it is not installed."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class WithoutTensorFlow(MetaPathFinder):
    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if name.split(".")[0] == "tensorflow":
            raise ModuleNotFoundError("TensorFlow is hidden", name=name)


def hide() -> None:
    """From here on."""
    sys.meta_path.insert(0, WithoutTensorFlow())
