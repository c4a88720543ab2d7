"""Which boxes are faces that are judged, and which way up the picture is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.golden.reference.face_views import TURNS
from tests.golden.reference.faces import Detection, area

LISTED = 64


def select(found: Sequence[Detection], rule: Mapping[str, Any]) -> dict[str, Any]:
    """Faces, possible faces, and the number of faces left out; ``found`` best score first."""
    sure = [one for one in found if judged(one, rule)]
    sure.sort(key=lambda one: -area(one))
    possible = [one for one in found if one[4] >= rule["possible_from"] and not judged(one, rule)]
    possible.sort(key=lambda one: -one[4])
    most = rule["max_faces"]
    return {
        "faces": sure[:most],
        "possible": possible[:LISTED],
        "omitted": max(0, len(sure) - most),
    }


def judged(one: Detection, rule: Mapping[str, Any]) -> bool:
    """Whether a box is a face."""
    return one[4] >= rule["decides_from"] and long_enough(one, rule)


def long_enough(one: Detection, rule: Mapping[str, Any]) -> bool:
    """Whether a box has the pixels that a face needs."""
    return bool(max(one[2] - one[0], one[3] - one[1]) >= rule["min_face_side"])


def choose(
    upright: Sequence[Detection],
    turned: Sequence[tuple[int, Detection]],
    rule: Mapping[str, Any],
) -> dict[str, Any]:
    """What is found in both looks, with the turn; a sure face upright settles it."""
    first = select(upright, rule)
    if any(one[4] >= rule["turned_from"] for one in first["faces"]):
        return {"rotated": 0, **first}
    best, winner = rule["turned_from"], 0
    for turn in TURNS:
        for angle, one in turned:
            better = one[4] > best or (one[4] == best and not winner)
            if angle == turn and long_enough(one, rule) and better:
                best, winner = one[4], turn
    if not winner:
        return {"rotated": 0, **first}
    return {"rotated": winner, **select([one for turn, one in turned if turn == winner], rule)}
