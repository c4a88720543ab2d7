"""Baseline networks are built as described, and the verb writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from model_dev.cli import main
from tests.support.requirement import TRAIN, missing


def test_an_unknown_baseline_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["baseline", "resnet", "--out", "x.tflite"])
    assert ended.value.code == 2
    assert "mobilenet_v2" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("mobilenet_v2", 3.5e6),
        ("original", 2.224e6 + 3 * 25 * 33 + 33 * 9 * 32 + 32 * 9 * 64),
    ],
)
def test_the_verb_builds_an_int8_network_of_the_stated_size(
    name: str, parameters: float, tmp_path: Path
) -> None:
    from benchmarks.measure.network import Network

    out = tmp_path / "deep" / "network.tflite"
    try:
        assert main(["baseline", name, "--out", str(out)]) == 0
    except ImportError:
        missing("tensorflow", TRAIN)
    facts = Network(out.read_bytes()).facts
    assert facts.parameters == pytest.approx(parameters, rel=0.03)
    assert facts.not_delegated in ((), ("QUANTIZE",))
