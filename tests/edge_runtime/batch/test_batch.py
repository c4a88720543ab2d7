"""What a batch scans, what it writes, and how it goes on."""

from __future__ import annotations

import csv
import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from edge_runtime.batch.batch_folder import BatchFolder, folder_lock
from edge_runtime.batch.finished_output import rows_of_output
from edge_runtime.batch.input_list import list_inputs
from edge_runtime.batch.input_scanner import crash_line
from edge_runtime.batch.request import BatchRequest
from edge_runtime.batch.run import ProcessEngine, run_batch
from edge_runtime.batch.shard_writer import ShardWriter
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import BatchError
from edge_runtime.output.csv_file import COLUMNS, row_of
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.result.video_result import VideoResult
from tests.support.result_documents import FAILED
from tests.support.run_batch import SHARD, TinySpec, ignore_progress, request_for, run


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


def scans(spec: TinySpec) -> int:
    return len(Path(spec.log).read_bytes().splitlines())


def begin(spec: TinySpec, out: str, *arguments: str) -> ShardWriter:
    """Begin a batch that has no result yet."""
    folder, requested = BatchFolder(out), request_for(spec.bundle, *arguments)
    request = replace(requested, inputs=folder.save_inputs(list_inputs(arguments)))
    folder.save_request(request)
    return ShardWriter(folder, request)


def test_inputs_of_every_kind_in_their_order(album: list[str], tmp_path: Path) -> None:
    from pyarrow import Table, parquet

    Path("list.txt").write_bytes(b"album/03.png\r\n\nalbum/01.png\nalbum/03.png\nabsent.jpg\n")
    parquet.write_table(Table.from_pydict({"path": ["b.png", "a.png"]}), "m.parquet")
    named = list(list_inputs(["m.parquet", "list.txt", "album/2*.png", "x.png"]))
    wanted = ["b.png", "a.png", "album/03.png", "album/01.png", "album/03.png", "absent.jpg"]
    assert named == [*wanted, *album[20:], "x.png"]
    assert list(list_inputs(["album"])) == album


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_lists_as_editors_save_them(tmp_path: Path, encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path = tmp_path / "list.txt"
    path.write_bytes(mark + "a.png\r\n\r\nfotos/größe.jpg\nz\r\n".encode(encoding))
    assert list(list_inputs([str(path)])) == ["a.png", "fotos/größe.jpg", "z"]


@pytest.mark.parametrize("data", ["a.png\n".encode("utf-16-le"), b"\xff\xfea\x00\x00"])
def test_what_is_no_list_is_one_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "list.txt").write_bytes(data)
    with pytest.raises(BatchError, match="is no list of names"):
        list(list_inputs([str(tmp_path / "list.txt")]))


def test_a_manifest_without_the_column_is_refused(album: list[str]) -> None:
    from pyarrow import Table, parquet

    parquet.write_table(Table.from_pydict({"file": ["b.png"]}), "m.parquet")
    with pytest.raises(BatchError, match=r"no column 'path', only: file"):
        list(list_inputs(["m.parquet"]))
    parquet.write_table(Table.from_pydict({"path": ["b.png", None]}), "m.parquet")
    with pytest.raises(BatchError, match="None where a name is needed"):
        list(list_inputs(["m.parquet"]))


@pytest.mark.parametrize("workers", [1, 3])
def test_rows_are_in_the_order_of_the_inputs(
    spec: TinySpec, album: list[str], workers: int
) -> None:
    counts = run(spec, "out.jsonl", workers, "album", "absent.jpg")
    assert sources_in("out.jsonl") == [*album, "absent.jpg"]
    assert counts["FAILED"] == 1
    assert sum(counts.values()) == 26
    assert rows("out.jsonl")[-1]["failure"]["code"] == "unreadable"
    assert not Path("out.jsonl.parts").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf8_or_hold_line_breaks(spec: TinySpec, album: list[str]) -> None:
    Path("strange").mkdir()
    for name in (b"\xff\xe9.png", b"a\nb.png"):
        os.link(album[0], os.fsdecode(b"strange/" + name))
    run(spec, "out.jsonl", 1, "strange")
    assert sources_in("out.jsonl") == ["strange/a\nb.png", "strange/\\xff\\xe9.png"]
    run(spec, "out.csv", 1, "strange")
    with open("out.csv", newline="", encoding="utf-8") as file:
        assert [row["verdict"] for row in csv.DictReader(file)] == ["REAL", "REAL"]


