from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from model_dev.config.record import ConfigError, read_record, record


@dataclass(frozen=True)
class Oven:
    degrees: float
    shelves: tuple[int, ...]
    fan: bool = False
    tins: dict[str, int] = field(default_factory=dict)


def test_lists_become_tuples_and_defaults_may_be_left_out() -> None:
    assert record(Oven, {"degrees": 180.0, "shelves": [1, 3]}, "oven") == Oven(180.0, (1, 3))
    told = record(Oven, {"degrees": 180.0, "shelves": [], "fan": True}, "oven")
    assert told.fan


def test_a_missing_key_and_an_unknown_one_are_named() -> None:
    with pytest.raises(ConfigError, match="oven: shelves: missing"):
        record(Oven, {"degrees": 180.0}, "oven")
    with pytest.raises(ConfigError, match="oven: grill: unknown key"):
        record(Oven, {"degrees": 180.0, "shelves": [], "grill": 1}, "oven")


@dataclass(frozen=True)
class Kitchen:
    floor: str
    ovens: tuple[Oven, ...]


def test_tables_of_a_file_become_dataclasses(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.toml"
    path.write_text('floor = "oak"\n[[oven]]\ndegrees = 180.0\nshelves = [1]\n', "utf-8")
    assert read_record(Kitchen, path, ovens=("oven", Oven)) == Kitchen("oak", (Oven(180.0, (1,)),))
    path.write_text('floor = "oak"\n', "utf-8")
    assert read_record(Kitchen, path, ovens=("oven", Oven)).ovens == ()


def test_a_wrong_key_of_a_table_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "kitchen.toml"
    path.write_text('floor = "oak"\n[[oven]]\ndegrees = 180.0\n', "utf-8")
    with pytest.raises(ConfigError, match=r"kitchen.toml: ovens: shelves: missing"):
        read_record(Kitchen, path, ovens=("oven", Oven))
