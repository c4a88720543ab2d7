"""Starting a training run from an earlier one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from model_dev.architecture.network import build_network, load_imagenet
from model_dev.architecture.network_config import NetworkConfig
from model_dev.architecture.streams import STREAMS
from model_dev.training.starting_weights import StartingWeights, copy_matching

CONFIG = NetworkConfig(bayar=2, stem=4, forensic=((6, 2), (8, 2), (8, 2), (8, 2)), fused=8)
WIDER = replace(CONFIG, forensic=(*CONFIG.forensic, (CONFIG.forensic[-1][0], 1)))


@pytest.fixture
def origin(tmp_path: Path) -> StartingWeights:
    return saved(CONFIG, tmp_path)


def saved(config: NetworkConfig, folder: Path) -> StartingWeights:
    keras.utils.set_random_seed(1)
    weights = folder / f"{config.streams}.weights.h5"
    build_network(config).save_weights(weights)
    return StartingWeights(weights, config)


def fresh(config: NetworkConfig = CONFIG) -> keras.Model:
    keras.utils.set_random_seed(2)
    return build_network(config)


def kernels(model: keras.Model) -> dict[str, np.ndarray]:
    return {layer.name: layer.get_weights()[0] for layer in model.layers if layer.weights}


def changed(model: keras.Model, before: dict[str, np.ndarray]) -> set[str]:
    """Layers with a new kernel; BatchNorm's scale is 1 at every start."""
    after = kernels(model)
    return {name for name in after if (after[name] != before[name]).any()}


def test_a_network_of_the_same_widths_is_taken_over_whole(origin: StartingWeights) -> None:
    model = fresh()
    assert copy_matching(model, origin) == []
    earlier = build_network(origin.network)
    earlier.load_weights(origin.weights)
    for one, other in zip(model.get_weights(), earlier.get_weights(), strict=True):
        assert (one == other).all()


def test_only_the_forensic_stream_is_taken_over(tmp_path: Path) -> None:
    model = fresh()
    before = kernels(model)
    alone = saved(replace(CONFIG, streams="forensic"), tmp_path)
    assert copy_matching(model, alone, STREAMS["forensic"]) == []
    new = changed(model, before)
    assert new
    assert all(name.startswith(STREAMS["forensic"]) for name in new)


def test_layers_of_another_shape_keep_their_weights_and_are_named(origin: StartingWeights) -> None:
    model = fresh(WIDER)
    last = f"forensic_{len(CONFIG.forensic)}"
    assert copy_matching(model, origin) == [f"{last}_depthwise", last, f"{last}_norm"]


def test_another_network_altogether_is_refused(tmp_path: Path) -> None:
    alone = saved(replace(CONFIG, streams="forensic"), tmp_path)
    with pytest.raises(ValueError, match="no layer in common"):
        copy_matching(fresh(replace(CONFIG, streams="visual")), alone, ("mobilenet_",))


@pytest.mark.parametrize("stream", ["visual", "forensic"])
def test_dropped_features_change_training_alone(stream: str) -> None:
    plain, dropped = fresh(), build_network(CONFIG, stream_dropout={stream: 0.9})
    load_imagenet(plain)
    for layer in plain.layers:
        dropped.get_layer(layer.name).set_weights(layer.get_weights())
    picture = np.random.default_rng(3).uniform(-1, 1, (16, 64, 64, 3)).astype(np.float32)
    served = [np.asarray(model(picture)["fake_logit"]) for model in (plain, dropped)]
    np.testing.assert_allclose(*served, atol=1e-5)
    drawn = np.asarray(dropped(picture, training=True)["gate"])
    assert np.abs(drawn - np.asarray(plain(picture, training=True)["gate"])).max() > 1e-3
