"""Every test that the list of faults names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FAULTS = (TESTS / "FAULTS.md").read_text("utf-8")
ROWS = [line for line in FAULTS.splitlines() if line.startswith("| ") and "| fault |" not in line]
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def functions_of(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_every_fault_has_a_test_that_exists(row: str) -> None:
    named = NAMED.findall(row)
    assert named, "no test"
    assert not [f"{file}::{name}" for file, name in named if name not in functions_of(file)]


def test_the_list_is_read() -> None:
    assert len(ROWS) > 30
