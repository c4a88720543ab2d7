"""Quantization-aware training from end to end, in the environment of `make .venv-qat/ready`.

The toolkit's absl-py and Keras are not those of the other tests, so it runs as another process.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from model_dev.architecture.network_input import to_network
from model_dev.architecture.residual import learned_kernel
from model_dev.conversion.int8_check import check_operators
from model_dev.conversion.layer_tensors import layer_tensors
from model_dev.conversion.quantize import (
    INPUT_RANGE,
    Calibration,
    read_calibration,
    write_calibration,
)
from model_dev.conversion.rebuild import rebuild, trained_model
from model_dev.paths import BundlePaths
from tests.support.requirement import missing
from tests.support.tiny_training import write_training_store
from tests.support.untrained_network import (
    CONFIG,
    deployed,
    float_tflite,
    int8_tflite,
    pictures,
    ranges,
    trained,
)

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / os.environ.get("QAT_PYTHON", ".venv-qat/bin/python")
MIXTURES = """
[[mixtures]]
real = ["swaps"]
fake = ["swaps"]
share = 0.6
paired = true

[[mixtures]]
real = ["things"]
fake = ["things"]
share = 0.4
"""
RUN = """
seed = 3
size = 64
batch = 4
steps = 2
learning_rate = 1e-4
label_smoothing = 0.05
replicates = 20
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the parts of a bundle named "tiny", and what the run left in ``out``."""
    if not PYTHON.is_file():
        missing("tensorflow-model-optimization", "make .venv-qat/ready")
    root = tmp_path_factory.mktemp("qat")
    write_artefacts(root)
    write_stores(root / "stores")
    np.save(root / "pictures.npy", to_network(pictures(4)))
    (root / "qat.toml").write_text(RUN)
    command = [str(PYTHON), str(ROOT / "tests/support/run_qat.py"), str(root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-4000:]
    return root


def write_artefacts(root: Path) -> None:
    paths = BundlePaths("tiny", root)
    for path in (paths.config, paths.checkpoint):
        path.parent.mkdir(parents=True)
    paths.config.write_text(CONFIG.read_text("utf-8").split("[[mixtures]]")[0] + MIXTURES)
    trained().save_weights(paths.checkpoint)
    write_calibration(Calibration(ranges(), ["ab"], {}, {}), paths.calibration)


def write_stores(stores: Path) -> None:
    store = write_training_store(stores / "train" / "tiny", train=6)
    crops = np.load(store / "crops.npy")
    large = np.repeat(np.repeat(crops, 4, axis=1), 4, axis=2)[:, :224, :224]
    np.save(store / "crops.npy", large)
    shutil.copytree(store, stores / "clean" / "validation")


def test_the_imitation_computes_what_the_int8_file_computes(root: Path) -> None:
    run = Interpreter(model_content=int8_tflite()).get_signature_runner("serving_default")
    scale, zero = run.get_output_details()["fake_logit"]["quantization"]
    found = [(run(image=x[None])["fake_logit"].item() - zero) * scale for x in pictures(4)]
    imitated = np.load(root / "imitated.npy")
    assert np.abs(imitated - found).max() < 12 * scale  # a 20th of the logit's range


def test_the_file_is_int8_and_looks_like_every_other(root: Path) -> None:
    model = (root / "out" / "qat.tflite").read_bytes()
    check_operators(model)
    interpreter = Interpreter(model_content=model)
    assert interpreter.get_signature_list() == {
        "serving_default": {"inputs": ["image"], "outputs": ["evidence_map", "fake_logit", "gate"]}
    }
    (image,) = interpreter.get_input_details()
    assert (image["dtype"], image["quantization"]) == (np.uint8, (1 / 128, 128))
    outputs = interpreter.get_signature_runner("serving_default").get_output_details()
    assert {details["dtype"] for details in outputs.values()} == {np.int8}
    assert (root / "out" / "ptq.tflite").read_bytes() == int8_tflite()
    assert model != int8_tflite()
    assert len(model) == pytest.approx(len(int8_tflite()), rel=0.01)


def test_the_file_is_rebuilt_without_the_toolkit(root: Path, tmp_path: Path) -> None:
    paths = BundlePaths("tiny", tmp_path)
    for name, path in (
        ("qat.weights.h5", paths.checkpoint),
        ("calibration.json", paths.calibration),
    ):
        path.parent.mkdir(parents=True)
        shutil.copy(root / "out" / name, path)
    paths.config.parent.mkdir(parents=True)
    shutil.copy(BundlePaths("tiny", root).config, paths.config)
    assert rebuild(paths) == (root / "out" / "qat.tflite").read_bytes()


def test_weights_moved_but_the_residual_kernels_did_not(root: Path) -> None:
    paths = BundlePaths("tiny", root)
    after = trained_model(paths.config, root / "out" / "qat.weights.h5")
    before = trained().get_layer("fused").get_weights()[0]
    moved = np.abs(after.get_layer("fused").get_weights()[0] - before).max()
    assert 0 < moved < 1e-2
    (kernel,) = after.get_layer("residual").get_weights()
    (as_deployed,) = deployed().get_layer("residual").get_weights()
    assert np.array_equal(kernel, learned_kernel(as_deployed))


def test_ranges_moved_and_the_input_kept_its_own(root: Path) -> None:
    after = read_calibration(root / "out" / "calibration.json").ranges
    tensors = layer_tensors((root / "out" / "qat.tflite").read_bytes())
    before = {layer: ranges()[name] for layer, name in layer_tensors(float_tflite()).items()}
    inner = set(tensors) - {"fake_logit", "evidence_map", "gate"}
    assert sum(after[tensors[layer]] != before[layer] for layer in inner) > 20
    assert after[tensors["gate_weight"]] == (0.0, 255 / 256)
    assert after[tensors["visual_pooled"]] == after[tensors["pooled"]]
    assert [ends for name, ends in after.items() if name.startswith("serving")] == [INPUT_RANGE]


def test_the_comparison_and_the_log_are_complete(root: Path) -> None:
    report = json.loads((root / "out" / "qat.json").read_text("utf-8"))
    cells = {cell["source"]: cell for cell in report["cells"]}
    assert set(cells) == {"overall", "swaps", "things"}
    for cell in cells.values():
        assert set(cell["auc"]) == {"float32", "ptq", "qat"}
        change = cell["auc"]["qat"]["value"] - cell["auc"]["ptq"]["value"]
        assert cell["qat_over_ptq"]["value"] == pytest.approx(change, abs=2e-5)
    text = (root / "out" / "qat.md").read_text("utf-8")
    assert text.count("\n| ") == 4
    with (root / "out" / "log.csv").open(newline="") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert len(losses) == 2
    assert np.isfinite(losses).all()
