"""What a worker does with one name."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from edge_runtime.errors import EdgeRuntimeError
from edge_runtime.files.inputs import is_video, unicode_of
from edge_runtime.result.scan_result import Failure

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.result.video_result import VideoResult
    from edge_runtime.scan.scanner import Scanner


class Judge(Protocol):
    """Turns a name into a result."""

    def identity(self) -> dict[str, Any]:
        """The keys ``bundle`` and ``runtime`` of a result that it gives."""
        ...

    def judge(self, name: str) -> bytes:
        """The result as one line of JSON, without its end.

        Raises:
            EdgeRuntimeError: If bundle or engine fail; a bad picture gives a failed result.
        """
        ...


class JudgePlan(Protocol):
    """Opens a judge in another process, so it must be picklable."""

    def open(self) -> Judge:
        """Load what judging needs.

        Raises:
            EdgeRuntimeError: If that cannot be had.
        """
        ...


@dataclass(frozen=True, slots=True)
class ScannerPlan:
    """How to open a scanner, as for `edge_runtime.scan.scanner.Scanner.open`.

    Attributes:
        bundle: Folder of the bundle.
        accelerator: What is to run the network.
        threads: CPU threads of one scan.
        backend: TFLite runtime; None for the first installed one.
        frames: Judged of a video; None for the default.
    """

    bundle: str
    accelerator: str
    threads: int
    backend: str | None
    frames: int | None

    def open(self) -> Judge:
        """Open the scanner."""
        from edge_runtime.engine.options import EngineOptions
        from edge_runtime.scan.scanner import Scanner

        options = EngineOptions(self.accelerator, self.threads, self.backend)
        scanner = Scanner.open(self.bundle, options)
        return ScannerJudge(scanner, self.frames)


class ScannerJudge:
    """Judges local pictures and videos, and those that fsspec reaches.

    Args:
        scanner: An open scanner.
        frames: Judged of a video; None for the default.
    """

    def __init__(self, scanner: Scanner, frames: int | None = None) -> None:
        self._scanner = scanner
        self._frames = frames

    def identity(self) -> dict[str, Any]:
        """The scanner's bundle and runtime."""
        from edge_runtime.files import json_document

        reference, runtime = self._scanner.reference, self._scanner.runtime
        return {
            "bundle": json_document.value_of(reference),
            "runtime": json_document.value_of(runtime),
        }

    def judge(self, name: str) -> bytes:
        """Scan one picture or video."""
        result = {**self._scan(name).to_json(), "source": unicode_of(name)}
        return json.dumps(result, allow_nan=False).encode()

    def _scan(self, name: str) -> ScanResult | VideoResult:
        from edge_runtime.batch.storage import is_url

        if is_url(name):
            return self._scan_copy(name)
        return self._scan_local(name)

    def _scan_local(self, name: str) -> ScanResult | VideoResult:
        if not is_video(name):
            return self._scanner.scan(name)
        from edge_runtime.video.scan import FRAMES, scan_video

        return scan_video(self._scanner, name, self._frames or FRAMES)

    def _scan_copy(self, url: str) -> ScanResult | VideoResult:
        from edge_runtime.batch.storage import place

        try:
            with place(url).reading() as copy:
                return self._scan_local(str(copy))
        except EdgeRuntimeError:
            raise
        except Exception as error:  # stores raise whatever their clients raise
            return self._unreadable(url, f"{type(error).__name__}: {error}")

    def _unreadable(self, url: str, why: str) -> ScanResult | VideoResult:
        """What scanning a file that is not there gives, with the reason that the store gave."""
        with tempfile.TemporaryDirectory(prefix="edge-runtime-") as folder:
            result = self._scan_local(str(Path(folder, "absent").with_suffix(Path(url).suffix)))
        return replace(result, failure=Failure("unreadable", unicode_of(why)))
