"""What a worker process does with one input."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from edge_runtime.batch.storage import is_url, open_storage
from edge_runtime.engine.options import EngineOptions
from edge_runtime.files.inputs import is_video, unicode_of

if TYPE_CHECKING:
    from edge_runtime.result.scan_result import ScanResult
    from edge_runtime.result.video_result import VideoResult
    from edge_runtime.scan.scanner import Scanner

CRASH_SCHEMA = "edge-runtime/crashed/2"

ONE_THREAD = EngineOptions(threads=1)
"""Processes, and not threads, use the CPU's cores in a batch."""


@dataclass(frozen=True, slots=True)
class ScannerSpec:
    """How a worker process opens its scanner; pickled and sent to the process.

    Attributes:
        bundle: Folder of the bundle.
        options: Where the network is to run; the default is one CPU thread per process.
        frames: Frames to judge of a video; None for the default.
    """

    bundle: str
    options: EngineOptions = ONE_THREAD
    frames: int | None = None

    def open(self) -> InputScanner:
        """Open the scanner.

        Raises:
            EdgeRuntimeError: If the bundle or the engine does not work.
        """
        from edge_runtime.scan.scanner import Scanner

        return InputScanner(Scanner.open(self.bundle, self.options), self.frames)


class InputScanner:
    """Scans pictures and videos by name: local files, and URLs that fsspec can read.

    Args:
        scanner: An open scanner.
        frames: Frames to judge of a video; None for the default.
    """

    def __init__(self, scanner: Scanner, frames: int | None = None) -> None:
        self._scanner = scanner
        self._frames = frames

    def identity(self) -> dict[str, Any]:
        """The values of ``bundle`` and ``runtime`` in every result."""
        from edge_runtime.files import json_document

        reference, runtime = self._scanner.reference, self._scanner.runtime
        return {
            "bundle": json_document.value_of(reference),
            "runtime": json_document.value_of(runtime),
        }

    def scan(self, name: str) -> bytes:
        """Scan one picture or video.

        Args:
            name: Path or URL.

        Returns:
            The result as one line of JSON, without a line end. An input that cannot be read gives
            a failed result.

        Raises:
            EdgeRuntimeError: If the bundle or the engine fails.
        """
        result = self._scan_url(name) if is_url(name) else self._scan_local(name)
        document = {**result.to_json(), "source": unicode_of(name)}
        return json.dumps(document, allow_nan=False).encode()

    def _scan_local(self, path: str) -> ScanResult | VideoResult:
        from edge_runtime.video.container import is_video_file

        if not is_video(path) and not is_video_file(path):
            return self._scanner.scan(path)
        from edge_runtime.video.scan import FRAMES, scan_video

        return scan_video(self._scanner, path, self._frames or FRAMES)

    def _scan_url(self, url: str) -> ScanResult | VideoResult:
        with ExitStack() as stack:
            try:
                copy = stack.enter_context(open_storage(url).readable_path())
            except Exception as error:  # stores raise whatever their clients raise
                return self._unreadable(url, f"{type(error).__name__}: {error}")
            return self._scan_local(str(copy))

    def _unreadable(self, url: str, why: str) -> ScanResult | VideoResult:
        message = unicode_of(why)
        if not is_video(url):
            return self._scanner.failed(url, "unreadable", message)
        from edge_runtime.video.scan import failed_video

        return failed_video(self._scanner, url, "unreadable", message)


def crash_line(name: str, why: str, identity: dict[str, Any]) -> bytes:
    """The result of an input that ends every process that scans it, as one line of JSON.

    It has the keys of a failed `edge_runtime.result.scan_result.ScanResult`, and a schema name and
    failure code of its own. A scanner never returns it, so phones, servers and web pages need not
    expect the code "crashed".

    Args:
        name: Path or URL of the input.
        why: How the process ended.
        identity: As from `InputScanner.identity`.
    """
    row = {
        "schema": CRASH_SCHEMA,
        "source": unicode_of(name),
        "status": "failed",
        "image": None,
        "failure": {"code": "crashed", "message": f"judging it ended the process: {why}"},
        "verdict": None,
        "probability": None,
        "reasons": [],
        "rotated": 0,
        "regions": [],
        "possible_faces": [],
        "faces_omitted": 0,
        **identity,
        "timings_ms": None,
    }
    return json.dumps(row).encode()
