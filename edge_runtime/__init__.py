"""Tell on the device whether a picture is real, or a deepfake or otherwise AI-generated.

    >>> from edge_runtime import Scanner
    >>> with Scanner.open() as scanner:
    ...     print(scanner.scan("photo.jpg").verdict)

The names of `__all__` are loaded on first use, so that importing this package alone imports neither
NumPy nor Pillow nor an interpreter.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from edge_runtime.errors import (
    BundleError,
    ContractError,
    EdgeRuntimeError,
    EngineError,
    ImageError,
)

if TYPE_CHECKING:
    from edge_runtime.engine.options import EngineOptions
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.scan.scanner import Scanner
    from edge_runtime.types import Verdict

__all__ = [
    "BundleError",
    "ContractError",
    "EdgeRuntimeError",
    "EngineError",
    "EngineOptions",
    "ImageError",
    "ScanResult",
    "Scanner",
    "Verdict",
]

_HOMES = {
    "EngineOptions": "edge_runtime.engine.options",
    "ScanResult": "edge_runtime.result.scan_result",
    "Scanner": "edge_runtime.scan.scanner",
    "Verdict": "edge_runtime.types",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
