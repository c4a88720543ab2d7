"""A batch from and to an S3 server on the loopback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from edge_runtime.cli import exit_codes, main
from tests.support.run_batch import SHARD, TinySpec, run
from tests.support.s3_server import credentials, free_port, s3_server

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.batch

PICTURES = 3 * SHARD + 4
WAIT_SECONDS = 120
FOLDER, OUT = "s3://album/pictures", "s3://album/results/out.jsonl"
NAMES = [f"{FOLDER}/{index:03d}.png" for index in range(PICTURES)]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import moto  # noqa: F401 - conftest.py says what to do where it is missing

    with s3_server() as running:
        yield running


@pytest.fixture
def store(address: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A new bucket with the album in it."""
    import s3fs

    for name, value in credentials(address).items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    if store.exists("album"):
        store.rm("album", recursive=True)
    store.mkdir("album")
    for index, name in enumerate(NAMES):
        store.pipe_file(name, png(7 * index))
    yield store
    s3fs.S3FileSystem.clear_instance_cache()


def png(level: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (level % 256,) * 3).save(file, "PNG")
    return file.getvalue()


def rows(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def verdicts(data: bytes) -> list[tuple[str, str | None]]:
    return [(Path(row["source"]).name, row["verdict"]) for row in rows(data)]


def scans(spec: TinySpec) -> int:
    return len(Path(spec.log).read_bytes().splitlines())


def test_a_folder_of_a_bucket_gives_what_its_copy_gives(
    store: Any, spec: TinySpec, tmp_path: Path
) -> None:
    store.get(FOLDER, str(tmp_path / "copy"), recursive=True)
    here = tmp_path / "here.jsonl"
    run(spec, str(here), 1, str(tmp_path / "copy"))
    counts = run(spec, OUT, 2, FOLDER, "s3://album/absent.png", "s3://nowhere/a.png")
    told = store.cat_file(OUT)
    assert [row["source"] for row in rows(told)[:PICTURES]] == NAMES
    assert verdicts(told)[:PICTURES] == verdicts(here.read_bytes())
    assert counts["FAILED"] == 2
    assert [row["failure"]["code"] for row in rows(told)[PICTURES:]] == ["unreadable"] * 2
    assert not store.exists(f"{OUT}.parts")


def test_a_manifest_and_a_parquet_in_a_bucket(store: Any, spec: TinySpec) -> None:
    from pyarrow import Table, parquet

    with store.open("s3://album/m.parquet", "wb") as file:
        parquet.write_table(Table.from_pydict({"path": NAMES[:3]}), file)
    store.pipe_file("s3://album/list.txt", "\n".join(NAMES[3:5]).encode())
    out = "s3://album/out.parquet"
    run(spec, out, 1, "s3://album/m.parquet", "s3://album/list.txt")
    with store.open(out, "rb") as file:
        assert parquet.read_table(file)["source"].to_pylist() == NAMES[:5]


def test_a_killed_batch_goes_on_and_judges_no_finished_shard_again(
    store: Any, spec: TinySpec
) -> None:
    script = ROOT / "tests/support/run_batch.py"
    command = [sys.executable, str(script), spec.bundle, OUT, spec.log, "1", FOLDER]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    end = time.monotonic() + WAIT_SECONDS
    while scans(spec) < SHARD + 4:
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not store.exists(OUT)
    run(spec, OUT, 1, FOLDER)
    store.invalidate_cache()
    assert [row["source"] for row in rows(store.cat_file(OUT))] == NAMES
    assert PICTURES <= scans(spec) <= PICTURES + 2 * SHARD


@pytest.mark.parametrize("what", ["input", "output"])
def test_a_store_that_does_not_answer_is_a_usage_error(
    store: Any,
    spec: TinySpec,
    what: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    type(store).clear_instance_cache()
    (tmp_path / "a.png").write_bytes(png(0))
    out = OUT if what == "output" else str(tmp_path / "out.jsonl")
    given = FOLDER if what == "input" else str(tmp_path / "a.png")
    arguments = ["batch", "--bundle", spec.bundle, "--out", out, given]
    assert main(arguments) == exit_codes.USAGE
    assert "127.0.0.1" in capsys.readouterr().err
