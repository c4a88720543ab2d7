"""Face landmarks of crops, found once.

MediaPipe's face landmarker: 478 points (Kartynnik et al., "Real-time Facial Surface Geometry from
Monocular Video on Mobile GPUs", 2019, and Grishchenko et al., "Attention Mesh", 2020).
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.types import FaceCrop
from model_dev.forge.forgery import Points

MODEL = Path(__file__).parent.parent / "weights" / "face_landmarker.task"
COUNT = 478


class Landmarker:
    """MediaPipe's face landmarker, opened. A context manager."""

    def __init__(self) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(MODEL)), num_faces=1
        )
        self._model = vision.FaceLandmarker.create_from_options(options)

    def __enter__(self) -> Landmarker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._model.close()

    def find(self, crop: FaceCrop) -> Points | None:
        """Landmarks of the crop's face in pixels; None where no face is found."""
        import mediapipe

        pixels = np.ascontiguousarray(crop)
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=pixels)
        found = self._model.detect(image).face_landmarks
        if not found:
            return None
        shape = np.array([crop.shape[1], crop.shape[0]], np.float32)
        return np.array([(point.x, point.y) for point in found[0]], np.float32) * shape


class LandmarkCache:
    """Landmarks by the crop's id, kept in a file.

    Args:
        path: ``.npz`` with ``ids`` [N] and ``points`` float32 [N, 478, 2], NaN where no face was
            found; need not exist.
        landmarker: Finds what is not in the file.
    """

    def __init__(self, path: Path, landmarker: Landmarker) -> None:
        self._path, self._landmarker = path, landmarker
        self._known: dict[str, NDArray[np.float32]] = {}
        if path.exists():
            with np.load(path) as stored:
                self._known = dict(zip(stored["ids"].tolist(), stored["points"], strict=True))

    def find(self, name: str, crop: FaceCrop) -> Points | None:
        """Landmarks of a crop, as `Landmarker.find`."""
        if name not in self._known:
            found = self._landmarker.find(crop)
            nothing = np.full((COUNT, 2), np.nan, np.float32)
            self._known[name] = nothing if found is None else found
        points = self._known[name]
        return None if np.isnan(points).any() else points

    def write(self) -> None:
        """Write the file, whole or not at all, making its folder."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        points = np.array(list(self._known.values()), np.float32).reshape(-1, COUNT, 2)
        with atomic_write(self._path) as temporary, temporary.open("wb") as file:
            np.savez(file, ids=np.array(list(self._known), str), points=points)
