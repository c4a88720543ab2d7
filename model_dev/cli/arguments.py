"""Arguments that several verbs share, and where their settings lie."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from model_dev.paths import CONFIGS, default_bundle_id

if TYPE_CHECKING:
    from model_dev.data.contract_blocks import FixedContractBlocks

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def with_id(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The bundle that a verb works on."""
    parser.add_argument("--id", default=default_bundle_id(), help="bundle (default: %(default)s)")
    return parser


def with_detectors(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Where the face detectors are."""
    parser.add_argument(
        "--detectors", type=Path, help="folder of the face detectors (default: the default bundle)"
    )
    return parser


def fixed_contract_blocks() -> FixedContractBlocks:
    """The blocks of a contract that do not depend on the weights."""
    from model_dev.data.contract_blocks import FixedContractBlocks

    return FixedContractBlocks.read(CONFIGS / "contract.toml")
