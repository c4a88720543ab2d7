"""The package imports nothing heavy, and its public names are listed and exist."""

from __future__ import annotations

import subprocess
import sys

import pytest

import edge_runtime

PROBE = """
import sys, edge_runtime
heavy = {"numpy", "PIL", "ai_edge_litert", "tensorflow", "cv2"} & set(sys.modules)
print(sorted(heavy))
"""


def test_importing_it_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_these() -> None:
    assert edge_runtime.__all__ == [
        "BundleError",
        "ContractError",
        "EdgeRuntimeError",
        "EngineError",
        "EngineOptions",
        "ImageError",
        "ScanResult",
        "Scanner",
        "Verdict",
    ]


def test_every_public_name_exists() -> None:
    for name in edge_runtime.__all__:
        assert getattr(edge_runtime, name).__name__ == name


def test_errors_have_one_root() -> None:
    errors = [getattr(edge_runtime, name) for name in edge_runtime.__all__ if "Error" in name]
    assert len(errors) == 5
    assert all(issubclass(error, edge_runtime.EdgeRuntimeError) for error in errors)


def test_other_names_do_not_exist() -> None:
    with pytest.raises(AttributeError, match="Scaner"):
        edge_runtime.Scaner  # noqa: B018
