"""The demonstration pictures of `edge_runtime/samples`, made from public-domain photographs.

The forgeries are this project's own: a face swap by similarity transform, colour transfer and a
feathered mask, and a self-blended picture (Shiohara and Yamasaki, CVPR 2022, arXiv:2204.08376)
whose warped and recoloured copy is blended into itself. Everything is deterministic, and every
picture, real or forged, is written by the same JPEG encoder settings.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Mask = NDArray[np.float32]

JPEG_QUALITY = 92
BROKEN_BYTES = 6_000


@dataclass(frozen=True, slots=True)
class Portrait:
    """A source photograph with the points that align its face.

    Attributes:
        file: Name of the photograph in the source folder.
        eye_left: Centre of the pupil on the left of the picture, in pixels.
        eye_right: Centre of the pupil on the right of the picture, in pixels.
        mouth: Centre of the mouth, in pixels.
    """

    file: str
    eye_left: tuple[float, float]
    eye_right: tuple[float, float]
    mouth: tuple[float, float]

    def points(self) -> NDArray[np.float32]:
        """The three points, float32 [3, 2]."""
        return np.array([self.eye_left, self.eye_right, self.mouth], np.float32)


COLLINS = Portrait("astronaut.png", (203.8, 102.7), (248.2, 104.3), (225.5, 145.6))
HOPPER = Portrait("grace_hopper.jpg", (219.9, 192.2), (302.4, 186.9), (266.0, 277.8))
ROCKET = "rocket.jpg"

SOURCES: Mapping[str, str] = {
    "astronaut.png": "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    "grace_hopper.jpg": "a8ca6d734765703b09728ab47fe59f473d93ae3967fc24c7c0288c3c7adb7130",
    "rocket.jpg": "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
}
"""sha256 of each source photograph: the face points below hold for these bytes only."""


def make_samples(source: Path, out: Path) -> list[Path]:
    """Write every sample picture.

    Args:
        source: Folder with the files named in `SOURCES`.
        out: Folder to write to; made if missing.

    Returns:
        The files written, in order.

    Raises:
        FileNotFoundError: If a source photograph is missing.
        ValueError: If a source photograph is not the one whose face points are known.
    """
    pictures = {name: _read(source / name, digest) for name, digest in SOURCES.items()}
    collins, hopper = pictures[COLLINS.file], pictures[HOPPER.file]
    makers: Mapping[str, Callable[[], Rgb]] = {
        "real_collins.jpg": lambda: collins,
        "real_hopper.jpg": lambda: hopper,
        "real_rocket.jpg": lambda: pictures[ROCKET],
        "real_group.jpg": lambda: group(hopper, collins),
        "fake_swap_collins_on_hopper.jpg": lambda: swap(collins, COLLINS, hopper, HOPPER),
        "fake_swap_hopper_on_collins.jpg": lambda: swap(hopper, HOPPER, collins, COLLINS),
        "fake_blend_collins.jpg": lambda: self_blend(collins, COLLINS),
    }
    out.mkdir(parents=True, exist_ok=True)
    written = [_write(out / name, encode(make())) for name, make in makers.items()]
    return [*written, _write(out / "broken.jpg", encode(collins)[:BROKEN_BYTES])]


def swap(donor: Rgb, donor_face: Portrait, host: Rgb, host_face: Portrait) -> Rgb:
    """Put the donor's face onto the host.

    The donor is moved by the least-squares similarity transform of eyes and mouth, its colours
    are matched to the host's inside the face, and it is blended in with a feathered ellipse.

    Args:
        donor: uint8 [H, W, 3].
        donor_face: Face points in ``donor``.
        host: uint8 [H', W', 3].
        host_face: Face points in ``host``.

    Returns:
        uint8 [H', W', 3].
    """
    matrix, _ = cv2.estimateAffinePartial2D(donor_face.points(), host_face.points())
    size = (host.shape[1], host.shape[0])
    moved = np.asarray(
        cv2.warpAffine(donor, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT),
        np.uint8,
    )
    mask = face_mask(host_face, host.shape[0], host.shape[1])
    return blend(match_colours(moved, host, mask), host, mask)


def self_blend(picture: Rgb, face: Portrait) -> Rgb:
    """Blend a slightly warped, recoloured and softened copy of a face into itself.

    Args:
        picture: uint8 [H, W, 3].
        face: Face points in ``picture``.

    Returns:
        uint8 [H, W, 3].
    """
    height, width = picture.shape[:2]
    centre = tuple(float(value) for value in face.points().mean(axis=0))
    matrix = cv2.getRotationMatrix2D(centre, angle=1.5, scale=1.03)
    matrix[:, 2] += np.array((1.2, -0.8))
    moved = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    softened = cv2.GaussianBlur(moved, (0, 0), 0.8)
    warmer = softened.astype(np.float32) * (1.06, 1.0, 0.93) + (4.0, 1.0, -3.0)
    return blend(to_bytes(warmer), picture, face_mask(face, height, width))


def group(hopper: Rgb, collins: Rgb) -> Rgb:
    """Two portraits side by side whose faces differ in scale, uint8 [512, 949, 3]."""
    height, width = collins.shape[0], round(hopper.shape[1] * collins.shape[0] / hopper.shape[0])
    fitted = cv2.resize(hopper, (width, height), interpolation=cv2.INTER_AREA)
    return np.concatenate([np.asarray(fitted, np.uint8), collins], axis=1)


def face_mask(face: Portrait, height: int, width: int) -> Mask:
    """Feathered ellipse from the brows to below the mouth, float32 [height, width] in [0, 1]."""
    left, right, mouth = face.points()
    eyes = (left + right) / 2
    apart = float(np.linalg.norm(right - left))
    centre = (eyes + 0.55 * (mouth - eyes)).tolist()
    angle = float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])))
    solid = np.zeros((height, width), np.float32)
    cv2.ellipse(solid, (centre, (1.9 * apart, 2.15 * apart), angle), 1.0, -1)
    return cv2.GaussianBlur(solid, (0, 0), 0.09 * apart).astype(np.float32)


def match_colours(picture: Rgb, reference: Rgb, mask: Mask) -> Rgb:
    """Give ``picture`` the mean and spread of ``reference`` in CIELAB inside the mask.

    Reinhard et al., "Color Transfer between Images", IEEE CG&A 2001.
    """
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    wanted = cv2.cvtColor(reference, cv2.COLOR_RGB2LAB).astype(np.float32)
    inside = mask > 0.5
    mean, spread = lab[inside].mean(axis=0), lab[inside].std(axis=0)
    matched = (lab - mean) * (wanted[inside].std(axis=0) / spread) + wanted[inside].mean(axis=0)
    return np.asarray(cv2.cvtColor(to_bytes(matched), cv2.COLOR_LAB2RGB), np.uint8)


def blend(front: Rgb, back: Rgb, mask: Mask) -> Rgb:
    """``front`` where the mask is 1, ``back`` where it is 0."""
    weight = mask[..., None]
    return to_bytes(front * weight + back * (1 - weight))


def to_bytes(values: NDArray[np.floating]) -> Rgb:
    """Round and clip to uint8."""
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def encode(rgb: Rgb) -> bytes:
    """JPEG bytes at quality 92 with 4:2:0 chroma, without metadata."""
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    done, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), options)
    if not done:
        raise ValueError("OpenCV could not encode the picture")
    return data.tobytes()


def _read(path: Path, digest: str) -> Rgb:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"{path.name} is not the expected photograph (sha256 differs)")
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        raise ValueError(f"{path.name} cannot be decoded")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


def _write(path: Path, data: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(data)
    os.replace(temporary, path)
    return path


def main() -> None:
    """Command line: ``python -m model_dev.sealing.samples SOURCE_DIR OUT_DIR``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, metavar="SOURCE_DIR")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    arguments = parser.parse_args()
    for path in make_samples(arguments.source, arguments.out):
        print(f"{path.stat().st_size:>8}  {path.name}")


if __name__ == "__main__":
    main()
