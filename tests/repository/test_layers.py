"""Who may import whom, and what a file may be called."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.requirement import missing

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "edge_runtime": {"tensorflow", "keras", "model_dev", "benchmarks", "tests", "cv2", "pandas"},
    "model_dev": {"benchmarks", "tests"},
    "benchmarks": {"tensorflow", "keras", "model_dev", "tests"},
}
VAGUE = {"utils", "helpers", "common", "misc"}
LINES = 400


def tracked(*patterns: str) -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        missing("a git checkout of the project", "git clone")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    files = tracked(f"{package}/*.py")
    assert files
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported(path)
        if name in FORBIDDEN[package]
    }
    assert not wrong


def test_no_file_has_a_vague_name() -> None:
    files = tracked("*.py")
    assert len(files) > 50
    assert not [path for path in files if path.stem in VAGUE]


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in tracked("*.py")}
    assert not {path.name: count for path, count in lengths.items() if count > LINES}


def test_no_machine_path_or_registry_address_is_tracked() -> None:
    address = re.compile(r"(^|[\s\"'=(])/(work|root|home)/|pypi\.org|pythonhosted|--find-links")
    found = []
    for path in tracked(
        "*.py", "*.toml", "*.md", "*.lock", "*.in", "*.json", "Makefile", ".ci/run"
    ):
        if path == Path(__file__):
            continue
        found += [path for line in path.read_text("utf-8").splitlines() if address.search(line)]
    assert not found


def test_the_scan_path_loads_nothing_heavy() -> None:
    program = (
        "import sys, edge_runtime.cli, edge_runtime.scan.scanner, edge_runtime.engine.engine, "
        "edge_runtime.faces.detector; print(*{name.split('.')[0] for name in sys.modules})"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = set(run.stdout.split())
    assert "numpy" in loaded
    assert not loaded & {"tensorflow", "keras", "cv2", "pandas", "scipy", "matplotlib", "sklearn"}


def test_importing_the_package_alone_is_light() -> None:
    program = "import sys, edge_runtime; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert not {"numpy", "PIL", "ai_edge_litert"} & set(run.stdout.split())
