"""How many faces candidates find, and how often they see one where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.interpreter import Interpreter, choose_backend
from edge_runtime.faces.detector import FaceDetector, back_to_picture
from edge_runtime.faces.letterbox import Fit
from edge_runtime.faces.turned_sheet import draw_sheet, split_sheet
from edge_runtime.faces.yunet import Detections, overlap
from edge_runtime.picture.overview import Overview
from edge_runtime.picture.pixels import image_of
from edge_runtime.types import Box
from model_dev.detector.calibration import SUFFIXES
from model_dev.detector.candidates import Candidate, open_candidates, time_together
from model_dev.detector.export import DETECTOR_FORMATS, SHIPPED
from model_dev.detector.small_faces import Portrait, with_small_face

SHIPPED_SIDE = 448
OTHER_SIDES = (512, 576, 640)
SHARES = (0.12, 0.08, 0.04, 0.025)
LOWEST = 0.3
"""Scores below this are not kept."""

SAME_FACE = 0.3
"""Intersection over union from which a box is that of the pasted face: YuNet's boxes are a third
taller than those that the portraits come with."""

BOXES = "boxes.json"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Folders of pictures; each source is a folder in them.

    Attributes:
        portraits: Pictures of one face, and `BOXES`: left, top, right, bottom by path.
        scenes: Photographs without people.
        people: Photographs of people.
    """

    portraits: Path
    scenes: Path
    people: Path


def measure(bundle: Bundle, pictures: Pictures, faces: int) -> dict[str, Any]:
    """Scores of every candidate on every picture, and the times.

    Args:
        bundle: Its network's time is the unit, its rules are used.
        pictures: The pictures.
        faces: Faces of each size, with and without a large face beside them.

    Returns:
        A document for JSON: scores, from which any threshold can be judged.
    """
    candidates = open_candidates([SHIPPED_SIDE], DETECTOR_FORMATS)
    candidates += open_candidates(OTHER_SIDES, [SHIPPED])
    sheet = open_candidates([bundle.contract.faces.camera.input_size], [SHIPPED])[0]
    return {
        "sources": {name: _sources(folder) for name, folder in _folders(pictures).items()},
        "times": _times(bundle, [sheet, *candidates]),
        "recall": _recall(candidates, pictures, faces),
        "alarms": _alarms(candidates, sheet, pictures.scenes, bundle.contract.crop.min_face_side),
        "turned": _turned(bundle, pictures),
    }


def _folders(pictures: Pictures) -> Mapping[str, Path]:
    return {key: getattr(pictures, key) for key in ("portraits", "scenes", "people")}


def _sources(folder: Path) -> dict[str, int]:
    return {one.name: len(_paths(one)) for one in sorted(folder.iterdir()) if one.is_dir()}


def _paths(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES]


def _times(bundle: Bundle, candidates: Sequence[Candidate]) -> dict[str, dict[str, float]]:
    model = bundle.read(bundle.contract.model.file)
    network = Interpreter(model, 1, choose_backend(None))
    taken = time_together([network, *(one.interpreter for one in candidates)])
    names = ["network", *(one.name for one in candidates)]
    pairs = zip(names, taken, strict=True)
    return {name: {"ms": ms, "of_the_network": ms / taken[0]} for name, ms in pairs}


def _recall(candidates: Sequence[Candidate], pictures: Pictures, faces: int) -> list[Any]:
    """For each picture its share, whether a large face is beside it, and the scores."""
    rows = []
    for share, beside, picture, box in _small_faces(pictures, faces):
        overview = Overview.of(picture, 224)
        scores = {one.name: _score_at(one.find(overview, LOWEST), box) for one in candidates}
        rows.append({"share": share, "beside": beside, "scores": scores})
    return rows


