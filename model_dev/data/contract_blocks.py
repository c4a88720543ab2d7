"""The parts of a contract that do not depend on the network's weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_dev.config_file import read_config_file


@dataclass(frozen=True, slots=True)
class FixedContractBlocks:
    """Blocks of a contract that every bundle has alike; see ``configs/contract.toml``.

    Training crops are cut by these rules, and sealing writes them into the contract.

    Attributes:
        input: Layout, colour order and range of the network's input.
        crop: How regions are cut.
        faces: How faces are found.
        pooling: How whole picture and faces are joined into one verdict.
        second_look: How a region is looked at again.
        reasons: What caps a verdict at UNSURE.
        quality: Limits of the picture quality warnings.
    """

    input: Mapping[str, Any]
    crop: Mapping[str, Any]
    faces: Mapping[str, Any]
    pooling: Mapping[str, Any]
    second_look: Mapping[str, Any]
    reasons: Mapping[str, Any]
    quality: Mapping[str, Any]

    @staticmethod
    def read(path: Path) -> FixedContractBlocks:
        """Parse the file; the values are checked when the bundle is opened.

        Raises:
            ConfigError: If a block is missing or unknown.
        """
        return read_config_file(FixedContractBlocks, path)
