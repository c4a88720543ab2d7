from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from model_dev.config_record import ConfigError, record


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
