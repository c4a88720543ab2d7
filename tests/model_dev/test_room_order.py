"""The rooms of model_dev import only rooms that come before them in the order of the work."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "model_dev"
ORDER = (
    "paths",
    "config_file",
    "statistics",
    "data",
    "forge",
    "augmentation",
    "leakage",
    "architecture",
    "evaluation",
    "training",
    "conversion",
    "detector",
    "export_check",
    "sealing",
    "experiments",
    "qat",
    "building",
    "benchmarks",
    "cli",
    "__main__",
)
"""Rooms and top-level modules; model_dev/README.md says what each is for."""


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports_of(source: str) -> Iterator[str]:
    """Rooms that a module imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "model_dev" and rest:
                yield rest.split(".")[0]


def arrows() -> set[tuple[str, str, str]]:
    return {
        (path.relative_to(PACKAGE).as_posix(), room_of(path), room)
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "__init__.py"
        for room in imports_of(path.read_text("utf-8"))
        if room != room_of(path)
    }


def backward(order: tuple[str, ...], found: set[tuple[str, str, str]]) -> list[str]:
    place = {room: number for number, room in enumerate(order)}
    return sorted(
        f"{file}: {own} imports {other}" for file, own, other in found if place[own] < place[other]
    )


def test_every_room_has_a_place_in_the_order() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert rooms | modules == set(ORDER)


def test_no_import_runs_backward() -> None:
    found = arrows()
    assert len(found) > 50
    assert not backward(ORDER, found)


def test_no_two_rooms_import_each_other() -> None:
    """A cycle cannot be ordered; this one does not depend on `ORDER`."""
    after: dict[str, set[str]] = {}
    for _, own, other in arrows():
        after.setdefault(own, set()).add(other)
    while free := [room for room in after if not after[room] & set(after)]:
        for room in free:
            del after[room]
    assert not after, f"a cycle among {', '.join(sorted(after))}"


@pytest.mark.parametrize(
    "source",
    [
        "from model_dev.training.train import train",
        "import model_dev.training.train",
        "from model_dev import training",
        "def later():\n    from model_dev.training.train import train",
    ],
)
def test_a_backward_import_is_found(source: str) -> None:
    assert list(imports_of(source)) == ["training"]
    found = {("data/crops.py", "data", room) for room in imports_of(source)}
    assert backward(ORDER, found) == ["data/crops.py: data imports training"]


def test_the_readme_lists_the_rooms_in_this_order() -> None:
    text = (PACKAGE / "README.md").read_text("utf-8")
    rooms = [room for room in ORDER if (PACKAGE / room).is_dir()]
    places = [text.find(f"| `{room}/` |") for room in rooms]
    assert -1 not in places
    assert places == sorted(places)
