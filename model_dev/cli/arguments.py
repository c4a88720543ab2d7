"""Arguments that several verbs share, and where their settings lie."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from model_dev.paths import shipped

if TYPE_CHECKING:
    from model_dev.sealing.seal import Static

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

CONFIGS = Path(__file__).parent.parent / "configs"


def with_id(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The bundle that a verb works on."""
    parser.add_argument("--id", default=shipped(), help="bundle (default: %(default)s)")
    return parser


def with_detectors(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Where the face detectors are."""
    parser.add_argument(
        "--detectors", type=Path, help="folder of the face detectors (default: the default bundle)"
    )
    return parser


def static() -> Static:
    """What every sealed contract states, whatever the weights."""
    from model_dev.sealing.seal import Static

    return Static.read(CONFIGS / "contract.toml")