def test_a_batch_goes_on_where_it_stopped(spec: TinySpec, album: list[str]) -> None:
    class FailingEngine:
        def run(self, folder: BatchFolder, request: BatchRequest) -> None:
            with ShardWriter(folder, request) as writer:
                for index, name in list(enumerate(folder.inputs()))[:14]:
                    writer.add(index, tiny.scan(name))
            raise OSError("the plug was pulled")

    tiny = spec.open()
    with pytest.raises(OSError, match="plug"):
        run_batch("out.jsonl", request_for(spec.bundle, "album"), False, FailingEngine())
    assert not Path("out.jsonl").exists()
    Image.new("RGB", (64, 64)).save("album/new.png")
    with pytest.raises(BatchError, match="add --resume"):
        run(spec, "out.jsonl", 1, "album", resume=False)
    run(spec, "out.jsonl", 2, "album")
    assert sources_in("out.jsonl") == album
    assert scans(spec) == 25
    run(spec, "out.jsonl", 2, "album")
    assert sources_in("out.jsonl") == [*album, "album/new.png"]
    assert run(spec, "out.jsonl", 2, "album") is None


@pytest.mark.parametrize("torn", [b"", b"13", b'13\t{"a": 1', b"13\t{}", b"13\t\xff}\n", b"x\n"])
def test_a_torn_line_is_judged_again(spec: TinySpec, album: list[str], torn: bytes) -> None:
    writer = begin(spec, "out.jsonl", "album")
    tiny = spec.open()
    with writer:
        for index in (10, 12, *range(10)):
            writer.add(index, tiny.scan(album[index]))
    assert BatchFolder("out.jsonl").complete_shards() == {0}
    with open("out.jsonl.parts/000000001.open", "ab") as file:
        file.write(torn)
    run(spec, "out.jsonl", 1, "album")
    assert sources_in("out.jsonl") == album
    assert scans(spec) == 25


def test_a_shard_finished_but_not_tidied_up_counts_once(spec: TinySpec, album: list[str]) -> None:
    writer = begin(spec, "out.jsonl", "album")
    tiny = spec.open()
    with writer:
        for index in range(SHARD):
            writer.add(index, tiny.scan(album[index]))
    Path("out.jsonl.parts/000000000.open").write_bytes(b"3\t{}\n")
    run(spec, "out.jsonl", 1, "album")
    assert sources_in("out.jsonl") == album
    assert scans(spec) == 25


@pytest.mark.parametrize("out_is_there", [False, True])
def test_killed_while_the_folder_is_made_or_removed(
    spec: TinySpec, album: list[str], out_is_there: bool
) -> None:
    if out_is_there:
        run(spec, "out.jsonl", 1, "album")
    begin(spec, "out.jsonl", "album")
    Path("out.jsonl.parts/plan.json").unlink()
    assert (run(spec, "out.jsonl", 1, "album") is None) == out_is_there
    assert not Path("out.jsonl.parts").exists()
    assert sources_in("out.jsonl") == album
    assert scans(spec) == 25


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_new_inputs_are_added_to_a_complete_output(
    spec: TinySpec, album: list[str], kind: str
) -> None:
    out = f"out.{kind}"
    run(spec, out, 1, "album")
    for name in ("album/00a.png", "album/30.png"):
        Image.new("RGB", (64, 64)).save(name)
    counts = run(spec, out, 2, "album")
    assert sum(counts.values()) == 27
    named = [row["source"] for row in rows_of_output(out)]
    assert named == [*album, "album/00a.png", "album/30.png"]
    assert scans(spec) == 27
    assert run(spec, out, 1, "album") is None


