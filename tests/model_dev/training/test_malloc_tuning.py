"""A training process keeps the memory that a step frees."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from model_dev.training import malloc_tuning as freed_memory
from model_dev.training.malloc_tuning import AtFirstBatch

FAULTS = """
import resource
import sys

import numpy as np

from model_dev.training.malloc_tuning import give_freed_memory_back, keep_freed_memory

def step():
    np.ones((32, 1024, 1024), np.uint8)

def faults(steps):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(steps):
        step()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

act = {"keep": keep_freed_memory, "back": give_freed_memory_back}[sys.argv[1]]
assert act()
step()
print(faults(20))
"""


def _has_glibc() -> bool:
    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "gnu_get_libc_version")


def _faults(act: str) -> int:
    """Page faults of twenty steps of 32 MiB, in a process of its own: the setting stays in it."""
    found = subprocess.run(
        [sys.executable, "-c", FAULTS, act], capture_output=True, text=True, check=True
    )
    return int(found.stdout)


@pytest.mark.skipif(not _has_glibc(), reason="needs glibc")
def test_memory_is_mapped_once_and_not_in_every_step() -> None:
    assert _faults("keep") < 20
    assert _faults("back") >= 20 * 16, "2 MiB pages at the largest"


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not freed_memory.keep_freed_memory()
    assert not freed_memory.give_freed_memory_back()


def test_it_is_set_at_the_first_batch_of_an_epoch() -> None:
    called: list[bool] = []
    callback = AtFirstBatch(lambda: called.append(True))
    for batch in (0, 1, 2, 0):
        callback.on_train_batch_begin(batch)
    assert len(called) == 2
