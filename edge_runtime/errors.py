"""The errors edge_runtime raises.

The tree::

    EdgeRuntimeError
    ├── ContractError   contract.json is not what the code expects (names the key path)
    ├── BundleError     a bundle's files are missing, changed or unreadable
    ├── EngineError     no interpreter, or the network cannot be run
    ├── ImageError      one picture cannot be scanned (carries a failure code)
    ├── CameraError     a camera, stream or video file gives no frames
    └── BatchError      a batch cannot start as requested (says what to change)

`Scanner.scan` turns an `ImageError` into a failed `ScanResult`; the others reach the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_runtime.types import FailureCode


class EdgeRuntimeError(Exception):
    """Every error of this package is one of these."""


class ContractError(EdgeRuntimeError):
    """A contract, or another JSON document of a bundle, breaks its schema.

    Attributes:
        key: Full path of the offending key, such as `decision.temperature`.
    """

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem

    def __reduce__(self) -> tuple[type[ContractError], tuple[str, str]]:
        return type(self), (self.key, self.problem)


class BundleError(EdgeRuntimeError):
    """A bundle cannot be opened: a file is missing, altered or outside its folder."""


class EngineError(EdgeRuntimeError):
    """The network cannot be loaded or run, or does not match its contract."""


class ImageError(EdgeRuntimeError):
    """One picture cannot be scanned.

    Attributes:
        code: The reason, as it stands in a failed `ScanResult`.
    """

    def __init__(self, code: FailureCode, message: str) -> None:
        super().__init__(message)
        self.code: FailureCode = code
        self.message = message

    def __reduce__(self) -> tuple[type[ImageError], tuple[FailureCode, str]]:
        return type(self), (self.code, self.message)


class CameraError(EdgeRuntimeError):
    """A camera cannot be opened, or stopped giving frames; the message says what to do."""


class BatchError(EdgeRuntimeError):
    """A batch cannot start or resume as requested; the message says what to change."""
