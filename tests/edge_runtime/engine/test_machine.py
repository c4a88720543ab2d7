"""Usable processors and package versions."""

from __future__ import annotations

import os

import numpy as np
import pytest

from edge_runtime.engine.machine import package_versions, usable_processors


def test_an_affinity_mask_limits_the_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert usable_processors() == 1


@pytest.mark.parametrize(("counted", "usable"), [(6, 6), (None, 1)])
def test_without_affinity_all_processors_count(
    counted: int | None, usable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)
    assert usable_processors() == usable


def test_a_package_that_is_not_installed_has_no_version() -> None:
    assert package_versions(["numpy", "no-such-package"]) == {
        "numpy": np.__version__,
        "no-such-package": None,
    }
