"""The result file that measuring verbs write (layout: `result.schema.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Literal, TypeAlias

from benchmarks.measure.environment import Environment
from benchmarks.records.case import Case
from benchmarks.records.json_file import write_json
from benchmarks.records.memory_run import MemoryRun
from benchmarks.records.phone_facts import PhoneFacts
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.result.scan_result import BundleRef

SCHEMA = "edge-bench/result/1"

MeasuredOn: TypeAlias = Literal["host", "phone", "pi"]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that one command measured on one machine.

    Attributes:
        made: UTC, ISO 8601.
        place: Which device was measured: this machine, a phone, or a machine over ssh.
        environment: The machine that ran the command; for "pi" the measured machine.
        phone: The measured phone; None for other devices.
        bundle: The bundle that was measured.
        cases: Measured times.
        memory: Memory over many scans; None if not measured.
        ratios: Ratios as JSON values that follow `record.schema.json`.
    """

    made: str
    place: MeasuredOn
    environment: Environment
    phone: PhoneFacts | None
    bundle: BundleRef
    cases: tuple[Case, ...]
    memory: MemoryRun | None = None
    ratios: tuple[Mapping[str, Any], ...] = field(default=(), metadata=json_document.UNSERIALISED)

    @property
    def machine(self) -> str:
        """Name of the measured device."""
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
        """Write the JSON file.

        Raises:
            OSError: If it cannot be written.
        """
        write_json(path, self.to_json())


def utc_now() -> str:
    """The current time in the form of `Result.made`."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")
