"""What a batch is about, as it stands in its folder until the batch is complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import BundleRef

SCHEMA = "edge-runtime/batch-plan/1"

SHARD = 100
"""Inputs per shard."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch: what was asked for, and how many inputs that was when it began.

    Attributes:
        arguments: What to scan, as given.
        recursive: Whether folders inside a folder are entered.
        frames: Judged of a video; None for the default.
        bundle: What judges.
        inputs: Number of inputs, >= 1.
        shard: Inputs per shard, >= 1; the last shard may have fewer.
    """

    arguments: tuple[str, ...]
    recursive: bool
    frames: int | None
    bundle: BundleRef
    inputs: int
    shard: int

    @property
    def shards(self) -> int:
        """Number of shards."""
        return -(-self.inputs // self.shard)

    def indices(self, shard: int) -> range:
        """Inputs of a shard, counted from 0."""
        start = shard * self.shard
        return range(start, min(start + self.shard, self.inputs))

    def check_resumed(self, wanted: Plan) -> None:
        """Refuse to go on with another batch; how many inputs it had is not looked at.

        Raises:
            BatchRefused: If something else is asked for now.
        """
        for name in ("arguments", "recursive", "frames", "bundle"):
            before, now = getattr(self, name), getattr(wanted, name)
            if before != now:
                raise BatchRefused(
                    f"cannot resume: {name} was {before} when the batch began and is {now} now"
                )

    def to_bytes(self) -> bytes:
        """The plan as a JSON document."""
        data: dict[str, Any] = {"schema": SCHEMA, **json_document.value_of(self)}
        return json.dumps(data, indent=1).encode()

    @staticmethod
    def from_bytes(data: bytes, name: str) -> Plan:
        """Read what `to_bytes` wrote.

        Raises:
            BatchRefused: If it is no such document.
        """
        try:
            document = json_document.load(data, name)
            return strict_reader.read(Plan, json_document.body_of(document, SCHEMA))
        except ContractError as error:
            raise BatchRefused(f"cannot resume: {name}: {error}") from error
