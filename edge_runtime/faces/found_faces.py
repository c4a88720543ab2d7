"""What a face detector found in a picture."""

from __future__ import annotations

from dataclasses import dataclass

from edge_runtime.types import Face, Turn


@dataclass(frozen=True, slots=True)
class FoundFaces:
    """The faces of a picture, by what is done with them; boxes in pixels of the upright picture.

    Boxes may reach outside the picture.

    Attributes:
        faces: The faces to judge, largest area first.
        possible: Boxes that are listed and never judged, best score first, at most 64.
        omitted: Faces beyond the most that are judged in one picture.
        turn: Degrees clockwise by which the picture was turned to find them.
    """

    faces: tuple[Face, ...] = ()
    possible: tuple[Face, ...] = ()
    omitted: int = 0
    turn: Turn = 0
