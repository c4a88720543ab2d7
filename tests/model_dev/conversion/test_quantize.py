from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from model_dev.architecture.network_input import to_network
from model_dev.conversion.quantize import (
    INPUT_RANGE,
    MINIMUM,
    Calibration,
    QuantizationError,
    calibrate_ranges,
    choose_pictures,
    measure_ranges,
    quantize,
    read_calibration,
    write_calibration,
)
from model_dev.data.crop_pool import CropPool
from model_dev.data.natural import UnnaturalPictureError
from tests.support.natural_pictures import natural_picture
from tests.support.tiny_training import write_training_store
from tests.support.untrained_network import deployed, float_tflite, int8_tflite, pictures, ranges

LARGEST = 4_360_000


def opened(model: bytes) -> Interpreter:
    interpreter = Interpreter(
        model_content=model,
        experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    )
    interpreter.allocate_tensors()
    return interpreter


def test_every_tensor_is_integer_and_every_operator_built_in() -> None:
    interpreter = opened(int8_tflite())
    kinds = {np.dtype(details["dtype"]) for details in interpreter.get_tensor_details()}
    assert kinds == {np.dtype(kind) for kind in (np.uint8, np.int8, np.int32)}
    pixels = [x for x in interpreter.get_tensor_details() if x["dtype"] == np.uint8]
    assert [details["shape"].tolist() for details in pixels] == [[1, 224, 224, 3]]


def test_pixels_go_in_as_they_are() -> None:
    (image,) = opened(int8_tflite()).get_input_details()
    assert image["dtype"] == np.uint8
    assert image["quantization"] == (1 / 128, 128)


def test_outputs_are_int8_under_their_names() -> None:
    run = opened(int8_tflite()).get_signature_runner("serving_default")
    assert list(run.get_input_details()) == ["image"]
    outputs = run.get_output_details()
    shapes = {name: details["shape"].tolist() for name, details in outputs.items()}
    assert shapes == {"fake_logit": [1, 1], "evidence_map": [1, 7, 7, 1], "gate": [1, 1]}
    assert {details["dtype"] for details in outputs.values()} == {np.int8}


def test_kernels_have_a_scale_per_channel() -> None:
    interpreter = opened(int8_tflite())
    parameters = [x["quantization_parameters"] for x in interpreter.get_tensor_details()]
    assert sum(len(parameter["scales"]) > 1 for parameter in parameters) > 50


def test_the_file_is_small() -> None:
    assert len(int8_tflite()) <= LARGEST
    assert len(int8_tflite()) < len(float_tflite()) / 3


def test_the_quantized_network_answers_like_the_float_one() -> None:
    run = opened(int8_tflite()).get_signature_runner("serving_default")
    details = run.get_output_details()
    evidence, expected = [], []
    for picture in pictures(4):
        scale, zero = details["evidence_map"]["quantization"]
        raw = run(image=picture[None])["evidence_map"].astype(np.float32)
        evidence.append((raw - zero) * scale)
        expected.append(np.asarray(deployed()(to_network(picture)[None])["evidence_map"]))
    assert np.corrcoef(np.ravel(evidence), np.ravel(expected))[0, 1] > 0.95


def test_quantizing_twice_makes_the_same_bytes(tmp_path: Path) -> None:
    write_calibration(Calibration(ranges(), ["ab"], {}, {}), tmp_path / "ranges.json")
    read = read_calibration(tmp_path / "ranges.json").ranges
    assert quantize(float_tflite(), read) == int8_tflite()


def test_measuring_twice_gives_the_same_ranges() -> None:
    assert measure_ranges(float_tflite(), pictures(4)) == ranges()


def test_a_rare_picture_sets_the_range_of_the_outputs_alone() -> None:
    common, rare = pictures(2)
    alone = measure_ranges(float_tflite(), [common])
    both = measure_ranges(float_tflite(), [*[common] * 40, rare])
    assert set(both) == set(alone) == set(ranges())
    moved = {name for name in alone if both[name] != pytest.approx(alone[name], abs=1e-6)}
    outputs = {details["name"] for details in opened(float_tflite()).get_output_details()}
    assert moved
    assert moved <= outputs


def test_the_input_has_the_range_of_pixels() -> None:
    (image,) = opened(float_tflite()).get_input_details()
    assert ranges()[image["name"]] == INPUT_RANGE


def without(name: str) -> Mapping[str, tuple[float, float]]:
    return {key: value for key, value in ranges().items() if key != name}


def test_a_tensor_without_a_range_is_named() -> None:
    (image,) = opened(float_tflite()).get_input_details()
    with pytest.raises(QuantizationError, match=re.escape(f"{image['name']} has no range")):
        quantize(float_tflite(), without(image["name"]))


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 10, 90)])
def test_a_blank_picture_is_refused(colour: tuple[int, int, int]) -> None:
    blank = np.full((224, 224, 3), colour, np.uint8)
    with pytest.raises(QuantizationError, match="single colour"):
        measure_ranges(float_tflite(), [pictures(1)[0], blank])


def test_no_picture_is_refused() -> None:
    with pytest.raises(QuantizationError, match="no calibration picture"):
        measure_ranges(float_tflite(), [])


def calibration_pool(folder: Path, calibration: int, **changes: object) -> CropPool:
    store = write_training_store(folder / "store", train=1, calibration=calibration, **changes)
    return CropPool([store], "calibration", "clean")


