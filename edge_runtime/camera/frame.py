"""What is reported of one judged frame of a camera.

Its JSON is described by `camera_frame.schema.json`, beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from edge_runtime.camera.processor_heat import Heat
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import BundleRef, RuntimeInfo, Timings
from edge_runtime.tracking.voting import VotedRegion
from edge_runtime.types import Reason, Verdict

SCHEMA = "edge-runtime/camera-frame/2"


@dataclass(frozen=True, slots=True)
class CameraFrame:
    """One judged frame.

    Attributes:
        number: Counts judged frames, from 0.
        seconds: Since the camera was opened.
        width: Of the frame, in pixels.
        height: Of the frame, in pixels.
        verdict: Pooled over the smoothed regions, and shown once it has lasted.
        probability: Of fake in [0, 1], pooled over the smoothed regions.
        reasons: What caps the regions of this frame; empty if the verdict is REAL or FAKE.
        regions: The whole picture, then faces, largest first; each with the verdict of this frame
            and the smoothed one.
        faces_omitted: Number of faces beyond the contract's limit, which were not judged.
        fps: Judged frames per second; 0 at the first.
        dropped: Frames so far that were replaced by a newer one while another was judged.
        heat: Of the processor.
        bundle: The bundle that judged.
        runtime: What ran the network.
        timings_ms: Of this frame.
    """

    number: int
    seconds: float
    width: int
    height: int
    verdict: Verdict
    probability: float
    reasons: tuple[Reason, ...]
    regions: tuple[VotedRegion, ...]
    faces_omitted: int
    fps: float
    dropped: int
    heat: Heat
    bundle: BundleRef
    runtime: RuntimeInfo
    timings_ms: Timings

    def to_json(self) -> dict[str, Any]:
        """JSON value that follows `camera_frame.schema.json`."""
        return {"schema": SCHEMA, **json_document.value_of(self)}

    @staticmethod
    def from_json(data: object) -> CameraFrame:
        """Read what `to_json` wrote.

        Raises:
            ContractError: If the data do not follow the schema.
        """
        return strict_reader.read(CameraFrame, json_document.body_of(data, SCHEMA))
