"""Codes of a result as words."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from edge_runtime.result.plain_words import (
    QUALITY,
    REASONS,
    describe_regions,
    notes_on,
    reasons_in_words,
    region_names,
    why_unsure,
)
from edge_runtime.types import QualityFlag, RegionReason, Verdict
from tests.support.result_documents import FACE, FAILED, SCANNED, UNDECIDED, VIDEO, WHOLE


def test_every_code_has_its_words() -> None:
    assert tuple(REASONS) == get_args(RegionReason)
    assert tuple(QUALITY) == get_args(QualityFlag)


@pytest.mark.parametrize(
    ("faces", "words"),
    [
        (0, "whole picture"),
        (1, "whole picture + 1 face"),
        (12, "whole picture + 12 faces"),
    ],
)
def test_regions_are_the_whole_picture_and_its_faces(faces: int, words: str) -> None:
    assert describe_regions([WHOLE, *[FACE] * faces]) == words


def test_faces_are_counted_from_one_after_the_whole_picture() -> None:
    assert region_names([WHOLE, FACE, FACE]) == ["whole picture", "face 1", "face 2"]


def test_reasons_in_words() -> None:
    assert reasons_in_words(["no_colour", "faces_omitted"], 3) == [
        "black and white",
        "3 faces more than are judged",
    ]
    assert reasons_in_words(["faces_omitted"], 1) == ["1 face more than are judged"]
    assert reasons_in_words([]) == []


def test_one_sentence_says_why_there_is_no_verdict() -> None:
    assert why_unsure(UNDECIDED) == (
        "Cannot decide: black and white; a second look gave another answer;"
        " 3 faces more than are judged"
    )
    between_the_thresholds = replace(UNDECIDED, reasons=())
    assert why_unsure(between_the_thresholds) == "Cannot decide: the evidence is too weak"


@pytest.mark.parametrize("result", [SCANNED, replace(SCANNED, verdict=Verdict.REAL), FAILED])
def test_a_verdict_or_a_failure_needs_no_such_sentence(result: object) -> None:
    assert why_unsure(result) == ""


def test_notes_tell_what_was_not_judged_and_the_turn() -> None:
    assert list(notes_on(SCANNED)) == [
        "3 faces more than are judged",
        "turned 90°",
        "1 possible face",
    ]
    two = replace(SCANNED, possible_faces=SCANNED.possible_faces * 2, faces_omitted=0, rotated=0)
    assert list(notes_on(two)) == ["2 possible faces"]
    assert list(notes_on(FAILED)) == []
    assert list(notes_on(VIDEO)) == ["black and white", "3 faces more than are judged"]


def test_notes_tell_each_reason_once() -> None:
    assert list(notes_on(UNDECIDED)) == [
        "black and white",
        "a second look gave another answer",
        "3 faces more than are judged",
    ]
