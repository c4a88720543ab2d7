r"""The folder in which the results of a batch gather.

===================  ===========================================================================
``plan.json``        What the batch is; written last at its start and removed first at its end, so
                     a folder without it is the rest of a start or of an end
``inputs.jsonl``     A name per line, as JSON, which keeps names that are not UTF-8
``000000012.jsonl``  A finished shard: its results in the order of the inputs; never changed again
``000000012.open``   A shard under way, where files can be appended to: ``index \t result \n`` for
                     each result as soon as it is there
===================  ===========================================================================

A process that is killed loses no line it has written, and at most tears the last one, which is
dropped. So a kill costs the pictures being judged at the time. After a power cut a shard under way
may be lost. A store has no files to append to: there a kill costs the shards under way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.plan import Plan
from edge_runtime.batch.storage import Place, place

_PLAN, _INPUTS = "plan.json", "inputs.jsonl"
_DONE, _OPEN = ".jsonl", ".open"


class Parts:
    """The folder of one batch.

    Args:
        out: The batch's output.
    """

    def __init__(self, out: str) -> None:
        self.folder = place(f"{out}.parts")

    def plan(self) -> Plan | None:
        """The plan of the batch that is under way here; None if there is none."""
        file = self.folder.child(_PLAN)
        return Plan.from_bytes(file.read(), str(file)) if file.exists() else None

    def list_inputs(self, names: Iterable[str]) -> int:
        """Write the names down, in place of whatever the folder holds, and count them."""
        self.folder.remove()
        count = 0
        with self._file(_INPUTS).writing() as part, part.open("w", encoding="ascii") as file:
            for count, name in enumerate(names, 1):  # noqa: B007 - the last number is the count
                file.write(json.dumps(name) + "\n")
        return count

    def begin(self, plan: Plan) -> None:
        """From here on the batch can be resumed."""
        self._file(_PLAN).write(plan.to_bytes())

    def end(self) -> None:
        """Remove the folder, when its results are in the output."""
        self._file(_PLAN).remove()
        self.folder.remove()

    def inputs(self) -> Iterator[str]:
        """The names, in their order."""
        with self._file(_INPUTS).reading() as path, path.open(encoding="ascii") as file:
            yield from map(json.loads, file)

    def finished(self) -> set[int]:
        """Numbers of the finished shards."""
        return set(self._numbers(_DONE))

    def is_finished(self, shard: int) -> bool:
        """Whether a shard is finished, by whomever."""
        return self._file(_name(shard, _DONE)).exists()

    def read_shard(self, shard: int) -> list[bytes]:
        """The results of a finished shard, as lines of JSON without their ends."""
        return self._file(_name(shard, _DONE)).read().splitlines()

    def write_shard(self, shard: int, lines: Iterable[bytes]) -> None:
        """Finish a shard; doing so again gives the same."""
        self._file(_name(shard, _DONE)).write(b"".join(line + b"\n" for line in lines))

    def open_path(self, shard: int) -> Path | None:
        """The file of a shard under way; None in a store."""
        return self._file(_name(shard, _OPEN)).local

    def under_way(self) -> list[int]:
        """Numbers of the shards that have a file of results so far."""
        return self._numbers(_OPEN)

    def _numbers(self, extension: str) -> list[int]:
        stems = (name.removesuffix(extension) for name in self.folder.names() if extension in name)
        return [int(stem) for stem in stems if stem.isdecimal()]

    def _file(self, name: str) -> Place:
        return self.folder.child(name)


def _name(shard: int, extension: str) -> str:
    if shard >= 10**9:
        raise BatchRefused("a batch has at most 10^11 inputs")
    return f"{shard:09d}{extension}"
