"""What a batch scans, what it writes, and how it goes on."""

from __future__ import annotations

import csv
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from PIL import Image

import edge_runtime
from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.batch_folder import Parts
from edge_runtime.batch.progress import BatchProgress, duration
from edge_runtime.batch.run import on_this_machine, run_batch
from edge_runtime.batch.shard_writer import Gathering
from edge_runtime.batch.sources import sources
from edge_runtime.cli import exit_codes, main
from tests.support.run_batch import SHARD, TinyPlan, plan_of, run
from tests.support.sample_contract import write_bundle
from tests.support.sealed_bundle import sealed_bundle

ROOT = Path(edge_runtime.__file__).parent
SAMPLES = ROOT / "samples"
VARYING = {"timings_ms", "total_ms", "result"}


@pytest.fixture
def album(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names, in order, of 25 pictures: three shards."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "album"
    folder.mkdir()
    for i in range(25):
        Image.new("RGB", (64, 64), (10 * i,) * 3).save(folder / f"{i:02d}.png")
    return [str(Path("album", f"{i:02d}.png")) for i in range(25)]


def rows(path: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def sources_in(path: str | Path) -> list[str]:
    return [row["source"] for row in rows(path)]


def judged(judge: TinyPlan) -> int:
    return len(Path(judge.log).read_bytes().splitlines())


def begun(judge: TinyPlan, out: str, *arguments: str) -> Gathering:
    """A batch that has begun, without a result."""
    parts, wanted = Parts(out), plan_of(judge.bundle, *arguments)
    plan = replace(wanted, inputs=parts.list_inputs(sources(arguments)))
    parts.begin(plan)
    return Gathering(parts, plan)


def test_inputs_of_every_kind_in_their_order(album: list[str], tmp_path: Path) -> None:
    from pyarrow import Table, parquet

    Path("list.txt").write_bytes(b"album/03.png\r\n\nalbum/01.png\nalbum/03.png\nabsent.jpg\n")
    parquet.write_table(Table.from_pydict({"path": ["b.png", "a.png"]}), "m.parquet")
    named = list(sources(["m.parquet", "list.txt", "album/2*.png", "x.png"]))
    wanted = ["b.png", "a.png", "album/03.png", "album/01.png", "album/03.png", "absent.jpg"]
    assert named == [*wanted, *album[20:], "x.png"]
    assert list(sources(["album"])) == album


def test_a_manifest_without_the_column_is_refused(album: list[str]) -> None:
    from pyarrow import Table, parquet

    parquet.write_table(Table.from_pydict({"file": ["b.png"]}), "m.parquet")
    with pytest.raises(BatchRefused, match=r"no column 'path', only: file"):
        list(sources(["m.parquet"]))
    parquet.write_table(Table.from_pydict({"path": ["b.png", None]}), "m.parquet")
    with pytest.raises(BatchRefused, match="None where a name is needed"):
        list(sources(["m.parquet"]))


@pytest.mark.parametrize("workers", [1, 3])
def test_rows_are_in_the_order_of_the_inputs(
    judge: TinyPlan, album: list[str], workers: int
) -> None:
    counts = run(judge, "out.jsonl", workers, "album", "absent.jpg")
    assert sources_in("out.jsonl") == [*album, "absent.jpg"]
    assert counts["FAILED"] == 1
    assert sum(counts.values()) == 26
    assert rows("out.jsonl")[-1]["failure"]["code"] == "unreadable"
    assert not Path("out.jsonl.parts").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf8_or_hold_line_breaks(judge: TinyPlan, album: list[str]) -> None:
    Path("strange").mkdir()
    for name in (b"\xff\xe9.png", b"a\nb.png"):
        os.link(album[0], os.fsdecode(b"strange/" + name))
    run(judge, "out.jsonl", 1, "strange")
    assert sources_in("out.jsonl") == ["strange/a\nb.png", "strange/\\xff\\xe9.png"]
    run(judge, "out.csv", 1, "strange")
    with open("out.csv", newline="", encoding="utf-8") as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["REAL", "REAL"]


def test_a_batch_goes_on_where_it_stopped(judge: TinyPlan, album: list[str]) -> None:
    def failing(parts: Parts, plan: Any, judge: Any, workers: int) -> None:
        with Gathering(parts, plan) as gathering:
            for index, name in list(enumerate(parts.inputs()))[:14]:
                gathering.add(index, tiny.judge(name))
        raise OSError("the plug was pulled")

    tiny = judge.open()
    with pytest.raises(OSError, match="plug"):
        run_batch("out.jsonl", plan_of(judge.bundle, "album"), False, failing, judge, 1)
    assert not Path("out.jsonl").exists()
    Image.new("RGB", (64, 64)).save("album/new.png")
    with pytest.raises(BatchRefused, match="add --resume"):
        run(judge, "out.jsonl", 1, "album", resume=False)
    run(judge, "out.jsonl", 2, "album")
    assert sources_in("out.jsonl") == album
    assert judged(judge) == 25
    assert run(judge, "out.jsonl", 2, "album") is None


@pytest.mark.parametrize("torn", [b"", b"13", b'13\t{"a": 1', b"13\t{}", b"13\t\xff}\n", b"x\n"])
def test_a_torn_line_is_judged_again(judge: TinyPlan, album: list[str], torn: bytes) -> None:
    gathering = begun(judge, "out.jsonl", "album")
    tiny = judge.open()
    with gathering:
        for index in (10, 12, *range(10)):
            gathering.add(index, tiny.judge(album[index]))
    assert Parts("out.jsonl").finished() == {0}
    with open("out.jsonl.parts/000000001.open", "ab") as file:
        file.write(torn)
    run(judge, "out.jsonl", 1, "album")
    assert sources_in("out.jsonl") == album
    assert judged(judge) == 25


def test_a_shard_finished_but_not_tidied_up_counts_once(judge: TinyPlan, album: list[str]) -> None:
    gathering = begun(judge, "out.jsonl", "album")
    tiny = judge.open()
    with gathering:
        for index in range(SHARD):
            gathering.add(index, tiny.judge(album[index]))
    Path("out.jsonl.parts/000000000.open").write_bytes(b"3\t{}\n")
    run(judge, "out.jsonl", 1, "album")
    assert sources_in("out.jsonl") == album
    assert judged(judge) == 25


@pytest.mark.parametrize("out_is_there", [False, True])
def test_killed_while_the_folder_is_made_or_removed(
    judge: TinyPlan, album: list[str], out_is_there: bool
) -> None:
    begun(judge, "out.jsonl", "album")
    Path("out.jsonl.parts/plan.json").unlink()
    if out_is_there:
        Path("out.jsonl").write_text("complete\n")
    assert (run(judge, "out.jsonl", 1, "album") is None) == out_is_there
    assert not Path("out.jsonl.parts").exists()
    assert len(Path("out.jsonl").read_text().splitlines()) == (1 if out_is_there else 25)


def test_another_batch_is_not_resumed(judge: TinyPlan, album: list[str]) -> None:
    begun(judge, "out.jsonl", "album")
    with pytest.raises(BatchRefused, match="arguments was"):
        run(judge, "out.jsonl", 1, "album", "x.png")
    plan = plan_of(judge.bundle, "album")
    other = replace(plan, bundle=replace(plan.bundle, sha256="0" * 64))
    with pytest.raises(BatchRefused, match="bundle was"):
        run_batch("out.jsonl", other, True, on_this_machine, judge, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not held there")
def test_two_processes_do_not_work_on_one_batch(judge: TinyPlan, album: list[str]) -> None:
    import fcntl

    begun(judge, "out.jsonl", "album")
    holder = os.open("out.jsonl.parts", os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    with pytest.raises(BatchRefused, match="another process"):
        run(judge, "out.jsonl", 1, "album")
    os.close(holder)
    assert run(judge, "out.jsonl", 1, "album")


def test_progress_tells_rate_and_remaining_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    progress = BatchProgress(1000, before=100)
    clock[0] = 110.0
    progress.show(600)
    assert progress.line() == "600/1000  60.0 %  50.0/s  8 s left"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (61, "1 min 1 s"), (7200, "2 h 0 min"), (180_000, "2 d 2 h")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


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
        code = main(["scan", *options, "--out", str(out), "--workers", "2"])
        assert code == exit_codes.SOME_FAILED
    told = rows(outs["jsonl"])
    assert list(map(without, told)) == list(map(without, scanned))
    validator = Draft202012Validator(json.loads((ROOT / "result.schema.json").read_text()))
    assert all(validator.is_valid(row) for row in told)
    with table.open(newline="") as one, outs["csv"].open(newline="") as other:
        wanted, rows_of_csv = list(csv.DictReader(one)), list(csv.DictReader(other))
    assert list(map(without, rows_of_csv)) == list(map(without, wanted))
    columns = parquet.read_table(outs["parquet"]).to_pylist()
    assert [without(json.loads(row["result"])) for row in columns] == list(map(without, scanned))
    for row, text in zip(columns, wanted, strict=True):
        shown = {key: "" if value is None else str(value) for key, value in row.items()}
        assert without(shown) == without(text)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--out", "x.txt"], "ends in .jsonl, .csv, .parquet"),
        (["--out", "x.csv", "--json"], "--json does not go with --out"),
        (["--resume"], "need --out"),
        (["--engine", "ray"], "need --out"),
        (["--out", "x.csv", "*.bmp"], "no picture or video"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(
    options: list[str],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    arguments = ["scan", "--bundle", str(write_bundle(bundle)), *options]
    paths = [] if "*.bmp" in options else ["nothing*"]
    assert main([*arguments, *paths]) == exit_codes.USAGE
    assert why in capsys.readouterr().err
    assert not list(tmp_path.glob("x.*"))
