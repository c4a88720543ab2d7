"""Keeps the outcomes of trials from one start to the next, per machine, bundle and version.

They lie in ``$XDG_CACHE_HOME/edge-runtime`` (``~/.cache/edge-runtime``), one file per key. A file
that cannot be read counts as absent. Where there is no folder, or it cannot be written to, trials
are run again at each start. Deleting the folder, or ``edge-runtime doctor``, does the same once.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from edge_runtime.engine.accelerators import device_files
from edge_runtime.engine.delegate import Delegate
from edge_runtime.engine.trial import Trial, TrialSpec
from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.files.atomic_write import atomic_write

SCHEMA = "edge-runtime/trials/1"

_PACKAGES = ("edge-deepfake", "ai-edge-litert", "tflite-runtime", "tensorflow")
_VULKAN_DRIVERS = ("/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d")
_VULKAN_CHOICE = ("VK_DRIVER_FILES", "VK_ICD_FILENAMES", "VK_ADD_DRIVER_FILES")


@dataclass(frozen=True, slots=True)
class _TrialsFile:
    trials: tuple[Trial, ...]


class TrialCache:
    """Outcomes of trials on this machine, for one bundle and setting.

    Args:
        bundle_sha256: Of the bundle.
        threads: CPU threads of the engine.
        backend: TFLite runtime.
    """

    def __init__(self, bundle_sha256: str, threads: int, backend: str) -> None:
        self._facts = {**_machine(), "bundle": bundle_sha256, "threads": threads}
        self._facts["backend"] = backend

    def recall(self, spec: TrialSpec) -> Trial | None:
        """The trial of that accelerator; None if none is remembered."""
        try:
            path = self._path(spec)
            document = json_document.load(path.read_bytes(), path.name)
            body = json_document.body_of(document, SCHEMA)
            (trial,) = strict_reader.read(_TrialsFile, body).trials
        except (OSError, RuntimeError, ContractError, ValueError):
            return None
        return trial

    def remember(self, spec: TrialSpec, trial: Trial) -> None:
        """Keep a trial, if the folder can be written to."""
        document = {"schema": SCHEMA, **json_document.value_of(_TrialsFile((trial,)))}
        with suppress(OSError, RuntimeError):
            path = self._path(spec)
            path.parent.mkdir(parents=True, exist_ok=True)
            with atomic_write(path) as part:
                part.write_text(json.dumps(document), encoding="utf-8")

    def _path(self, spec: TrialSpec) -> Path:
        facts = {**self._facts, "accelerator": spec.variant, **_library(spec)}
        key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:24]
        return cache_folder() / f"trial-{key}.json"


def cache_folder() -> Path:
    """Where trials are kept, by the XDG Base Directory Specification.

    Raises:
        RuntimeError: If the user has no home folder.
    """
    home = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(home) if os.path.isabs(home) else Path.home() / ".cache"
    return base / "edge-runtime"


def _machine() -> dict[str, object]:
    """What may change the outcome of a trial: the machine, its drivers, and the versions."""
    listed = (path for name in _VULKAN_DRIVERS for path in sorted(Path(name).glob("*.json")))
    return {
        "node": platform.node(),
        "machine": platform.machine(),
        "kernel": platform.release(),
        "versions": {name: _version(name) for name in _PACKAGES},
        "devices": [str(path) for path in device_files()],
        "drivers": _stamps([*listed]),
        "choice": {name: os.environ.get(name) for name in _VULKAN_CHOICE},
    }


def _library(spec: TrialSpec) -> Mapping[str, object]:
    delegate = Delegate.parse(spec.variant)
    return {} if delegate is None else {"library": _stamps([Path(delegate.library)])}


def _stamps(paths: Sequence[Path]) -> list[tuple[str, int, int]]:
    stamps = []
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            stamps.append((str(path), status.st_size, status.st_mtime_ns))
    return stamps


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
