"""Keeps a shown verdict from flickering."""

from __future__ import annotations

from edge_runtime.types import Verdict


class SettledVerdict:
    """The verdict that is shown of a face, or of the whole frame.

    It is UNSURE at first, and is replaced when another one was taken ``settle`` times in a row.
    That of the ``least``-th frame is shown at once.

    Args:
        least: Frames until the first verdict is shown, >= 1.
        settle: Frames in a row that the verdict must differ to replace the shown one, >= 1.

    Attributes:
        shown: What is shown now.
        frames: Verdicts taken.
    """

    def __init__(self, least: int, settle: int) -> None:
        self.shown = Verdict.UNSURE
        self.frames = 0
        self._least = least
        self._settle = settle
        self._differing = 0

    def take(self, verdict: Verdict) -> Verdict:
        """Take the verdict of the next frame; what is shown then."""
        self.frames += 1
        self._differing = 0 if verdict == self.shown else self._differing + 1
        if self._differing >= self._settle or self.frames == self._least:
            self.shown = verdict
            self._differing = 0
        return self.shown
