"""The rooms of `benchmarks` have an order: a room imports only itself and rooms before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ORDER = ("measure", "records", "report", "host", "ratios", "phone", "pi", "serving", "cli")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("benchmarks."):
            yield (node.module or "").split(".")[1]


def test_every_room_is_in_the_order() -> None:
    rooms = {path.parent.name for path in BENCHMARKS.glob("*/__init__.py")}
    assert rooms == set(ORDER)


def test_no_room_imports_a_later_one() -> None:
    files = [path for path in BENCHMARKS.glob("*/*.py") if path.parent.name in ORDER]
    assert len(files) > 50
    wrong = [
        f"{path.relative_to(BENCHMARKS)} imports {room}"
        for path in files
        for room in imported_rooms(path)
        if ORDER.index(room) > ORDER.index(path.parent.name)
    ]
    assert not wrong
