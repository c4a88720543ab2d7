r"""The folder ``OUT.parts``, in which the results of a batch are saved until it is complete.

===================  ===========================================================================
``plan.json``        The request. It is written last when a batch begins and deleted first when it
                     ends. Without plan.json the folder is left over from an interrupted start or
                     clean-up and may be deleted
``inputs.jsonl``     One input per line, as a JSON string, which keeps names that are not UTF-8
``000000012.jsonl``  A complete shard: its results in the order of the inputs. It never changes
``000000012.open``   An incomplete shard, on a local disk only: ``index \t result \n`` is appended
                     for each result as soon as it is known
===================  ===========================================================================

A process that is killed loses no line it has written. At most the last line is cut off, and that
result is scanned again. So a kill costs the pictures that were being scanned. After a power cut an
incomplete shard may be lost. A store has no files that can be appended to: there, a kill costs the
incomplete shards.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from edge_runtime.batch.request import BatchRequest
from edge_runtime.batch.storage import Storage, open_storage
from edge_runtime.errors import BatchError

_REQUEST, _INPUTS = "plan.json", "inputs.jsonl"
_COMPLETE, _INCOMPLETE = ".jsonl", ".open"


class BatchFolder:
    """The folder of one batch.

    Args:
        out: Path or URL of the batch's output.
    """

    def __init__(self, out: str) -> None:
        self.out = out
        self.storage = open_storage(f"{out}.parts")

    def request(self) -> BatchRequest | None:
        """The request of the unfinished batch in this folder; None if there is none."""
        file = self._file(_REQUEST)
        return BatchRequest.from_bytes(file.read(), str(file)) if file.exists() else None

    def save_inputs(self, names: Iterable[str]) -> int:
        """Delete what the folder contains, save the names of the inputs, and count them."""
        self.storage.remove()
        count = 0
        with self._file(_INPUTS).writable_path() as path, path.open("w", encoding="ascii") as file:
            for count, name in enumerate(names, 1):  # noqa: B007 - the last number is the count
                file.write(json.dumps(name) + "\n")
        return count

    def save_request(self, request: BatchRequest) -> None:
        """Save the request; from now on the batch can be resumed."""
        self._file(_REQUEST).write(request.to_bytes())

    def remove(self) -> None:
        """Delete the folder, once its results are in the output."""
        self._file(_REQUEST).remove()
        self.storage.remove()

    def inputs(self) -> Iterator[str]:
        """The names of the inputs, in their order."""
        with self._file(_INPUTS).readable_path() as path, path.open(encoding="ascii") as file:
            yield from map(json.loads, file)

    def complete_shards(self) -> set[int]:
        """Numbers of the complete shards."""
        return set(self._shards_with(_COMPLETE))

    def is_complete(self, shard: int) -> bool:
        """Whether a shard is complete, whichever process wrote it."""
        return self._file(_file_name(shard, _COMPLETE)).exists()

    def read_shard(self, shard: int) -> list[bytes]:
        """The results of a complete shard, as lines of JSON without line ends."""
        return self._file(_file_name(shard, _COMPLETE)).read().splitlines()

    def write_shard(self, shard: int, lines: Iterable[bytes]) -> None:
        """Save a complete shard; writing it twice does no harm."""
        self._file(_file_name(shard, _COMPLETE)).write(b"".join(line + b"\n" for line in lines))

    def incomplete_path(self, shard: int) -> Path | None:
        """The file of an incomplete shard; None in a store."""
        return self._file(_file_name(shard, _INCOMPLETE)).local_path

    def incomplete_shards(self) -> list[int]:
        """Numbers of the shards that have a file of results so far."""
        return self._shards_with(_INCOMPLETE)

    def _shards_with(self, extension: str) -> list[int]:
        names = (name for name in self.storage.names() if name.endswith(extension))
        stems = (name.removesuffix(extension) for name in names)
        return [int(stem) for stem in stems if stem.isdecimal()]

    def _file(self, name: str) -> Storage:
        return self.storage.child(name)


@contextmanager
def folder_lock(folder: BatchFolder) -> Iterator[None]:
    """Keep other processes out of a batch; the system releases the lock if the process is killed.

    The lock is the file ``OUT.lock``, which is deleted at the end. It is not inside the folder,
    because the folder itself is created and deleted under the lock. A folder in a store is not
    locked.

    Args:
        folder: The batch's folder, which need not exist.

    Raises:
        BatchError: If another process holds the lock.
        OSError: If the lock file cannot be created.
    """
    if folder.storage.local_path is None:
        yield
        return
    from filelock import FileLock, Timeout

    path = Path(f"{folder.out}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BatchError(f"another process works on {folder.storage}") from error
    try:
        yield
    finally:
        if sys.platform != "win32":  # an open file cannot be deleted there; filelock does it
            path.unlink(missing_ok=True)
        lock.release()


def _file_name(shard: int, extension: str) -> str:
    if shard >= 10**9:
        raise BatchError("a batch has at most 10^11 inputs")
    return f"{shard:09d}{extension}"
