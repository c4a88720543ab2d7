"""Cases that are already measured, so that a broken-off run goes on where it stopped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure.case import Case, Setting
from benchmarks.measure.run_budget import Effort
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.files.atomic_write import atomic_write

SCHEMA = "edge-bench/phone-progress/1"


@dataclass(frozen=True, slots=True)
class Key:
    """What must be the same for measured cases to count.

    Attributes:
        serial: Of the device.
        build: Its system's fingerprint.
        app: Version of the app; None for another engine.
        bundle: Sha256 of the bundle.
        effort: How long each case is measured.
    """

    serial: str
    build: str
    app: str | None
    bundle: str
    effort: Effort


@dataclass(frozen=True, slots=True)
class _Document:
    key: Key
    cases: tuple[Case, ...]


class Progress:
    """The file beside the result.

    Args:
        path: Where it lies.
        key: Of this run; a file of another one is started anew.
    """

    def __init__(self, path: Path, key: Key) -> None:
        self._path = path
        self._key = key
        self._cases: dict[Setting, Case] = {case.setting: case for case in self._read()}

    def get(self, setting: Setting) -> Case | None:
        """The case if it was measured before."""
        return self._cases.get(setting)

    def add(self, case: Case) -> None:
        """Keep a case.

        Raises:
            OSError: If it cannot be written.
        """
        self._cases[case.setting] = case
        document = json_document.value_of(_Document(self._key, tuple(self._cases.values())))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._path) as part:
            part.write_text(json.dumps({"schema": SCHEMA, **document}), "utf-8")

    def end(self) -> None:
        """Forget it: the result is written."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[Case, ...]:
        try:
            data = json_document.load(self._path.read_bytes(), self._path.name)
            document = strict_reader.read(_Document, json_document.body_of(data, SCHEMA))
        except (OSError, ContractError):
            return ()
        return document.cases if document.key == self._key else ()
