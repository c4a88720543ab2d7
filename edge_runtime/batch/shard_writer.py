"""Results as they come, in any order, kept until their shard is whole."""

from __future__ import annotations

import json
import os
from types import TracebackType

from edge_runtime.batch.batch_folder import Parts
from edge_runtime.batch.plan import Plan


class Gathering:
    """Takes each result once and finishes shards; what was gathered before is taken up.

    Args:
        parts: The batch's folder.
        plan: The batch.

    Attributes:
        done: Number of inputs that have their result.
    """

    def __init__(self, parts: Parts, plan: Plan) -> None:
        self._parts = parts
        self._plan = plan
        self._finished = parts.finished()
        self._open: dict[int, dict[int, bytes]] = {}
        self._files: dict[int, int] = {}
        self.done = sum(len(plan.indices(shard)) for shard in self._finished)
        for shard in parts.under_way():
            self._take_up(shard)

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for file in self._files.values():
            os.close(file)

    def has(self, index: int) -> bool:
        """Whether an input has its result."""
        shard = index // self._plan.shard
        return shard in self._finished or index in self._open.get(shard, {})

    def add(self, index: int, line: bytes) -> None:
        """Keep the result of one input.

        Args:
            index: Of the input, from 0.
            line: The result as JSON, without line breaks.

        Raises:
            OSError: If it cannot be written.
        """
        shard = index // self._plan.shard
        self._append(shard, b"%d\t%s\n" % (index, line))
        self._open.setdefault(shard, {})[index] = line
        self.done += 1
        self._finish_if_whole(shard)

    def _append(self, shard: int, line: bytes) -> None:
        path = self._parts.open_path(shard)
        if path is None:
            return
        if shard not in self._files:
            self._files[shard] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        written = os.write(self._files[shard], line)
        if written != len(line):
            raise OSError(f"{path}: only {written} of {len(line)} bytes could be written")

    def _finish_if_whole(self, shard: int) -> None:
        lines = self._open[shard]
        indices = self._plan.indices(shard)
        if len(lines) < len(indices):
            return
        self._parts.write_shard(shard, (lines[index] for index in indices))
        self._finished.add(shard)
        del self._open[shard]
        self._drop_file(shard)

    def _drop_file(self, shard: int) -> None:
        if shard in self._files:
            os.close(self._files.pop(shard))
        path = self._parts.open_path(shard)
        if path is not None:
            path.unlink(missing_ok=True)

    def _take_up(self, shard: int) -> None:
        """Read a shard under way; a torn line at its end is cut off, or new lines would join it."""
        path = self._parts.open_path(shard)
        if path is None or shard in self._finished:
            self._drop_file(shard)
            return
        lines, size = _whole_lines(path.read_bytes(), self._plan.indices(shard))
        os.truncate(path, size)
        self._open[shard] = lines
        self.done += len(lines)
        self._finish_if_whole(shard)


def _whole_lines(data: bytes, indices: range) -> tuple[dict[int, bytes], int]:
    """Results up to the first line that is torn or makes no sense, and where that one begins."""
    lines: dict[int, bytes] = {}
    size = 0
    for line in data.splitlines(keepends=True):
        index, _, result = line.rstrip(b"\n").partition(b"\t")
        if not line.endswith(b"\n") or not index.isdigit() or int(index) not in indices:
            break
        try:
            json.loads(result)
        except ValueError:
            break
        lines.setdefault(int(index), result)
        size += len(line)
    return lines, size
