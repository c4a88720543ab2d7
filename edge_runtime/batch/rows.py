"""A result of a batch as a flat row."""

from __future__ import annotations

from typing import Any

from edge_runtime.files.inputs import printable


def row_of(result: dict[str, Any]) -> dict[str, Any]:
    """The columns of `edge_runtime.output.csv_file.COLUMNS`; None where one does not apply.

    Args:
        result: A scan result, video result or crash, as JSON.
    """
    failure = result["failure"] or {}
    bundle, runtime, timings = result["bundle"], result["runtime"], result["timings_ms"] or {}
    scanned = result["verdict"] is not None
    return {
        "source": printable(result["source"]),
        "status": result["status"],
        "verdict": result["verdict"],
        "probability": result["probability"],
        "faces": _faces(result) if scanned else None,
        "quality": " ".join(_quality(result)) if scanned else None,
        **_size(result),
        "failure_code": failure.get("code"),
        "failure_message": printable(failure["message"]) if failure else None,
        "total_ms": round(timings["total"], 3) if timings else None,
        "bundle_id": bundle["id"],
        "bundle_sha256": bundle["sha256"],
        **runtime,
    }


def _faces(result: dict[str, Any]) -> int:
    if "tracks" in result:
        return sum(track["kind"] == "face" and track["counts"] for track in result["tracks"])
    return sum(region["kind"] == "face" for region in result["regions"])


def _quality(result: dict[str, Any]) -> tuple[str, ...]:
    if "tracks" in result:
        from edge_runtime.result.video_result import VideoResult

        return VideoResult.from_json(result).quality
    return tuple(dict.fromkeys(flag for region in result["regions"] for flag in region["quality"]))


def _size(result: dict[str, Any]) -> dict[str, Any]:
    video = result.get("video") or {}
    image = result.get("image") or video
    return {
        "width": image.get("width"),
        "height": image.get("height"),
        "frames": len(result.get("timeline", ())) or None,
        "seconds": video.get("seconds"),
    }
