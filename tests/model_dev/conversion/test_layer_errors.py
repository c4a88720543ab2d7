from __future__ import annotations

from functools import cache

import pytest

from model_dev.conversion.export import to_float_tflite
from model_dev.conversion.formats import FloatFormat
from model_dev.conversion.layer_errors import LayerError, layer_errors
from model_dev.conversion.layer_tensors import layer_tensors
from model_dev.conversion.quantize import quantize
from tests.support.untrained_network import deployed, float_tflite, int8_tflite, pictures, ranges


@cache
def of_int8() -> dict[str, LayerError]:
    return {
        error.layer: error for error in layer_errors(float_tflite(), int8_tflite(), pictures(3))
    }


def test_every_layer_is_there_in_order() -> None:
    assert list(of_int8()) == list(layer_tensors(float_tflite()))


def test_a_network_has_no_error_against_itself() -> None:
    for error in layer_errors(float_tflite(), float_tflite(), pictures(1)):
        assert (error.snr_db, error.largest, error.steps, error.clipped) == (None, 0, None, 0)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "lowest"), [("float16", 25), ("dynamic", 15)])
def test_formats_with_smaller_weights_are_compared_too(number: FloatFormat, lowest: int) -> None:
    model = to_float_tflite(deployed(), number)
    errors = layer_errors(float_tflite(), model, pictures(1))
    assert [error.layer for error in errors] == list(of_int8())
    assert all(error.snr_db is None or error.snr_db > lowest for error in errors)
    assert {error.steps for error in errors} == {None}


def test_an_int8_layer_errs_by_about_a_step_at_first_and_more_later() -> None:
    stem, top = of_int8()["mobilenet_stem"], of_int8()["mobilenet_top"]
    assert stem.steps is not None
    assert 0.2 < stem.steps < 2
    assert stem.snr_db is not None
    assert top.snr_db is not None
    assert stem.snr_db > 25
    assert top.snr_db < stem.snr_db


def test_a_range_too_narrow_is_seen_where_it_is() -> None:
    tensor = layer_tensors(float_tflite())["mobilenet_3_project"]
    low, high = ranges()[tensor]
    narrow = quantize(float_tflite(), {**ranges(), tensor: (low / 8, high / 8)})
    errors = {x.layer: x for x in layer_errors(float_tflite(), narrow, pictures(2))}
    assert errors["mobilenet_3_project"].clipped > 0.02
    assert of_int8()["mobilenet_3_project"].clipped < 0.01
    before, after = errors["mobilenet_2_add"].snr_db, errors["mobilenet_3_project"].snr_db
    assert before is not None
    assert after is not None
    assert before > after + 5


def test_no_picture_is_an_error() -> None:
    with pytest.raises(ValueError, match="no picture"):
        layer_errors(float_tflite(), int8_tflite(), [])


def test_another_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(model: bytes) -> dict[str, str]:
        return {} if model == b"other" else layer_tensors(model)

    monkeypatch.setattr("model_dev.conversion.layer_errors.layer_tensors", cut)
    with pytest.raises(ValueError, match="in one of the networks only"):
        layer_errors(float_tflite(), b"other", pictures(1))
