"""Collects results in any order and saves each shard when it is complete."""

from __future__ import annotations

import json
import os
from types import TracebackType

from edge_runtime.batch.batch_folder import BatchFolder
from edge_runtime.batch.request import BatchRequest


class ShardWriter:
    """Saves each result once; results of an interrupted run are read first.

    Args:
        folder: The batch's folder.
        request: The batch's request.

    Attributes:
        done: Number of inputs that have a result.
    """

    def __init__(self, folder: BatchFolder, request: BatchRequest) -> None:
        self._folder = folder
        self._request = request
        self._complete = folder.complete_shards()
        self._incomplete: dict[int, dict[int, bytes]] = {}
        self._files: dict[int, int] = {}
        self.done = sum(len(request.indices(shard)) for shard in self._complete)
        for shard in folder.incomplete_shards():
            self._resume_shard(shard)

    def __enter__(self) -> ShardWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for file in self._files.values():
            os.close(file)

    def has(self, index: int) -> bool:
        """Whether an input has a result."""
        shard = index // self._request.shard
        return shard in self._complete or index in self._incomplete.get(shard, {})

    def add(self, index: int, line: bytes) -> None:
        """Save the result of one input.

        Args:
            index: Index of the input, from 0.
            line: The result as JSON, without line breaks.

        Raises:
            OSError: If it cannot be written.
        """
        shard = index // self._request.shard
        self._append(shard, b"%d\t%s\n" % (index, line))
        self._incomplete.setdefault(shard, {})[index] = line
        self.done += 1
        self._finish_if_complete(shard)

    def _append(self, shard: int, line: bytes) -> None:
        path = self._folder.incomplete_path(shard)
        if path is None:
            return
        if shard not in self._files:
            self._files[shard] = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        written = os.write(self._files[shard], line)
        if written != len(line):
            raise OSError(f"{path}: only {written} of {len(line)} bytes could be written")

    def _finish_if_complete(self, shard: int) -> None:
        lines = self._incomplete[shard]
        indices = self._request.indices(shard)
        if len(lines) < len(indices):
            return
        self._folder.write_shard(shard, (lines[index] for index in indices))
        self._complete.add(shard)
        del self._incomplete[shard]
        self._remove_incomplete_file(shard)

    def _remove_incomplete_file(self, shard: int) -> None:
        if shard in self._files:
            os.close(self._files.pop(shard))
        path = self._folder.incomplete_path(shard)
        if path is not None:
            path.unlink(missing_ok=True)

    def _resume_shard(self, shard: int) -> None:
        """Read an incomplete shard and remove an incomplete last line from its file."""
        path = self._folder.incomplete_path(shard)
        if path is None or shard in self._complete:
            self._remove_incomplete_file(shard)
            return
        lines, size = _valid_lines(path.read_bytes(), self._request.indices(shard))
        os.truncate(path, size)  # otherwise the next line would be appended to the cut one
        self._incomplete[shard] = lines
        self.done += len(lines)
        self._finish_if_complete(shard)


def _valid_lines(data: bytes, indices: range) -> tuple[dict[int, bytes], int]:
    """Results by index up to the first invalid line, and the number of bytes before that line."""
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
