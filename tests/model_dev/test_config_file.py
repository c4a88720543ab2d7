"""A configuration file is read with its types, and every error names the file and the key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from model_dev.config_file import ConfigError, config_record, read_config_file


@dataclass(frozen=True)
class Oven:
    degrees: float
    shelves: tuple[int, ...]
    fan: bool = False
    size: tuple[int, int] | None = None
    tins: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Kitchen:
    floor: str
    ovens: tuple[Oven, ...] = ()
    best: Oven | None = None


OVEN = {"degrees": 180.0, "shelves": [1, 3]}


def test_lists_become_tuples_and_defaults_may_be_left_out() -> None:
    assert config_record(Oven, OVEN, "oven.toml") == Oven(180.0, (1, 3))
    assert config_record(Oven, {**OVEN, "fan": True, "size": [2, 3]}, "o").size == (2, 3)


def test_an_integer_is_a_number() -> None:
    degrees = config_record(Oven, {**OVEN, "degrees": 180}, "oven.toml").degrees
    assert type(degrees) is float


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"grill": 1}, "grill: unknown key"),
        ({"degrees": "hot"}, "degrees: must be a number, not a string"),
        ({"degrees": True}, "degrees: must be a number, not a boolean"),
        ({"degrees": float("nan")}, "degrees: must be a finite number"),
        ({"degrees": float("inf")}, "degrees: must be a finite number"),
        ({"shelves": 1}, "shelves: must be an array, not an integer"),
        ({"shelves": [1, 2.0]}, r"shelves\[1\]: must be an integer, not a number"),
        ({"shelves": [True]}, r"shelves\[0\]: must be an integer, not a boolean"),
        ({"fan": 1}, "fan: must be a boolean, not an integer"),
        ({"size": [1, 2, 3]}, "size: must have 2 items, not 3"),
        ({"tins": {"a": "b"}}, r"tins\.a: must be an integer, not a string"),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, object], problem: str) -> None:
    with pytest.raises(ConfigError, match=f"^oven.toml: {problem}$"):
        config_record(Oven, {**OVEN, **changes}, "oven.toml")
    with pytest.raises(ConfigError, match=f"^kitchen.toml: best.{problem}$"):
        config_record(Kitchen, {"floor": "oak", "best": {**OVEN, **changes}}, "kitchen.toml")


def test_a_missing_key_is_named() -> None:
    with pytest.raises(ConfigError, match=r"^oven.toml: shelves: missing$"):
        config_record(Oven, {"degrees": 180.0}, "oven.toml")
    with pytest.raises(ConfigError, match=r"^k.toml: ovens.first.shelves: missing$"):
        config_record(Oven, {"degrees": 180.0}, "k.toml", "ovens.first")


def test_tables_of_a_file_become_dataclasses(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.toml"
    path.write_text('floor = "oak"\n[[ovens]]\ndegrees = 180.0\nshelves = [1]\n', "utf-8")
    assert read_config_file(Kitchen, path) == Kitchen("oak", (Oven(180.0, (1,)),))
    path.write_text('floor = "oak"\n[[ovens]]\ndegrees = 180.0\n', "utf-8")
    with pytest.raises(ConfigError, match=r"^kitchen.toml: ovens\[0\].shelves: missing$"):
        read_config_file(Kitchen, path)


@pytest.mark.parametrize("text", ["floor", 'floor = "oak"\nfloor = "elm"\n'])
def test_a_file_that_is_not_toml_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kitchen.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError):
        read_config_file(Kitchen, path)