def test_an_interrupted_addition_goes_on(spec: TinySpec, album: list[str]) -> None:
    class Unplugged:
        def run(self, folder: BatchFolder, request: BatchRequest) -> None:
            raise OSError("the plug was pulled")

    run(spec, "out.jsonl", 1, "album")
    before = Path("out.jsonl").read_bytes()
    Image.new("RGB", (64, 64)).save("album/30.png")
    with pytest.raises(OSError, match="plug"):
        run_batch("out.jsonl", request_for(spec.bundle, "album"), True, Unplugged())
    assert Path("out.jsonl").read_bytes() == before
    run(spec, "out.jsonl", 1, "album")
    assert sources_in("out.jsonl") == [*album, "album/30.png"]
    assert scans(spec) == 26


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_what_failed_is_judged_again_on_demand(spec: TinySpec, album: list[str], kind: str) -> None:
    out = f"out.{kind}"
    assert run(spec, out, 1, "late.png", "album")["FAILED"] == 1
    Image.new("RGB", (64, 64)).save("late.png")
    assert run(spec, out, 1, "late.png", "album") is None
    request = request_for(spec.bundle, "late.png", "album")
    engine = ProcessEngine(spec, 1, ignore_progress)
    counts = run_batch(out, request, True, engine, retry_failed=True)
    assert counts is not None
    assert (counts["FAILED"], sum(counts.values())) == (0, 26)
    assert [row["source"] for row in rows_of_output(out)] == [*album, "late.png"]


def test_a_complete_output_of_other_inputs_or_another_bundle_is_not_resumed(
    spec: TinySpec, album: list[str]
) -> None:
    run(spec, "out.jsonl", 1, "album")
    before = Path("out.jsonl").read_bytes()
    with pytest.raises(BatchError, match=r"results of 24 inputs that are not asked for now, .*01"):
        run(spec, "out.jsonl", 1, album[0], "other.png")
    request = request_for(spec.bundle, "album")
    other = replace(request, bundle=replace(request.bundle, id="next", sha256="0" * 64))
    with pytest.raises(BatchError, match=r"made with bundle \w{12}, and this is next \(0{12}\)"):
        run_batch("out.jsonl", other, True, ProcessEngine(spec, 1, ignore_progress))
    Path("out.csv").write_text("what,is\nthis,file\n")
    with pytest.raises(BatchError, match=r"out\.csv is no output of a batch"):
        run(spec, "out.csv", 1, "album")
    assert Path("out.jsonl").read_bytes() == before
    assert Path("out.csv").read_text() == "what,is\nthis,file\n"


def test_another_batch_is_not_resumed(spec: TinySpec, album: list[str]) -> None:
    begin(spec, "out.jsonl", "album")
    with pytest.raises(BatchError, match="arguments was"):
        run(spec, "out.jsonl", 1, "album", "x.png")
    request = request_for(spec.bundle, "album")
    other = replace(request, bundle=replace(request.bundle, sha256="0" * 64))
    with pytest.raises(BatchError, match="bundle was"):
        run_batch("out.jsonl", other, True, ProcessEngine(spec, 1, ignore_progress))


BEGUN_BEFORE = """{
 "schema": "edge-runtime/batch-plan/1",
 "arguments": [
  "album"
 ],
 "recursive": false,
 "frames": null,
 "bundle": {
  "id": "sample-v1",
  "sha256": "SHA256"
 },
 "inputs": 25,
 "shard": 10
}"""
"""plan.json as version 0.1.0 wrote it, whose results are of schema 1."""


def test_a_folder_of_the_version_before_is_refused_and_kept(
    spec: TinySpec, album: list[str]
) -> None:
    """Its results have other keys, so they cannot be joined with new ones into one table."""
    folder, tiny = Path("out.jsonl.parts"), spec.open()
    folder.mkdir()
    digest = Bundle.open(spec.bundle).sha256
    file = folder / "plan.json"
    file.write_text(BEGUN_BEFORE.replace("SHA256", digest))
    (folder / "inputs.jsonl").write_text("".join(f"{json.dumps(name)}\n" for name in album))
    (folder / "000000001.open").write_bytes(b"10\t" + tiny.scan(album[10]) + b"\n")
    scanned = scans(spec)
    for resume in (True, False):
        with pytest.raises(BatchError) as refused:
            run(spec, "out.jsonl", 1, "album", resume=resume)
        assert "plan.json: schema: must be 'edge-runtime/batch-plan/3'" in str(refused.value)
        assert "remove its folder to start again" in str(refused.value)
    assert scans(spec) == scanned
    assert sorted(each.name for each in folder.iterdir()) == [
        "000000001.open",
        "inputs.jsonl",
        "plan.json",
    ]