def test_pictures_are_spread_over_sources_and_classes(tmp_path: Path) -> None:
    pool = calibration_pool(tmp_path, 80)
    chosen = pool.rows.iloc[choose_pictures(pool, 240)]
    assert len(chosen) == 240
    assert chosen.groupby(["source", "label"]).size().to_list() == [60] * 4
    assert set(chosen["split"]) == {"calibration"}
    lowest = pool.rows.sort_values("sha256").groupby(["source", "label"]).head(60)
    assert set(chosen["sha256"]) == set(lowest["sha256"])


def test_too_few_pictures_cannot_calibrate(tmp_path: Path) -> None:
    pool = calibration_pool(tmp_path, MINIMUM // 4 - 1)
    with pytest.raises(QuantizationError, match="196 pictures cannot calibrate: 200 are needed"):
        choose_pictures(pool, 400)


def test_one_class_cannot_calibrate(tmp_path: Path) -> None:
    pool = calibration_pool(tmp_path, 200, labels=(1,))
    with pytest.raises(QuantizationError, match="at least 35% of each: 100% are fake"):
        choose_pictures(pool, 400)


def test_a_class_that_outvotes_the_other_cannot_calibrate(tmp_path: Path) -> None:
    pool = calibration_pool(tmp_path, 150)
    fakes = pool.rows["label"] == 1
    pool.rows = pool.rows[fakes | (np.cumsum(~fakes) <= 80)].reset_index(drop=True)
    with pytest.raises(QuantizationError, match="at least 35% of each: 79% are fake"):
        choose_pictures(pool, 600)


def test_no_picture_cannot_calibrate(tmp_path: Path) -> None:
    pool = calibration_pool(tmp_path, 0)
    with pytest.raises(QuantizationError, match="0 pictures cannot calibrate"):
        choose_pictures(pool, 400)


def natural_store(folder: Path, calibration: int = 60) -> Path:
    """A store whose crops look like photographs."""
    store = write_training_store(folder / "store", train=1, calibration=calibration)
    crops = np.load(store / "crops.npy")
    np.save(store / "crops.npy", np.stack([natural_picture(64, i) for i in range(len(crops))]))
    return store


def test_calibration_measures_the_pictures_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = natural_store(tmp_path)
    seen: list[np.ndarray] = []

    def measured(_: bytes, crops: Iterable[np.ndarray]) -> dict[str, tuple[float, float]]:
        seen.extend(crops)
        return {"a": (0.0, 1.0)}

    monkeypatch.setattr("model_dev.conversion.quantize.measure_ranges", measured)
    monkeypatch.setattr(
        "model_dev.conversion.quantize.measure_means", lambda _, crops: {"a": [len([*crops])]}
    )
    calibration = calibrate_ranges(b"", store, 200)
    assert calibration.means == {"a": [200]}
    assert len(seen) == len(calibration.pictures) == 200
    assert list(calibration.pictures) == sorted(calibration.pictures)
    known = CropPool([store], "calibration", "clean").rows["sha256"]
    assert set(calibration.pictures) <= set(known)
    half = {"real": 50, "fake": 50}
    assert calibration.balance == {"swaps": half, "things": half}


def test_noise_among_the_pictures_cannot_calibrate(tmp_path: Path) -> None:
    store = natural_store(tmp_path, 50)
    crops = np.load(store / "crops.npy")
    pool = CropPool([store], "calibration", "clean")
    place = int(pool.rows["place"].iat[7])
    crops[place] = np.random.default_rng(0).integers(0, 256, crops[place].shape)
    np.save(store / "crops.npy", crops)
    name = pool.rows["sha256"].iat[7]
    with pytest.raises(UnnaturalPictureError, match=f"{name} looks like noise"):
        calibrate_ranges(b"", store, 200)


def test_an_empty_folder_cannot_calibrate(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no finished crop store"):
        calibrate_ranges(b"", tmp_path, 200)


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ranges.json"
    balance = {"b": {"real": 1, "fake": 0}, "a": {"real": 0, "fake": 1}}
    means = {"b": [0.25, -1e-05], "a": [3.0]}
    made = Calibration({"b": (-1.5, 0.1), "a": (0.0, 6.0)}, ["ff", "00"], means, balance)
    sha256 = write_calibration(made, path)
    assert read_calibration(path) == Calibration(made.ranges, ["00", "ff"], means, balance)
    turned = Calibration(dict(reversed(made.ranges.items())), ["00", "ff"], means, balance)
    assert write_calibration(turned, path) == sha256
    assert [file.name for file in path.parent.iterdir()] == ["ranges.json"]


def test_the_committed_calibrations_are_read() -> None:
    (*found,) = (Path(__file__).parents[3] / "calibration_data" / "representative").glob("*.json")
    assert found
    for path in found:
        calibration = read_calibration(path)
        assert len(set(calibration.pictures)) >= MINIMUM
        counts = [sum(classes.values()) for classes in calibration.balance.values()]
        assert sum(counts) in (0, len(calibration.pictures))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"pictures": [], "ranges": {"a": [1]}}'])
def test_what_is_no_calibration_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "ranges.json").write_text(text)
    with pytest.raises(QuantizationError, match="is not a calibration"):
        read_calibration(tmp_path / "ranges.json")
