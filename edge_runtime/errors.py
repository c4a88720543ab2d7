"""The errors that edge_runtime raises.

The tree::

    EdgeRuntimeError
    ├── ContractError   a contract, or another document, breaks its schema (names the key path)
    ├── BundleError     a bundle's files are missing, changed or unreadable
    ├── EngineError     no interpreter, or the network cannot be run
    ├── ImageError      one picture cannot be scanned (has a failure code)
    ├── OutputError     an output would destroy something (has a code)
    ├── CameraError     a camera, stream or video file delivers no frames
    └── BatchError      a batch cannot start as requested (says what to change)

`Scanner.scan` turns an `ImageError` into a failed `ScanResult`; the others reach the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_runtime.types import FailureCode


class EdgeRuntimeError(Exception):
    """The base class of every error of this package."""


class ContractError(EdgeRuntimeError):
    """A contract, result or other strictly read document breaks its schema.

    Attributes:
        key: Full path of the wrong key, such as `decision.temperature`.
        problem: What is wrong with it.
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


class OutputError(EdgeRuntimeError):
    """An output may not be written to where it was asked for; nothing is written.

    Attributes:
        code: "is_input", "exists" or "wrong_suffix".
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[OutputError], tuple[str, str]]:
        return type(self), (self.code, str(self))


class ImageError(EdgeRuntimeError):
    """One picture cannot be scanned.

    Attributes:
        code: The failure code of the `ScanResult`.
        message: The reason, as a sentence for the user.
    """

    def __init__(self, code: FailureCode, message: str) -> None:
        super().__init__(message)
        self.code: FailureCode = code
        self.message = message

    def __reduce__(self) -> tuple[type[ImageError], tuple[FailureCode, str]]:
        return type(self), (self.code, self.message)


class CameraError(EdgeRuntimeError):
    """A camera cannot be opened, or stopped delivering frames; the message says what to do."""


class BatchError(EdgeRuntimeError):
    """A batch cannot start or resume as requested; the message says what to change."""
