"""A file appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge_runtime.files.atomic_write import atomic_write


def test_the_target_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    with atomic_write(target) as part:
        part.write_text("all")
        assert not target.exists()
    assert target.read_text() == "all"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt])
def test_an_interrupted_block_leaves_the_old_file(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    target = tmp_path / "table.csv"
    target.write_text("old")
    with pytest.raises(stop), atomic_write(target) as part:
        part.write_text("half")
        raise stop
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_cannot_be_written_is_told_before_the_block(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "absent" / "table.csv"):
        with pytest.raises(OSError), atomic_write(target):
            pytest.fail("the block must not start")
