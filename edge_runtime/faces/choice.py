"""Which of the boxes that were found are faces to judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge_runtime.bundle.contract import FaceRule
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.faces.yunet import Detections, areas
from edge_runtime.types import Box, Face, Turn

MOST_POSSIBLE = 64
"""Possible faces that are listed; more tell nobody anything."""


def select(detections: Detections, rule: FaceRule, min_face_side: int) -> FoundFaces:
    """Faces to judge, possible faces, and how many faces are too many.

    Args:
        detections: In pixels of the picture, best score first.
        rule: The contract's rule.
        min_face_side: Longer side in pixels from which a face is judged.
    """
    scores = detections[:, 4]
    sure = (scores >= rule.decides_from) & _long_enough(detections, min_face_side)
    faces, others = detections[sure], detections[~sure & (scores >= rule.possible_from)]
    largest = faces[np.argsort(-areas(faces), kind="stable")]
    best = others[np.argsort(-others[:, 4], kind="stable")]
    return FoundFaces(
        tuple(map(_face, largest[: rule.max_faces])),
        tuple(map(_face, best[:MOST_POSSIBLE])),
        max(0, len(faces) - rule.max_faces),
    )


def may_be_turned(upright: FoundFaces, rule: FaceRule) -> bool:
    """Whether a picture has no sure face; one that lies on its side often has a weak one."""
    return all(face.score < rule.turned_from for face in upright.faces)


def choose_turn(
    upright: FoundFaces,
    turned: Mapping[Turn, Detections],
    rule: FaceRule,
    min_face_side: int,
) -> FoundFaces:
    """What the turned copies of a picture without a sure face show, if that is sure enough.

    Args:
        upright: What was found in the upright picture; returned if no turn is sure.
        turned: Detections in pixels of the upright picture, by the turn of the copy.
        rule: The contract's rule.
        min_face_side: Longer side in pixels from which a face is judged, and settles the turn.
    """
    best = {
        turn: max(found[_long_enough(found, min_face_side), 4], default=0.0)
        for turn, found in sorted(turned.items())
    }
    winner = max(best, key=best.__getitem__, default=None)
    if winner is None or best[winner] < rule.turned_from:
        return upright
    return replace(select(turned[winner], rule, min_face_side), turn=winner)


def _long_enough(detections: Detections, side: int) -> NDArray[np.bool_]:
    return np.asarray(np.max(detections[:, 2:4] - detections[:, :2], axis=1) >= side)


def _face(row: NDArray[np.float64]) -> Face:
    left, top, right, bottom, score = map(float, row)
    return Face(Box(left, top, right, bottom), score)
