"""The file that every measurement ends in; its JSON is described by `result.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal, TypeAlias

from benchmarks.measure.case import Case
from benchmarks.measure.environment import Environment
from benchmarks.phone.phone_facts import PhoneFacts
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.files.atomic_write import atomic_write
from edge_runtime.result.scan_result import BundleRef

SCHEMA = "edge-bench/result/1"

Place: TypeAlias = Literal["host", "phone", "pi"]


@dataclass(frozen=True, slots=True)
class MemoryRun:
    """Resident memory of one process over many scans.

    Attributes:
        scans: How many.
        every: Scans between two readings.
        rss_kb: The readings, KiB.
        settled_kb: Median of the second tenth of the readings.
        final_kb: Median of the last tenth.
        limit_kb: Largest difference that still counts as flat.
        flat: Whether it was.
    """

    scans: int
    every: int
    rss_kb: tuple[int, ...]
    settled_kb: int
    final_kb: int
    limit_kb: int
    flat: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Everything one command measured in one place.

    Attributes:
        made: UTC, ISO 8601.
        place: Where it was measured: this machine, a phone, or a machine reached over ssh.
        environment: The machine that ran the command ("host"), or the measured one ("pi").
        phone: The measured phone; None for other places.
        bundle: What was measured.
        cases: Absolute figures.
        memory: None if not measured.
        ratios: Records of `benchmarks.report.record`, whose layout `record.schema.json` describes.
    """

    made: str
    place: Place
    environment: Environment
    phone: PhoneFacts | None
    bundle: BundleRef
    cases: tuple[Case, ...]
    memory: MemoryRun | None = None
    ratios: tuple[Mapping[str, Any], ...] = field(default=(), metadata=json_document.UNSERIALISED)

    @property
    def machine(self) -> str:
        """The measured device for people."""
        return self.phone.name if self.phone else self.environment.cpu

    def to_json(self) -> dict[str, Any]:
        """JSON value that follows `result.schema.json`."""
        ratios = [dict(ratio) for ratio in self.ratios]
        return {"schema": SCHEMA, **json_document.value_of(self), "ratios": ratios}

    @staticmethod
    def from_json(data: object) -> Result:
        """Read what `to_json` wrote.

        Raises:
            ContractError: If the data do not follow the schema.
        """
        body = json_document.body_of(data, SCHEMA)
        ratios = body.pop("ratios", None)
        if not isinstance(ratios, list) or not all(isinstance(each, dict) for each in ratios):
            raise ContractError("ratios", "must be a list of records")
        read = strict_reader.read(Result, body)
        return Result(
            read.made,
            read.place,
            read.environment,
            read.phone,
            read.bundle,
            read.cases,
            read.memory,
            tuple(ratios),
        )

    @staticmethod
    def read(path: Path) -> Result:
        """Read a file.

        Raises:
            OSError: If it cannot be read.
            ContractError: If it does not follow the schema; the message names the file.
        """
        try:
            return Result.from_json(json_document.load(path.read_bytes(), path.name))
        except ContractError as error:
            raise ContractError(f"{path.name}: {error.key}", error.problem) from None

    def write(self, path: Path) -> None:
        """Write the JSON; the file appears whole or not at all.

        Raises:
            OSError: If it cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as part:
            part.write_text(json.dumps(self.to_json(), allow_nan=False) + "\n", "utf-8")


def utc_now() -> str:
    """The time as it stands in a result."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
