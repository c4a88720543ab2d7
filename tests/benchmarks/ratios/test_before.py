"""The scanner of an earlier release: another interpreter that answers scans over a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.cli import main
from benchmarks.ratios.before import before_ratio
from benchmarks.ratios.by_name import BEFORE, RatioRequest
from benchmarks.ratios.earlier_scanner import _EARLIER, earlier_scanner
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import EngineError
from tests.support.bench_results import check, result_of

ANSWERING = """
echo '{"bundle": "gds-v1", "regions": 1, "threads": 1}'
while read -r line; do echo 250.0; done
"""


def interpreter(folder: Path, body: str) -> Path:
    """A program that stands in for the earlier release's Python."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    program.chmod(0o755)
    return program


def test_it_states_its_facts_and_scans_on_demand(tmp_path: Path) -> None:
    python = interpreter(tmp_path, ANSWERING)
    with earlier_scanner(python, tmp_path / "a.jpg") as earlier:
        assert earlier.facts == {"bundle": "gds-v1", "regions": 1, "threads": 1}
        assert [earlier.scan(), earlier.scan()] == [250.0, 250.0]


def test_it_imports_its_own_release_and_not_the_one_that_measures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/this/release")
    python = interpreter(tmp_path, 'echo "{\\"path\\": \\"$PYTHONPATH\\", \\"cwd\\": \\"$PWD\\"}"')
    with earlier_scanner(python, tmp_path / "a.jpg") as earlier:
        assert earlier.facts["path"] == ""
        assert not (Path(earlier.facts["cwd"]) / "edge_runtime").exists()


def test_the_picture_is_the_programs_argument(tmp_path: Path) -> None:
    python = interpreter(tmp_path, 'echo "{\\"picture\\": \\"$3\\"}"')
    with earlier_scanner(python, tmp_path / "a.jpg") as earlier:
        assert earlier.facts["picture"] == str((tmp_path / "a.jpg").resolve())
    compile(_EARLIER, "earlier", "exec")


def test_a_release_that_cannot_scan_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(EngineError, match="did not scan"),
        earlier_scanner(interpreter(tmp_path, "exit 3"), tmp_path / "a.jpg"),
    ):
        pass


def test_the_ratio_may_be_one_at_most(tmp_path: Path) -> None:
    record = before_ratio(Bundle.open(), interpreter(tmp_path, ANSWERING), pairs=2, warm_up=0)
    assert (record.benchmark, record.limit) == ("scan_1mp_before", 1.0)
    assert record.baseline.times_ms == (250.0, 250.0)
    assert record.baseline.about == {"bundle": "gds-v1", "regions": 1, "threads": 1}
    check(result_of(ratios=(record.to_json(),)))


def test_without_the_option_it_is_left_out_or_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ratio", BEFORE]) == 2
    assert "needs --baseline-python FILE" in capsys.readouterr().err
    request = RatioRequest.parse(f"{BEFORE}={sys.executable}")
    assert request.with_file({}).file == Path(sys.executable)
