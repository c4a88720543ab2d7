"""Keeps measured cases, so that an interrupted run continues where it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure.run_budget import RunBudget
from benchmarks.records.case import Case, Setting
from benchmarks.records.json_file import write_json
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader

SCHEMA = "edge-bench/phone-progress/2"


@dataclass(frozen=True, slots=True)
class Key:
    """What must be equal for measured cases to be reused.

    Attributes:
        serial: Serial number of the device.
        build: Fingerprint of its Android build.
        app: Version of the app; None for another engine.
        bundle: Sha256 of the bundle.
        budget: How long each case is measured.
    """

    serial: str
    build: str
    app: str | None
    bundle: str
    budget: RunBudget


@dataclass(frozen=True, slots=True)
class _Document:
    key: Key
    cases: tuple[Case, ...]


class Progress:
    """The progress file beside the result file.

    Args:
        path: Path of the file.
        key: Key of this run; a file with another key is ignored and replaced.
    """

    def __init__(self, path: Path, key: Key) -> None:
        self._path = path
        self._key = key
        self._cases: dict[Setting, Case] = {case.setting: case for case in self._read()}

    def get(self, setting: Setting) -> Case | None:
        """The case if it is already measured; else None."""
        return self._cases.get(setting)

    def add(self, case: Case) -> None:
        """Store a case.

        Raises:
            OSError: If it cannot be written.
        """
        self._cases[case.setting] = case
        document = json_document.value_of(_Document(self._key, tuple(self._cases.values())))
        write_json(self._path, {"schema": SCHEMA, **document})

    def delete(self) -> None:
        """Delete the file, when all cases are measured."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[Case, ...]:
        try:
            data = json_document.load(self._path.read_bytes(), self._path.name)
            document = strict_reader.read(_Document, json_document.body_of(data, SCHEMA))
        except (OSError, ContractError):
            return ()
        return document.cases if document.key == self._key else ()
