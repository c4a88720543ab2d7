from __future__ import annotations

import pytest

from model_dev.architecture.network import build_network
from model_dev.paths import REPOSITORY, BundlePaths
from model_dev.training.lineage import find_config

NAMES = sorted(
    path.name.removesuffix(".weights.h5")
    for path in (REPOSITORY / "model_dev/checkpoints").glob("*.weights.h5")
)


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_checkpoint_fits_its_config(name: str) -> None:
    network = build_network(find_config(name).network)
    before = network.get_weights()
    network.load_weights(BundlePaths(name).checkpoint)
    after = network.get_weights()
    changed = [(a != b).any() for a, b in zip(before, after, strict=True)]
    assert sum(changed) > len(changed) / 2
