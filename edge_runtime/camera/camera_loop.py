"""The camera loop: take the newest frame, scan it, smooth the verdict, report."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from edge_runtime.camera.frame import CameraFrame
from edge_runtime.camera.frame_rate import FrameRate
from edge_runtime.camera.newest_frame import NewestFrame
from edge_runtime.camera.processor_heat import HeatSensor
from edge_runtime.errors import CameraError
from edge_runtime.result.decision import pool, reasons_of
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.tracking.settling import SettledVerdict
from edge_runtime.tracking.voting import FrameVote, VotingRule
from edge_runtime.types import RgbImage

if TYPE_CHECKING:
    from edge_runtime.scan.scanner import Scanner


class CameraLoop:
    """Scans a camera's frames as they arrive.

    Args:
        scanner: An open scanner.
        frames: The camera.
        sensor: Reads the processor's temperature.
        rule: How frames are joined; None for the default.
    """

    def __init__(
        self,
        scanner: Scanner,
        frames: NewestFrame,
        sensor: HeatSensor,
        rule: VotingRule | None = None,
    ) -> None:
        self._scanner = scanner
        self._frames = frames
        self._sensor = sensor
        voting = rule or VotingRule()
        self._vote = FrameVote(scanner.bundle.contract.decision, voting)
        self._settled = SettledVerdict(voting.least, voting.settle)
        self._frame_rate = FrameRate()
        self._start = time.monotonic()

    def __iter__(self) -> Iterator[tuple[RgbImage, CameraFrame]]:
        """Each judged frame, uint8 [H, W, 3], and its report, until the source ends.

        Raises:
            CameraError: If the camera fails, or its frames are too small to judge.
            EngineError: If the network fails.
        """
        number = 0
        while (rgb := self._frames.take()) is not None:
            result = self._scanner.scan(rgb, "camera")
            if result.failure is not None:
                raise CameraError(f"the camera's frames cannot be judged: {result.failure.message}")
            yield rgb, self._frame(number, rgb, result)
            number += 1

    def _frame(self, number: int, rgb: RgbImage, result: ScanResult) -> CameraFrame:
        voted = tuple(self._vote.add(result.regions))
        contract, omitted = self._scanner.bundle.contract, result.faces_omitted
        pooled, probability = pool(voted, omitted, contract.decision, contract.pooling)
        verdict = self._settled.take(pooled)
        assert result.timings_ms is not None, "a scanned result has timings"
        return CameraFrame(
            number=number,
            seconds=time.monotonic() - self._start,
            width=rgb.shape[1],
            height=rgb.shape[0],
            verdict=verdict,
            probability=probability,
            reasons=reasons_of(verdict, [each.region.reasons for each in voted], omitted),
            regions=voted,
            faces_omitted=omitted,
            fps=self._frame_rate.tick(),
            dropped=self._frames.dropped,
            heat=self._sensor.read(),
            bundle=result.bundle,
            runtime=result.runtime,
            timings_ms=result.timings_ms,
        )
