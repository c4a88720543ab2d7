"""``edge-runtime batch``, and where ``scan --out`` sends its users."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import edge_runtime
from edge_runtime.cli import exit_codes, main
from tests.support.sealed_bundle import sealed_bundle

ROOT = Path(edge_runtime.__file__).parent
SAMPLES = ROOT / "samples"
VARYING = {"timings_ms", "total_ms", "result"}


def rows(path: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in VARYING | set(names)}


def test_every_output_says_what_a_scan_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pyarrow import parquet

    sealed_bundle()
    table = tmp_path / "scan.csv"
    options = ["--threads", "1", str(SAMPLES)]
    assert main(["scan", "--json", "--csv", str(table), *options]) == exit_codes.SOME_FAILED
    scanned = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    outs = {kind: tmp_path / f"out.{kind}" for kind in ("jsonl", "csv", "parquet")}
    for out in outs.values():
        code = main(["batch", *options, "--out", str(out), "--workers", "2"])
        assert code == exit_codes.SOME_FAILED
    told = rows(outs["jsonl"])
    assert list(map(without, told)) == list(map(without, scanned))
    validator = Draft202012Validator(json.loads((ROOT / "result/result.schema.json").read_text()))
    assert all(validator.is_valid(row) for row in told)
    with table.open(newline="") as one, outs["csv"].open(newline="") as other:
        wanted, rows_of_csv = list(csv.DictReader(one)), list(csv.DictReader(other))
    assert list(map(without, rows_of_csv)) == list(map(without, wanted))
    columns = parquet.read_table(outs["parquet"]).to_pylist()
    assert [without(json.loads(row["result"])) for row in columns] == list(map(without, scanned))
    for row, text in zip(columns, wanted, strict=True):
        shown = {key: "" if value is None else str(value) for key, value in row.items()}
        assert without(shown) == without(text)


def test_a_list_is_no_output_and_an_output_is_replaced_by_force_only(
    bundle_option: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pyarrow import Table, parquet

    parquet.write_table(Table.from_pydict({"path": ["a.png"]}), "m.parquet")
    before = Path("m.parquet").read_bytes()
    for option in ("--force", "--resume"):
        arguments = ["batch", *bundle_option, "m.parquet", "--out", "m.parquet", option]
        assert main(arguments) == exit_codes.USAGE
        assert "m.parquet is an input" in capsys.readouterr().err
    Path("x.csv").write_text("earlier")
    assert main(["batch", *bundle_option, "m.parquet", "--out", "x.csv"]) == exit_codes.USAGE
    assert "x.csv exists: add --force" in capsys.readouterr().err
    assert Path("m.parquet").read_bytes() == before
    assert Path("x.csv").read_text() == "earlier"


@pytest.fixture
def bundle_option(bundle: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Of the sample bundle; the working folder is empty but for it."""
    monkeypatch.chdir(tmp_path)
    return "--bundle", bundle


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("nothing*", "--out", "x.txt"), "ends in .jsonl, .csv, .parquet"),
        (("nothing*", "--out", "x.csv"), "no picture or video"),
        (("nothing*",), "required: --out"),
        (("--out", "x.csv"), "required: INPUT"),
        (("nothing*", "--out", "x.csv", "--json"), "unrecognized arguments: --json"),
        (("nothing*", "--out", "x.csv", "--engine", "spark"), "invalid choice: 'spark'"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(
    arguments: tuple[str, ...],
    why: str,
    bundle_option: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["batch", *bundle_option, *arguments]) == exit_codes.USAGE
    assert why in capsys.readouterr().err
    assert not list(Path().glob("x.*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("a b.png", "-r", "--out", "x.jsonl", "--workers", "2", "--resume", "--engine", "ray"),
        ("a.png", "--resume"),
        ("a.png", "--engine", "processes"),
        ("a.png", "--out=x.csv", "--csv", "y.csv"),
    ],
)
def test_scan_names_the_verb_that_has_its_former_options(
    arguments: tuple[str, ...],
    bundle_option: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = [*bundle_option, *arguments]
    assert main(["scan", *given]) == exit_codes.USAGE
    told = capsys.readouterr()
    assert told.out == ""
    message, _, others = told.err.strip().partition("; ")
    assert message.startswith("edge-runtime: --out, --resume and --engine belong to the verb batch")
    assert shlex.split(message.partition(": ")[2].partition(": ")[2]) == [
        "edge-runtime", "batch", *given
    ]  # fmt: skip
    assert others == ("batch has no --csv" if "--csv" in given else "")
    assert not list(Path().glob("x.*"))


def test_the_command_line_that_scan_names_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_bundle()
    monkeypatch.chdir(tmp_path)
    given = [str(SAMPLES / "real_rocket.jpg"), "absent.png", "--out", "x y.csv", "--resume"]
    assert main(["scan", *given]) == exit_codes.USAGE
    command = capsys.readouterr().err.strip().rpartition(": ")[2]
    assert main(shlex.split(command)[1:]) == exit_codes.SOME_FAILED
    assert "2 scanned" in capsys.readouterr().out
    with open("x y.csv", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["scanned", "failed"]
