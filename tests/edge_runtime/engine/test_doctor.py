"""The diagnosis tells what works, and a fault is a finding, not a traceback."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.cli import exit_codes, main
from edge_runtime.engine import doctor, selector
from edge_runtime.engine.doctor_report import describe
from edge_runtime.engine.options import EngineOptions
from edge_runtime.engine.trial import Trial, TrialSpec
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import BrightnessEngine


@pytest.fixture
def tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle with one golden vector, its network, and no other process."""
    monkeypatch.setattr(doctor, "open_engine", lambda *_: BrightnessEngine())
    monkeypatch.setattr(doctor, "installed_backends", lambda: ())
    monkeypatch.setattr(doctor, "available_accelerators", lambda: ())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write_bundle(tmp_path, golden(logit=0.0))


def golden(logit: float) -> dict[str, Any]:
    """A mid-grey crop; the hand-made network answers 0.016 everywhere."""
    png = io.BytesIO()
    Image.new("RGB", (224, 224), (128, 128, 128)).save(png, "PNG")
    vector = {
        "id": "grey",
        "crop_png": base64.b64encode(png.getvalue()).decode(),
        "logit": logit,
        "gate": 0.25,
        "evidence": np.zeros((7, 7)).tolist(),
    }
    return {
        "schema": "edge-runtime/golden/1",
        "tolerance": {"logit": 0.05, "gate": 0.05, "evidence": 0.05},
        "vectors": [vector],
    }


def test_agreement_is_ok(tested: Path) -> None:
    diagnosis = doctor.examine(tested)
    assert diagnosis.ok
    assert diagnosis.problem is None
    (check,) = diagnosis.golden
    assert check.logit_error == pytest.approx(0.0157, abs=1e-3)
    assert describe(diagnosis)[-1] == "ok"


def test_a_network_that_computes_something_else_fails(tested: Path) -> None:
    write_bundle(tested, golden(logit=1.0))
    diagnosis = doctor.examine(tested)
    assert not diagnosis.ok
    assert diagnosis.problem is None
    assert any(line.startswith("golden        FAIL grey") for line in describe(diagnosis))


def test_a_changed_file_is_the_problem(tested: Path) -> None:
    (tested / "model.tflite").write_bytes(b"stand-in for model.tflitE")
    diagnosis = doctor.examine(tested)
    assert not diagnosis.ok
    assert diagnosis.bundle is None
    assert "sha256" in (diagnosis.problem or "")
    assert "numpy" in diagnosis.environment.packages


def test_a_network_that_does_not_load_is_the_problem(tmp_path: Path) -> None:
    diagnosis = doctor.examine(write_bundle(tmp_path), EngineOptions(backend="litert"))
    assert not diagnosis.ok
    assert diagnosis.bundle is not None
    assert diagnosis.runtime is None
    litert = next(check for check in diagnosis.backends if check.name == "litert")
    assert litert.installed
    assert litert.loads is False
    assert "litert" in (litert.problem or "")


def test_a_gpu_that_is_found_is_tried_and_told_of(
    tested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_trial(spec: TrialSpec, _: float) -> Trial:
        if spec.variant == "gpu-fp16":
            return Trial(spec.variant, None, "unknown", "2 golden vectors differ")
        return Trial(spec.variant, 2.5, "full", None)

    monkeypatch.setattr(doctor, "available_accelerators", lambda: ("gpu",))
    monkeypatch.setattr(selector, "run_trial", run_trial)
    lines = describe(doctor.examine(tested))
    assert "accelerator   gpu-fp16: 2 golden vectors differ" in lines
    assert "accelerator   gpu-fp32: 2.5 ms a crop" in lines
    assert "accelerator   npu: none found that LiteRT can use" in lines
    assert "asked for     cpu: as requested" in lines


def test_json_has_everything(tested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json", "--bundle", str(tested)]) == exit_codes.OK
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["bundle"]["id"] == "sample-v1"
    assert [check["name"] for check in told["backends"]] == [
        "litert",
        "tflite-runtime",
        "tensorflow",
    ]
    assert told["golden"][0]["ok"] is True
    assert [check["kind"] for check in told["accelerators"]] == ["gpu", "npu"]


def test_a_fault_has_its_exit_code(tested: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_bundle(tested, golden(logit=1.0))
    assert main(["doctor", "--bundle", str(tested)]) == exit_codes.BROKEN
    assert capsys.readouterr().out.splitlines()[-1] == "FAIL"
