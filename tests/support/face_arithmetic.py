"""The functions of the search for faces that golden vectors play to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edge_runtime.faces import choice, detector, turned_sheet, yunet
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.faces.letterbox import Fit


@dataclass(frozen=True)
class FaceArithmetic:
    """The functions under test; a wrong variant replaces one of them."""

    decode: Callable[..., Any] = yunet.decode
    suppress: Callable[..., Any] = yunet.suppress
    fit: Callable[..., Fit] = Fit.into
    back: Callable[..., Any] = detector.back_to_picture
    draw_sheet: Callable[..., Any] = turned_sheet.draw_sheet
    split_sheet: Callable[..., Any] = turned_sheet.split_sheet
    select: Callable[..., FoundFaces] = choice.select
    choose_turn: Callable[..., FoundFaces] = choice.choose_turn
