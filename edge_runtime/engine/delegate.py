"""A TFLite delegate in a shared library: Coral's Edge TPU, Arm NN, a vendor's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from edge_runtime.errors import EngineError

PREFIX = "delegate:"
"""How the name of an accelerator begins that is a delegate: ``delegate:LIBRARY[,KEY=VALUE...]``."""


@dataclass(frozen=True, slots=True)
class Delegate:
    """A library with ``tflite_plugin_create_delegate``, and what it is told.

    Attributes:
        library: A path, or a name for the dynamic loader to find.
        options: Keys and values for the library, as its makers document them.
    """

    library: str
    options: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def parse(accelerator: str) -> Delegate | None:
        """Read ``delegate:LIBRARY[,KEY=VALUE...]``; None if the text begins otherwise.

        Raises:
            EngineError: If the library is missing or an option has no value.
        """
        if not accelerator.startswith(PREFIX):
            return None
        library, *options = accelerator.removeprefix(PREFIX).split(",")
        if not library:
            raise EngineError(f"a delegate is named as {PREFIX}LIBRARY[,KEY=VALUE...]")
        return Delegate(library, tuple(_pair(option) for option in options))

    @property
    def name(self) -> str:
        """As it stands in a result, such as "delegate:libarmnnDelegate.so"."""
        return PREFIX + Path(self.library).name

    def load(self, runtime: ModuleType) -> Any:
        """The delegate, made by the library, for an interpreter of that module.

        Args:
            runtime: Such as ``ai_edge_litert.interpreter``.

        Raises:
            EngineError: If the library cannot be loaded or makes none; the message is its own.
        """
        try:
            return runtime.load_delegate(_resolved(self.library), dict(self.options))
        except (OSError, ValueError, RuntimeError, AttributeError) as error:
            raise EngineError(f"{self.name} cannot be loaded: {_in_one_line(error)}") from error


def _pair(option: str) -> tuple[str, str]:
    key, found, value = option.partition("=")
    if not key or not found:
        raise EngineError(f"a delegate's option is KEY=VALUE, not {option!r}")
    return key, value


def _resolved(library: str) -> str:
    """A file that exists by its full path: the loader looks for a bare name elsewhere."""
    return os.path.abspath(library) if os.path.exists(library) else library


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