def test_a_request_of_a_newer_version_is_refused_and_kept(spec: TinySpec, album: list[str]) -> None:
    begin(spec, "out.jsonl", "album")
    file = Path("out.jsonl.parts/plan.json")
    file.write_text(file.read_text().replace("batch-plan/3", "batch-plan/4"))
    with pytest.raises(BatchError, match=r"plan\.json: schema: .*remove its folder to start again"):
        run(spec, "out.jsonl", 1, "album")
    assert file.exists()


def test_a_table_has_numbers_where_numbers_are_meant(spec: TinySpec, album: list[str]) -> None:
    from pyarrow import parquet

    run(spec, "out.parquet", 1, album[0], "absent.jpg")
    schema = parquet.read_schema("out.parquet")
    for column in ("faces", "faces_omitted", "possible_faces", "rotated"):
        assert str(schema.field(column).type) == "int32"
    assert str(schema.field("reasons").type) == "string"
    scanned, failed = parquet.read_table("out.parquet").to_pylist()
    names = ("reasons", "faces", "faces_omitted", "possible_faces", "rotated")
    assert [scanned[name] for name in names] == ["", 0, 0, 0, 0]
    assert [failed[name] for name in names] == [None] * 5


def test_the_row_of_a_crash_has_the_keys_of_a_failed_result() -> None:
    identity = {"bundle": FAILED.to_json()["bundle"], "runtime": FAILED.to_json()["runtime"]}
    row = json.loads(crash_line("a.png", "signal 11", identity))
    assert set(row) == set(FAILED.to_json())
    assert row["failure"]["code"] == "crashed"
    assert set(row_of(row)) == set(COLUMNS)
    code_changed = {**row, "schema": FAILED.to_json()["schema"]}
    code_changed["failure"] = FAILED.to_json()["failure"]
    assert ScanResult.from_json(code_changed).source == "a.png"


def test_two_processes_do_not_work_on_one_batch(spec: TinySpec, album: list[str]) -> None:
    begin(spec, "out.jsonl", "album")
    with (
        folder_lock(BatchFolder("out.jsonl")),
        pytest.raises(BatchError, match="another process"),
    ):
        run(spec, "out.jsonl", 1, "album")
    assert run(spec, "out.jsonl", 1, "album")
    assert not Path("out.jsonl.lock").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_second_process_does_not_wipe_a_batch_that_is_starting(
    spec: TinySpec, album: list[str]
) -> None:
    os.mkfifo("list.txt")
    counts: list[Any] = []
    first = threading.Thread(target=lambda: counts.append(run(spec, "out.jsonl", 1, "list.txt")))
    first.start()
    with open("list.txt", "w") as file:  # opened when the first batch reads its list
        for resume in (False, True):
            with pytest.raises(BatchError, match="another process"):
                run(spec, "out.jsonl", 1, "album", resume=resume)
        assert Path("out.jsonl.parts").exists()
        file.write("\n".join(album[:3]))
    first.join()
    assert sum(counts[0].values()) == 3
    assert sources_in("out.jsonl") == album[:3]


def test_a_second_process_does_not_wipe_a_batch_whose_output_exists(
    spec: TinySpec, album: list[str]
) -> None:
    begin(spec, "out.jsonl", "album")
    Path("out.jsonl.parts/plan.json").unlink()
    Path("out.jsonl").write_text("of an earlier run\n")
    with (
        folder_lock(BatchFolder("out.jsonl")),
        pytest.raises(BatchError, match="another process"),
    ):
        run(spec, "out.jsonl", 1, "album", resume=True)
    assert Path("out.jsonl.parts/inputs.jsonl").exists()


@pytest.mark.parametrize("name", ["unknown://album/a.png", "unknown://album/a.mp4"])
def test_a_url_that_cannot_be_read_is_a_failed_row(
    spec: TinySpec, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out.jsonl"
    (tmp_path / "list.txt").write_text(name)
    assert run(spec, str(out), 1, str(tmp_path / "list.txt")) == {"FAILED": 1}
    (row,) = rows(out)
    kind, from_json = (
        ("video", VideoResult.from_json) if "mp4" in name else ("scan", ScanResult.from_json)
    )
    assert row["schema"] == f"edge-runtime/{kind}-result/2"
    assert row["source"] == name
    assert row["failure"]["code"] == "unreadable"
    assert from_json(row).to_json() == row
