from __future__ import annotations

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from model_dev.architecture.network_input import to_network
from model_dev.conversion.bias_correction import MissingMeanError, corrected, measure_means
from model_dev.conversion.quantize import Calibration, quantize_calibrated
from tests.support.untrained_network import deployed, float_tflite, int8_tflite, pictures, ranges


def evidence(model: bytes) -> np.ndarray:
    run = Interpreter(model_content=model).get_signature_runner("serving_default")
    scale, zero = run.get_output_details()["evidence_map"]["quantization"]
    found = [run(image=picture[None])["evidence_map"] for picture in pictures(4)]
    return (np.ravel(found).astype(np.float32) - zero) * scale


def test_a_corrected_network_is_shifted_less_from_the_float_one() -> None:
    means = measure_means(float_tflite(), pictures(4))
    better = quantize_calibrated(float_tflite(), Calibration(ranges(), [], means, {}))
    expected = np.ravel(deployed().predict(to_network(pictures(4)), 1, 0)["evidence_map"])
    before = (evidence(int8_tflite()) - expected).mean()
    after = (evidence(better) - expected).mean()
    assert abs(after) < abs(before)


def test_without_means_nothing_is_corrected() -> None:
    plain = quantize_calibrated(float_tflite(), Calibration(ranges(), [], {}, {}))
    assert plain == int8_tflite()


def test_means_are_per_channel_and_the_same_twice() -> None:
    means = measure_means(float_tflite(), pictures(2))
    assert means == measure_means(float_tflite(), pictures(2))
    (pixels,) = (values for name, values in means.items() if name.startswith("serving_default"))
    assert pixels == pytest.approx(to_network(pictures(2)).mean(axis=(0, 1, 2)), rel=1e-4)


def test_zero_means_leave_the_network_as_it_is() -> None:
    zeros = {k: [0.0] * len(v) for k, v in measure_means(float_tflite(), pictures(1)).items()}
    run = Interpreter(model_content=corrected(float_tflite(), zeros)).get_signature_runner()
    same = Interpreter(model_content=float_tflite()).get_signature_runner()
    image = to_network(pictures(1))
    assert np.array_equal(run(image=image)["evidence_map"], same(image=image)["evidence_map"])


def test_means_of_another_network_are_refused() -> None:
    with pytest.raises(MissingMeanError, match="has no mean"):
        corrected(float_tflite(), {"another": [0.0]})
