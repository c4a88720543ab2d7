"""Results as lines of text for a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from edge_runtime.files.inputs import printable
from edge_runtime.result.plain_words import (
    NOT_PROOF,
    UNSURE_MEANS,
    describe_judged,
    describe_regions,
    notes_on,
    quality_flags,
)
from edge_runtime.result.scan_result import ScanResult

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

MAX_NAME = 48

_REGIONS = len(describe_judged(99))
_COLOURS = {"REAL": "32", "FAKE": "1;31", "UNSURE": "33", "FAILED": "35"}


class Table:
    """Makes one line per result, so that lines can be printed as results arrive.

    Args:
        names: File names of all results to come: the first column fits the longest, up to
            `MAX_NAME` cells.
        colour: Whether to use ANSI colours.
    """

    def __init__(self, names: Iterable[str], colour: bool) -> None:
        longest = max((cells(printable(name)) for name in names), default=0)
        self._width = min(MAX_NAME, max(longest, len("FILE")))
        self._colour = colour
        self._counts: Counter[str] = Counter()

    def header(self) -> str:
        """The line of column titles."""
        name, regions = pad("FILE", self._width), "REGIONS".ljust(_REGIONS)
        return self._paint("1", f"{name}  VERDICT  P(FAKE)  {regions}  {'MS':>6}  NOTES")

    def row(self, result: ScanResult | VideoResult) -> str:
        """The line of one result."""
        verdict = "FAILED" if result.verdict is None else result.verdict.value
        self._counts[verdict] += 1
        name = pad(shorten(printable(result.source), self._width), self._width)
        state = self._paint(_COLOURS[verdict], f"{verdict:<7}")
        if result.failure is not None:
            probability, regions = "-", "-"
            notes = f"{result.failure.code}: {printable(result.failure.message)}"
        else:
            probability, regions = f"{result.probability or 0.0:.3f}", _judged(result)
            notes = _notes(result)
        line = f"{name}  {state}  {probability:>7}  {regions:<{_REGIONS}}"
        return f"{line}  {_milliseconds(result):>6}  {notes}".rstrip()

    def footer(self) -> list[str]:
        """Counts of the verdicts, and what UNSURE means if it occurred."""
        order = ("FAKE", "UNSURE", "REAL", "FAILED")
        counts = ", ".join(f"{self._counts[word]} {word}" for word in order if self._counts[word])
        lines = [f"{counts}. {NOT_PROOF}"]
        return [*lines, UNSURE_MEANS] if self._counts["UNSURE"] else lines

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def cells(text: str) -> int:
    """Columns a terminal needs for a text: wide characters two, combining marks none."""
    return sum(_cell(character) for character in text)


def pad(text: str, width: int) -> str:
    """Fill with blanks to ``width`` terminal columns."""
    return text + " " * (width - cells(text))


def shorten(text: str, width: int) -> str:
    """Drop the start of a text wider than ``width`` columns, since names differ at the end."""
    if cells(text) <= width:
        return text
    while cells(text) > width - 1:
        text = text[1:]
    return f"…{text}"


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _judged(result: ScanResult | VideoResult) -> str:
    if isinstance(result, ScanResult):
        return describe_regions(result.regions)
    frames = len(result.timeline)
    return "1 frame" if frames == 1 else f"{frames} frames"


def _milliseconds(result: ScanResult | VideoResult) -> str:
    return "-" if result.timings_ms is None else f"{result.timings_ms.total:.0f}"


def _notes(result: ScanResult | VideoResult) -> str:
    """Such as "black and white; turned 90°; blurred, dark"."""
    flags = ", ".join(quality_flags(result))
    told = (*_tracked(result), *notes_on(result), flags, *_decoding(result))
    return "; ".join(filter(None, told))


def _tracked(result: ScanResult | VideoResult) -> tuple[str, ...]:
    return () if isinstance(result, ScanResult) else (describe_judged(result.faces),)


def _decoding(result: ScanResult | VideoResult) -> tuple[str, ...]:
    info = result.image if isinstance(result, ScanResult) else result.video
    return () if info is None else info.notes
