"""The picture that is shown for a result, read again from its file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from edge_runtime.errors import ImageError
from edge_runtime.output.placed_result import place_on
from edge_runtime.picture.decode import read_rgb
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import RgbImage

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult


def displayed_picture(
    path: str | os.PathLike[str], result: ScanResult | VideoResult
) -> tuple[RgbImage, ScanResult]:
    """A picture, or the key frame of a video, and its result with boxes in its pixels.

    Args:
        path: The file that was scanned.
        result: The result of scanning it, with status "scanned".

    Returns:
        Upright uint8 RGB [H, W, 3], smaller than the original if a large JPEG was decoded at a
        reduced scale, and the result of that picture or frame.

    Raises:
        ImageError: If the file is missing or has changed.
    """
    if isinstance(result, ScanResult):
        picture = read_rgb(path)
        return picture.rgb, place_on(result, *picture.size)
    from edge_runtime.video.clip import Clip

    position = result.key_frame or 0
    with Clip(path) as clip:
        frame = clip.read(result.timeline[position].frame)
    if frame is None:
        raise ImageError("undecodable", "the key frame cannot be read again")
    return frame.rgb, result.frame_result(position)
