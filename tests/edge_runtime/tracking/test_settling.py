"""A shown verdict waits for the first frames, and then changes only for a lasting reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_runtime.tracking.settling import SettledVerdict
from edge_runtime.types import Verdict

NAMES = {"R": Verdict.REAL, "F": Verdict.FAKE, "U": Verdict.UNSURE}


def shown(verdicts: str, least: int, settle: int) -> str:
    settled = SettledVerdict(least, settle)
    return "".join(settled.take(NAMES[name]).value[0] for name in verdicts)


@pytest.mark.parametrize(
    ("verdicts", "least", "settle", "told"),
    [
        ("FFFFFF", 3, 3, "UUFFFF"),
        ("UUFFFF", 3, 3, "UUFFFF"),
        ("UUUFFFF", 3, 3, "UUUUUFF"),
        ("FFFRFRFR", 3, 3, "UUFFFFFF"),
        ("FFFRRFRRR", 3, 3, "UUFFFFFFR"),
        ("FFFRRRFF", 3, 2, "UFFFRRRF"),
        ("RFUR", 1, 1, "RFUR"),
        ("FFFRUR", 3, 3, "UUFFFR"),
    ],
)
def test_what_is_shown(verdicts: str, least: int, settle: int, told: str) -> None:
    assert shown(verdicts, least, settle) == told


@given(st.text("RFU", max_size=30), st.integers(1, 5), st.integers(1, 5))
def test_nothing_that_was_not_taken_is_shown(verdicts: str, least: int, settle: int) -> None:
    told = shown(verdicts, least, settle)
    for position, name in enumerate(told):
        assert name == "U" or name in verdicts[: position + 1]


def test_frames_are_counted() -> None:
    settled = SettledVerdict(2, 2)
    for _ in range(3):
        settled.take(Verdict.REAL)
    assert (settled.frames, settled.shown) == (3, Verdict.REAL)
