from __future__ import annotations

import keras
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from numpy.testing import assert_allclose, assert_array_equal

from model_dev.architecture.imagenet import WEIGHTS, read_convolutions
from model_dev.architecture.network import build_network
from model_dev.architecture.network_input import to_network
from tests.support.untrained_network import pictures, trained, widths

BUDGET = 4_020_000


def answers(levels: np.ndarray) -> dict[str, np.ndarray]:
    outputs = trained()(to_network(levels), training=False)
    return {name: np.asarray(value) for name, value in outputs.items()}


@pytest.fixture(scope="module")
def outputs() -> dict[str, np.ndarray]:
    return answers(pictures(4))


def test_the_network_is_small() -> None:
    deployed = build_network(widths(), 224, batch_norm=False)
    assert deployed.count_params() <= BUDGET
    assert trained().count_params() <= BUDGET


def test_outputs_have_their_shapes(outputs: dict[str, np.ndarray]) -> None:
    assert {name: value.shape for name, value in outputs.items()} == {
        "fake_logit": (4, 1),
        "evidence_map": (4, 7, 7, 1),
        "gate": (4, 1),
        "visual_logit": (4, 1),
        "forensic_logit": (4, 1),
    }


def test_the_deployed_network_has_no_auxiliary_heads() -> None:
    deployed = build_network(widths(), 224, batch_norm=False)
    assert set(deployed.output_names) == {"fake_logit", "evidence_map", "gate"}
    assert not [x for x in deployed.layers if isinstance(x, keras.layers.BatchNormalization)]


@pytest.mark.parametrize("size", [64, 128, 224])
def test_the_logit_is_the_mean_of_the_evidence(size: int) -> None:
    outputs = answers(pictures(4, size))
    assert outputs["evidence_map"].shape == (4, size // 32, size // 32, 1)
    assert outputs["evidence_map"].std() > 0
    mean = keras.ops.mean(outputs["evidence_map"], axis=(1, 2))
    assert_array_equal(outputs["fake_logit"], np.asarray(mean))


def test_the_gate_weighs_and_differs_by_picture(outputs: dict[str, np.ndarray]) -> None:
    gate = outputs["gate"]
    assert (gate > 0).all()
    assert (gate < 1).all()
    assert gate.std() > 0


def test_the_gate_gives_each_stream_its_share() -> None:
    names = ("gate_weight", "rest_weight", "visual_features", "forensic_features", "weighed")
    inner = keras.Model(trained().input, [trained().get_layer(name).output for name in names])
    seen = [np.asarray(value) for value in inner(to_network(pictures(2)))]
    gate, rest, visual, forensic, weighed = seen
    assert_allclose(gate + rest, 1, atol=1e-6)
    expected = np.concatenate([visual * gate, forensic * (1 - gate)], axis=-1)
    assert_allclose(weighed, expected, rtol=1e-4, atol=1e-5)


def test_extreme_pictures_stay_finite() -> None:
    flat = [np.full((224, 224, 3), level, np.uint8) for level in (0, 128, 255)]
    checkers = np.indices((224, 224)).sum(axis=0) % 2 * 255
    hard = np.stack([*flat, np.repeat(checkers[..., None], 3, axis=2).astype(np.uint8)])
    for value in answers(hard).values():
        assert np.isfinite(value).all()


def test_imagenet_weights_are_those_of_mobilenet() -> None:
    convolutions = read_convolutions()
    assert len(convolutions) == 52
    kernels = [kernel.shape for kernel, _ in convolutions]
    assert kernels[:4] == [(3, 3, 3, 32), (3, 3, 32, 1), (1, 1, 32, 16), (1, 1, 16, 96)]
    assert kernels[-1] == (1, 1, 320, 1280)
    for kernel, bias in convolutions:
        depthwise = kernel.shape[3] == 1
        assert bias.shape == (kernel.shape[2 if depthwise else 3],)
        assert kernel.std() > 0
        assert np.isfinite(kernel).all()


def test_the_visual_stream_starts_with_them() -> None:
    convolutions = read_convolutions()
    for name, (kernel, bias) in (("stem", convolutions[0]), ("top", convolutions[-1])):
        loaded = trained().get_layer(f"mobilenet_{name}").get_weights()
        assert_array_equal(loaded[0], kernel)
        assert_array_equal(loaded[1], bias)


@pytest.mark.parametrize("index", range(4))
def test_the_visual_stream_sees_what_mobilenet_sees(index: int) -> None:
    stream = keras.Model(trained().input, trained().get_layer("mobilenet_top").output)
    picture = pictures(4)[index]
    ours = np.asarray(stream(to_network(picture[None]))).mean(axis=(0, 1, 2))
    theirs = mobilenet_features(picture)
    assert_allclose(ours.mean(), theirs.mean(), rtol=0.1)
    assert np.corrcoef(ours, theirs)[0, 1] > 0.95


def mobilenet_features(picture: np.ndarray) -> np.ndarray:
    """Means of the last 1,280 maps of the int8 classifier the weights come from."""
    interpreter = Interpreter(
        str(WEIGHTS),
        experimental_preserve_all_tensors=True,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    (source,) = interpreter.get_input_details()
    scale, zero = source["quantization"]
    range_ = np.iinfo(source["dtype"])
    levels = np.rint(to_network(picture[None]) / scale + zero).clip(range_.min, range_.max)
    interpreter.set_tensor(source["index"], levels.astype(source["dtype"]))
    interpreter.invoke()
    (maps,) = [x for x in interpreter.get_tensor_details() if tuple(x["shape"]) == (1, 7, 7, 1280)]
    scale, zero = maps["quantization"]
    raw = interpreter.get_tensor(maps["index"]).astype(np.float32)
    return (raw - zero).mean(axis=(0, 1, 2)) * scale
