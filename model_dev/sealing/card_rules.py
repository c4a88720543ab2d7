"""The part of a model card that tells how a picture is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model_dev.evaluation.report_text import table


def rules_text(contract: Mapping[str, Any]) -> str:
    """Markdown of what is judged, the second look, the reasons and the verdict.

    Args:
        contract: The contract as JSON values.
    """
    return "\n\n".join(
        [
            "## How a picture is judged",
            _regions(contract),
            _second_look(contract["second_look"]),
            _pooling(contract["pooling"]),
            _reasons(contract),
        ]
    )


def _regions(contract: Mapping[str, Any]) -> str:
    faces, crop = contract["faces"], contract["crop"]
    return (
        "**Regions.** The whole picture (its centre square) is always judged, and with it every "
        f"face whose detector score is at least {faces['decides_from']:g} and whose longer side "
        f"is at least {crop['min_face_side']} pixels, up to {faces['max_faces']} faces, largest "
        "first. Smaller faces and boxes with a score from "
        f"{faces['possible_from']:g} are listed as possible faces and not judged. If no face is "
        "found, the picture is searched once more turned by 90, 180 and 270 degrees (from score "
        f"{faces['turned_from']:g}). What lies outside of the centre square and of the faces is "
        "not looked at."
    )


def _second_look(rule: Mapping[str, Any]) -> str:
    return (
        "**Second look.** In a picture file, a region that would be FAKE or REAL is looked at "
        f"again, mirrored and drawn in by {rule['inset']:.1%} of its side. Its logit is the mean "
        f"of both looks. If they differ by more than {rule['limit']:g}, the region is UNSURE."
    )


def _pooling(rule: Mapping[str, Any]) -> str:
    names = {
        "whole": "of the whole picture",
        "face": "of the most suspicious face",
        "larger": "the larger of the two",
    }
    parts = [f"{rule[key]:g} x {name}" for key, name in names.items() if rule[key]]
    return (
        "**Verdict of a picture.** Its log-odds are those of its regions weighed: "
        f"{' + '.join(parts)}. A region with a reason does not count unless all have one. REAL "
        "needs every region to be free of reasons, and no face beyond the limit."
    )


def _reasons(contract: Mapping[str, Any]) -> str:
    rule = contract["reasons"]
    rows = [
        ["not_a_photograph", "statistics of its pixels say graphic, drawing or page of text"],
        ["too_small", f"its square has fewer than {rule['enlarged_below_px']:g} pixels a side"],
        ["no_colour", f"colourfulness below {rule['colourless_below']:g}: black and white"],
        ["extreme_shape", f"picture more than {rule['shape_above']:g} times as long as wide"],
        ["unstable", "the second look gave another answer"],
        ["faces_omitted", f"more than {contract['faces']['max_faces']} faces"],
    ]
    return (
        "**Reasons.** A region with a reason is UNSURE, whatever the network says, because the "
        "network was not made for such pictures or errs on them:\n\n"
        + table(["reason", "when"], rows)
    )
