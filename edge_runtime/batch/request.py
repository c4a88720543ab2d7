"""What a batch was asked to do, as saved in its folder until the batch is complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from edge_runtime.errors import BatchError, ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import BundleRef

SCHEMA = "edge-runtime/batch-plan/3"
"""Rises with the schemas of the results: those of two versions cannot be joined into one output."""

NOTHING, ALL, JUDGED = KEEPS = ("nothing", "all", "judged")
"""Rows of an earlier output that stay: none, all, or those with a verdict."""

SHARD = 100
"""Inputs per shard."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What to scan, with which bundle, and how many inputs that was when the batch began.

    Attributes:
        arguments: What to scan, as given on the command line.
        recursive: Whether to enter the folders inside a folder.
        frames: Frames to judge of a video; None for the default.
        bundle: The bundle that judges.
        inputs: Number of inputs; 0 until they have been listed.
        shard: Inputs per shard, >= 1; the last shard may have fewer.
        keeps: Which rows of a complete output stay before the new ones: one of `KEEPS`.
    """

    arguments: tuple[str, ...]
    recursive: bool
    frames: int | None
    bundle: BundleRef
    inputs: int = 0
    shard: int = SHARD
    keeps: str = NOTHING

    @property
    def shards(self) -> int:
        """Number of shards."""
        return -(-self.inputs // self.shard)

    def indices(self, shard: int) -> range:
        """Indices of a shard's inputs; both shards and inputs are counted from 0."""
        start = shard * self.shard
        return range(start, min(start + self.shard, self.inputs))

    def check_same(self, requested: BatchRequest) -> None:
        """Refuse to resume this batch with a different request.

        Args:
            requested: The request of this run; its number of inputs is ignored.

        Raises:
            BatchError: If the two differ.
        """
        for name in ("arguments", "recursive", "frames", "bundle"):
            before, now = getattr(self, name), getattr(requested, name)
            if before != now:
                raise BatchError(
                    f"cannot resume: {name} was {before} when the batch began and is {now} now"
                )

    def to_bytes(self) -> bytes:
        """The request as a JSON document."""
        data: dict[str, Any] = {"schema": SCHEMA, **json_document.value_of(self)}
        return json.dumps(data, indent=1).encode()

    @staticmethod
    def from_bytes(data: bytes, name: str) -> BatchRequest:
        """Read what `to_bytes` wrote.

        Args:
            data: Content of the file.
            name: Name of the file, for the error.

        Raises:
            BatchError: If it is not such a document, for example from another version.
        """
        try:
            document = json_document.load(data, name)
            return strict_reader.read(BatchRequest, json_document.body_of(document, SCHEMA))
        except ContractError as error:
            raise BatchError(
                f"cannot resume: {name}: {error}; remove its folder to start again"
            ) from error
