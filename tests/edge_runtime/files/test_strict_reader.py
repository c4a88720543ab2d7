"""The strict reader takes each form of field, and refuses what the field's type does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.types import Verdict


@dataclass(frozen=True)
class Lens:
    focal_length: float
    name: str = "plain"

    def __post_init__(self) -> None:
        if self.focal_length <= 0:
            raise ContractError("focal_length", "must be > 0")


@dataclass(frozen=True)
class Camera:
    lenses: tuple[Lens, ...]
    size: tuple[int, int]
    mount: Literal["screw", "bayonet"]
    turn: Literal[0, 90, 180]
    verdict: Verdict
    spare: Lens | None
    first: None | Lens  # noqa: RUF036
    by_name: Mapping[str, Lens]
    anything: Any
    on: bool
    cache: tuple[int, ...] = field(default=(), metadata=json_document.UNSERIALISED)


LENS = {"focal_length": 50, "name": "normal"}
DATA: dict[str, Any] = {
    "lenses": [LENS],
    "size": [640, 480],
    "mount": "screw",
    "turn": 90,
    "verdict": "FAKE",
    "spare": None,
    "first": LENS,
    "by_name": {"a.b": LENS},
    "anything": [{"x": 1.5}],
    "on": True,
}
NORMAL = Lens(50.0, "normal")
CAMERA = Camera(
    (NORMAL,),
    (640, 480),
    "screw",
    90,
    Verdict.FAKE,
    None,
    NORMAL,
    {"a.b": NORMAL},
    [{"x": 1.5}],
    True,
)


def test_every_form_of_field_is_read_and_written_back() -> None:
    assert strict_reader.read(Camera, DATA) == CAMERA
    written = json_document.value_of(CAMERA)
    assert written == DATA
    assert strict_reader.read(Camera, written) == CAMERA


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("lenses", LENS, "lenses: must be an array, not an object"),
        ("lenses", [LENS, 1], "lenses[1]: must be an object, not an integer"),
        ("lenses", [{**LENS, "focal_length": 0}], "lenses[0].focal_length: must be > 0"),
        ("size", [640], "size: must have 2 items, not 1"),
        ("size", [640.0, 480], "size[0]: must be an integer, not a number"),
        ("size", [True, 480], "size[0]: must be an integer, not a boolean"),
        ("mount", "glue", "mount: must be one of 'screw', 'bayonet', not 'glue'"),
        ("turn", 91, "turn: must be one of 0, 90, 180, not 91"),
        ("turn", 90.0, "turn: must be one of 0, 90, 180, not 90.0"),
        ("turn", False, "turn: must be one of 0, 90, 180, not False"),
        ("turn", "90", "turn: must be one of 0, 90, 180, not '90'"),
        ("mount", 90, "mount: must be one of 'screw', 'bayonet', not 90"),
        ("verdict", "fake", "verdict: must be one of 'REAL', 'FAKE', 'UNSURE', not 'fake'"),
        ("spare", {**LENS, "name": None}, "spare.name: must be a string, not null"),
        ("first", 1, "first: must be an object, not an integer"),
        ("by_name", {"a.b": {**LENS, "x": 1}}, "by_name.a.b.x: unknown key"),
        ("by_name", {"a.b": {"focal_length": 1}}, "by_name.a.b.name: missing"),
        ("on", 1, "on: must be a boolean, not an integer"),
        ("cache", [], "cache: unknown key"),
    ],
)
def test_the_full_path_of_a_wrong_key_is_named(key: str, value: object, problem: str) -> None:
    with pytest.raises(ContractError) as caught:
        strict_reader.read(Camera, {**DATA, key: value})
    assert str(caught.value) == problem


def test_a_key_with_a_default_may_be_left_out_only_where_it_is_allowed() -> None:
    data = {**DATA, "lenses": [{"focal_length": 50}]}
    assert strict_reader.read(Camera, data, defaults=True).lenses == (Lens(50.0),)
    with pytest.raises(ContractError, match=r"^lenses\[0\]\.name: missing$"):
        strict_reader.read(Camera, data)
    del data["on"]
    with pytest.raises(ContractError, match=r"^on: missing$"):
        strict_reader.read(Camera, data, defaults=True)


def test_a_path_is_put_in_front() -> None:
    with pytest.raises(ContractError, match=r"^camera\.lens\.zoom: unknown key$"):
        strict_reader.read(Lens, {"zoom": 2}, "camera.lens")


@dataclass(frozen=True)
class Unreadable:
    names: list[str]


def test_a_field_that_no_json_can_fill_exactly_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match=r"names: .*list\[str\]"):
        strict_reader.read(Unreadable, {"names": []})