def _small_faces(pictures: Pictures, faces: int) -> Iterator[tuple[float, bool, Image.Image, Box]]:
    portraits = list(_portraits(pictures.portraits))
    scenes = [path for path in _paths(pictures.scenes) if _large(path)]
    for share in SHARES:
        for beside in (False, True):
            draw = np.random.default_rng([20260228, round(1000 * share), beside])
            for index in draw.choice(len(portraits), faces, replace=faces > len(portraits)):
                with Image.open(scenes[draw.integers(len(scenes))]) as opened:
                    other = portraits[draw.integers(len(portraits))] if beside else None
                    scene = opened.convert("RGB")
                    picture = with_small_face(scene, portraits[index], share, draw, other)
                yield share, beside, *picture


def _portraits(folder: Path) -> Iterator[Portrait]:
    for name, box in json.loads((folder / BOXES).read_text("utf-8")).items():
        with Image.open(folder / name) as opened:
            yield Portrait(opened.convert("RGB"), Box(*map(float, box)))


def _large(path: Path) -> bool:
    """A face of 2.5 % is then at least as long as the shortest that is judged."""
    with Image.open(path) as opened:
        return min(opened.size) >= 1000


def _score_at(found: Detections, box: Box) -> float:
    wanted = np.array([box.left, box.top, box.right, box.bottom, 1.0])
    return float(max(found[overlap(wanted, found) >= SAME_FACE, 4], default=0.0))


def _alarms(
    candidates: Sequence[Candidate], sheet: Candidate, scenes: Path, min_face_side: int
) -> list[Any]:
    """The best score of each scene, in the first look and on the sheet."""
    rows = []
    for path in _paths(scenes):
        with Image.open(path) as opened:
            overview = Overview.of(opened.convert("RGB"), 224)
        scores = {one.name: _best(one.find(overview, LOWEST), min_face_side) for one in candidates}
        turned = np.concatenate(list(sheet_boxes(sheet, overview, SHIPPED_SIDE).values()))
        name = str(path.relative_to(scenes))
        rows.append({"picture": name, "scores": scores, "turned": _best(turned, min_face_side)})
    return rows


def sheet_boxes(sheet: Candidate, overview: Overview, side: int) -> Mapping[int, Detections]:
    """What the turned look finds after a first look of ``side``, in pixels of the picture."""
    image = image_of(overview.pixels)
    fit = Fit.into(image.size, side)
    small = fit.shrunk(image)
    found = sheet.look(draw_sheet(small, sheet.side), LOWEST)
    split = split_sheet(found, small.size, sheet.side)
    return {turn: back_to_picture(boxes, fit, overview.factor) for turn, boxes in split.items()}


def _best(found: Detections, min_face_side: int) -> float:
    if not len(found):
        return 0.0
    long_enough = np.max(found[:, 2:4] - found[:, :2], axis=1) >= min_face_side
    return float(max(found[long_enough, 4], default=0.0))


def _turned(bundle: Bundle, pictures: Pictures) -> list[Any]:
    """What is found in pictures that were laid on their side, of those with a face upright."""
    rule, side = bundle.contract.faces, bundle.contract.crop.min_face_side
    detector = FaceDetector(rule, bundle.read, min_face_side=side)
    sheet = open_candidates([rule.camera.input_size], [SHIPPED])[0]
    rows = []
    for kind, folder in (("portraits", pictures.portraits), ("people", pictures.people)):
        for path in _paths(folder):
            with Image.open(path) as opened:
                image = opened.convert("RGB")
            upright = detector.find(Overview.of(image, 224), "video").faces
            if upright:
                rows += [
                    _lying(detector, sheet, image, turn, kind, side) for turn in (90, 180, 270)
                ]
    return rows


def _lying(
    detector: FaceDetector,
    sheet: Candidate,
    image: Image.Image,
    turn: int,
    kind: str,
    min_face_side: int,
) -> dict[str, Any]:
    """Scores of the first look and of each turn for a picture that needs ``turn`` clockwise."""
    overview = Overview.of(image.rotate(turn, expand=True), 224)
    first = detector.find(overview, "video").faces
    boxes = sheet_boxes(sheet, overview, SHIPPED_SIDE)
    scores = {str(angle): _best(found, min_face_side) for angle, found in boxes.items()}
    best = max((face.score for face in first), default=0.0)
    return {"kind": kind, "needs": turn, "first": best, "scores": scores}
