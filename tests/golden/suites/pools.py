"""Parts whose probabilities are pooled. ``image 0.9, face 0.2 capped`` spells two of them."""

from __future__ import annotations

from typing import Any, TypeAlias

POOLINGS: dict[str, dict[str, float]] = {
    "half": {"whole": 0.5, "face": 0.5, "larger": 0.0},
    "larger": {"whole": 0.25, "face": 0.25, "larger": 0.5},
    "uneven": {"whole": 0.2, "face": 0.7, "larger": 0.1},
    "whole_alone": {"whole": 1.0, "face": 0.0, "larger": 0.0},
    "largest": {"whole": 0.0, "face": 0.0, "larger": 1.0},
}

Case: TypeAlias = tuple[str, str, str] | tuple[str, str, str, int]
"""Pooling, rule, parts, and faces omitted if any."""

POOLS: dict[str, Case] = {
    "whole_fake": ("half", "plain", "image 0.9"),
    "whole_unsure": ("half", "plain", "image 0.5"),
    "whole_real": ("half", "plain", "image 0.1"),
    "whole_at_fake_at": ("half", "plain", "image 0.75"),
    "whole_at_real_at": ("half", "plain", "image 0.25"),
    "whole_just_unsure": ("half", "plain", "image 0.7499999"),
    "one_face": ("half", "plain", "face 0.8"),
    "faces_alone": ("half", "plain", "face 0.1, face 0.76, face 0.4"),
    "faces_alone_at_real_at": ("half", "plain", "face 0.25, face 0.0"),
    "agreeing_fake": ("half", "plain", "image 0.9, face 0.85"),
    "agreeing_real": ("half", "plain", "image 0.1, face 0.15"),
    "contradicting": ("half", "plain", "image 0.05, face 0.9"),
    "face_outweighs": ("half", "plain", "image 0.3, face 0.99"),
    "whole_outweighs": ("half", "plain", "image 0.99, face 0.3"),
    "largest_face_counts": ("half", "plain", "image 0.2, face 0.1, face 0.9, face 0.05"),
    "faces_before_the_whole": ("half", "plain", "face 0.9, image 0.3, face 0.1"),
    "many_faces": ("half", "plain", "image 0.2" + ", face 0.1" * 40 + ", face 0.98"),
    "larger_is_the_face": ("larger", "plain", "image 0.2, face 0.9"),
    "larger_is_the_whole": ("larger", "plain", "image 0.9, face 0.2"),
    "larger_of_equals": ("larger", "plain", "image 0.6, face 0.6"),
    "uneven_face": ("uneven", "fitted", "image 0.3, face 0.95"),
    "uneven_whole": ("uneven", "fitted", "image 0.95, face 0.3"),
    "uneven_real": ("uneven", "fitted", "image 0.2, face 0.01"),
    "whole_alone_weighs": ("whole_alone", "plain", "image 0.8, face 0.01"),
    "largest_weighs": ("largest", "plain", "image 0.1, face 0.8"),
    "certain_whole_doubtful_face": ("half", "plain", "image 1.0, face 0.5"),
    "certain_both_ways": ("half", "plain", "image 1.0, face 0.0"),
    "certain_both_ways_uneven": ("uneven", "plain", "image 1.0, face 0.0"),
    "certain_real": ("larger", "plain", "image 0.0, face 0.0"),
    "certain_fake": ("larger", "plain", "image 1.0, face 1.0"),
    "nearly_certain": ("half", "plain", "image 0.999999999999, face 0.3"),
    "at_the_clamp": ("half", "plain", "image 0.000000001, face 0.9"),
    "capped_whole": ("half", "plain", "image 0.99 capped, face 0.1"),
    "capped_whole_fake_face": ("half", "plain", "image 0.1 capped, face 0.8"),
    "capped_face": ("half", "plain", "image 0.9, face 0.01 capped"),
    "capped_face_bars_real": ("half", "plain", "image 0.1, face 0.02 capped"),
    "capped_largest_face": ("half", "plain", "image 0.6, face 0.99 capped, face 0.5"),
    "capped_face_among_real": ("half", "plain", "image 0.1, face 0.1, face 0.9 capped"),
    "capped_face_among_fake": ("half", "plain", "image 0.9, face 0.9, face 0.1 capped"),
    "all_capped_fake": ("half", "plain", "image 0.9 capped, face 0.95 capped"),
    "all_capped_real": ("half", "plain", "image 0.1 capped, face 0.05 capped"),
    "all_capped_between": ("larger", "plain", "image 0.1 capped, face 0.9 capped"),
    "capped_whole_alone": ("half", "plain", "image 0.95 capped"),
    "capped_faces_alone": ("half", "plain", "face 0.2 capped, face 0.95 capped"),
    "capped_at_real_at": ("half", "plain", "image 0.25 capped"),
    "omitted_bars_real": ("half", "plain", "image 0.1, face 0.1", 1),
    "omitted_lets_fake": ("half", "plain", "image 0.9, face 0.9", 61),
    "omitted_and_unsure": ("half", "plain", "image 0.5, face 0.5", 2),
    "fitted_fake": ("half", "fitted", "image 0.85, face 0.8"),
    "fitted_unsure": ("half", "fitted", "image 0.85, face 0.7"),
    "cold_has_hardly_a_band": ("half", "cold", "image 0.3, face 0.69"),
}


def parts_of(spelled: str) -> list[dict[str, Any]]:
    """kind, probability and capped of each part."""
    parts = [part.split() for part in spelled.split(", ")]
    return [
        {"kind": kind, "probability": float(share), "capped": bool(capped)}
        for kind, share, *capped in parts
    ]
