"""Replaying golden vectors finds a deviation in any output."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import NetworkOutput
from edge_runtime.engine.golden import replay
from edge_runtime.errors import ContractError
from edge_runtime.result.scan_result import RuntimeInfo
from edge_runtime.types import FaceCrop
from tests.support.sample_contract import EVIDENCE, write_bundle

CROP = np.random.default_rng(2).integers(0, 256, (224, 224, 3), dtype=np.uint8)
OUTPUT = NetworkOutput(1.5, EVIDENCE, 0.5)


class FixedEngine:
    def __init__(self, output: NetworkOutput) -> None:
        self.info = RuntimeInfo("litert", "cpu", 1)
        self._output = output

    def run(self, crop: FaceCrop) -> NetworkOutput:
        assert np.array_equal(crop, CROP)
        return self._output


def golden_dict() -> dict[str, Any]:
    buffer = io.BytesIO()
    Image.fromarray(CROP).save(buffer, "PNG")
    vector = {
        "id": "noise",
        "crop_png": base64.b64encode(buffer.getvalue()).decode(),
        "logit": 1.5,
        "gate": 0.5,
        "evidence": EVIDENCE.tolist(),
    }
    return {
        "schema": "edge-runtime/golden/1",
        "tolerance": {"logit": 0.1, "gate": 0.01, "evidence": 0.2},
        "vectors": [vector],
    }


def check(folder: Path, output: NetworkOutput) -> Any:
    (outcome,) = replay(Bundle.open(write_bundle(folder, golden_dict())), FixedEngine(output))
    return outcome


def test_the_same_answer_passes(tmp_path: Path) -> None:
    outcome = check(tmp_path, OUTPUT)
    assert outcome.ok
    assert (outcome.id, outcome.logit_error, outcome.gate_error) == ("noise", 0, 0)
    assert outcome.evidence_error == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("share", [0.9, -0.9, 1.1, -1.1])
def test_the_tolerance_is_a_bound_on_each_output(tmp_path: Path, share: float) -> None:
    bumped = EVIDENCE.copy()
    bumped[3, 4] += 0.2 * share
    outputs = [
        replace(OUTPUT, logit=1.5 + 0.1 * share),
        replace(OUTPUT, gate=0.5 + 0.01 * share),
        replace(OUTPUT, evidence=bumped),
    ]
    assert [check(tmp_path, output).ok for output in outputs] == [abs(share) < 1] * 3


def test_nan_never_passes(tmp_path: Path) -> None:
    assert not check(tmp_path, replace(OUTPUT, logit=float("nan"))).ok
    assert not check(tmp_path, replace(OUTPUT, evidence=EVIDENCE * np.float32("nan"))).ok


@pytest.mark.parametrize(
    ("key", "value", "path"),
    [
        ("crop_png", "%%%", "vectors[0].crop_png"),
        ("crop_png", base64.b64encode(b"GIF89a").decode(), "vectors[0].crop_png"),
        ("evidence", [[1.0]], "vectors[0].evidence"),
        ("logit", "1.5", "vectors[0].logit"),
        ("surprise", 1, "vectors[0].surprise"),
    ],
)
def test_refuses_a_broken_file(tmp_path: Path, key: str, value: object, path: str) -> None:
    golden = golden_dict()
    golden["vectors"][0][key] = value
    bundle = Bundle.open(write_bundle(tmp_path, golden))
    with pytest.raises(ContractError) as caught:
        replay(bundle, FixedEngine(OUTPUT))
    assert caught.value.key == path


def test_refuses_a_file_without_vectors(tmp_path: Path) -> None:
    bundle = Bundle.open(write_bundle(tmp_path, {**golden_dict(), "vectors": []}))
    with pytest.raises(ContractError, match="vectors"):
        replay(bundle, FixedEngine(OUTPUT))
