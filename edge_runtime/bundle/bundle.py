"""A bundle: the folder that holds a network's weights, contract and golden vectors."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from edge_runtime.bundle.contract import Contract
from edge_runtime.errors import BundleError
from edge_runtime.files import json_document

CONTRACT_FILE = "contract.json"
BUNDLES = Path(__file__).parents[1] / "bundles"
"""The bundles that this package ships; the file DEFAULT in it names the default one."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An opened bundle whose files match its contract.

    Attributes:
        contract: The parsed contract.json.
        directory: The bundle's folder.
        sha256: Sha256 of contract.json, which names the sha256 of every other file.
    """

    contract: Contract
    directory: Path
    sha256: str

    @staticmethod
    def open(path: str | os.PathLike[str] | None = None) -> Bundle:
        """Open a bundle and verify the length and sha256 of every file it lists.

        Args:
            path: The bundle's folder; None for the default bundle of this package.

        Raises:
            BundleError: If a file is missing or is not the one the contract lists.
            ContractError: If contract.json breaks its schema.
        """
        directory = default_bundle() if path is None else Path(path)
        data = _read_file(directory / CONTRACT_FILE)
        contract = Contract.parse(json_document.load(data, CONTRACT_FILE))
        bundle = Bundle(contract, directory, hashlib.sha256(data).hexdigest())
        for name in contract.files:
            bundle.read(name)
        return bundle

    def path(self, name: str) -> Path:
        """Where a listed file lies.

        Raises:
            BundleError: If the contract does not list it.
        """
        if name not in self.contract.files:
            raise BundleError(f"{name!r} is not a file of bundle {self.contract.id}")
        return self.directory / name

    def read(self, name: str) -> bytes:
        """The bytes of a listed file, verified again on every read.

        Raises:
            BundleError: If the file is not listed, missing, or not the one the contract lists.
        """
        path = self.path(name)
        data = _read_file(path)
        rule = self.contract.files[name]
        if len(data) != rule.bytes:
            raise BundleError(f"{path}: {len(data)} bytes, the contract says {rule.bytes}")
        if hashlib.sha256(data).hexdigest() != rule.sha256:
            raise BundleError(f"{path}: its sha256 is not the one in the contract")
        return data


def default_bundle() -> Path:
    """Folder of the bundle that is used when none is named.

    Raises:
        BundleError: If none is installed.
    """
    try:
        name = (BUNDLES / "DEFAULT").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"no default bundle is installed: {error}") from error
    return BUNDLES / name


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}: {error.strerror or error}") from error
