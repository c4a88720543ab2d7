"""A batch that is killed, or whose workers are."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from edge_runtime.batch.input_scanner import InputScanner
from edge_runtime.batch.worker_pool import ATTEMPTS, WorkerPool
from edge_runtime.errors import EngineError
from tests.support.run_batch import TinySpec, run

ROOT = Path(__file__).parents[3]

PICTURES = 300
WORKERS = 2
BETWEEN_KILLS = (20, 60)
LEAST_KILLS = 4

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")


def album(folder: Path, *names: str) -> Path:
    folder.mkdir()
    Image.new("RGB", (64, 64), (200, 200, 200)).save(folder / "first.png")
    for name in names:
        os.link(folder / "first.png", folder / name)
    (folder / "first.png").unlink()
    return folder


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def sources(path: Path) -> list[str]:
    return [Path(str(row["source"])).name for row in rows(path)]


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.005)


def is_gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def killed_often(command: list[str], log: Path, chance: random.Random) -> int:
    """Run it again and again, and kill it after some pictures, until it comes to its end."""
    kills = 0
    while True:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        goal = lines_of(log) + chance.randint(*BETWEEN_KILLS)
        until(lambda: lines_of(log) >= goal or process.poll() is not None)  # noqa: B023
        workers = children(process.pid) if process.poll() is None else []
        process.kill()
        _, errors = process.communicate()
        if process.returncode == 0:
            return kills
        assert process.returncode == -signal.SIGKILL, errors
        until(lambda: all(map(is_gone, workers)))  # noqa: B023
        kills += 1


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_kill_9_costs_no_more_than_the_pictures_in_flight(
    tmp_path: Path, spec: TinySpec, bundle: str
) -> None:
    names = [f"{i:04d}.png" for i in range(PICTURES)]
    folder, out, log = album(tmp_path / "album", *names), tmp_path / "out.jsonl", Path(spec.log)
    script = ROOT / "tests/support/run_batch.py"
    options = [bundle, str(out), spec.log, str(WORKERS), str(folder)]
    command = [sys.executable, str(script), *options]
    command = ["env", f"PYTHONPATH={ROOT}", *command]
    kills = killed_often(command, log, random.Random(7))
    assert kills >= LEAST_KILLS
    assert sources(out) == names
    assert lines_of(log) <= PICTURES + kills * WORKERS
    assert not Path(f"{out}.parts").exists()
    assert not Path(f"{out}.lock").exists()


def test_a_poison_picture_is_marked_and_the_rest_is_judged(tmp_path: Path, spec: TinySpec) -> None:
    folder = album(tmp_path / "album", "a.png", "b-poison.png", "c.png", "d-poison.png")
    out = tmp_path / "out.jsonl"
    assert run(spec, str(out), WORKERS, str(folder)) == {"FAKE": 2, "FAILED": 2}
    told = rows(out)
    assert [row["verdict"] for row in told] == ["FAKE", None, "FAKE", None]
    assert told[1]["failure"] == {
        "code": "crashed",
        "message": "judging it ended the process: it crashed: SIGSEGV",
    }
    assert told[1]["bundle"] == told[0]["bundle"]
    assert told[1]["runtime"] == told[0]["runtime"]
    assert Path(spec.log).read_bytes().count(b"b-poison") == ATTEMPTS


@pytest.mark.parametrize("workers", [1, 3])
def test_nothing_but_poison(tmp_path: Path, spec: TinySpec, workers: int) -> None:
    folder = album(tmp_path / "album", *(f"poison{i}.png" for i in range(4)))
    out = tmp_path / "out.jsonl"
    assert run(spec, str(out), workers, str(folder)) == {"FAILED": 4}
    assert sources(out) == [f"poison{i}.png" for i in range(4)]


def test_a_picture_whose_worker_is_killed_by_somebody_gets_another(
    tmp_path: Path, spec: TinySpec
) -> None:
    folder = album(tmp_path / "album", "a.png", "b-once.png", "c.png")
    assert run(spec, str(tmp_path / "out.jsonl"), 1, str(folder)) == {"FAKE": 3}


def test_a_picture_that_takes_for_ever_is_given_up(tmp_path: Path, spec: TinySpec) -> None:
    folder = album(tmp_path / "album", "a.png", "b-sleepy.png", "c.png")
    names = [str(folder / name) for name in ("a.png", "b-sleepy.png", "c.png")]
    with WorkerPool(spec, 1, input_seconds=1.0) as pool:
        told = {i: json.loads(line) for i, line in pool.results(enumerate(names))}
    assert told[1]["failure"]["message"].endswith("it took longer than 1 s")
    assert [told[i]["verdict"] for i in range(3)] == ["FAKE", None, "FAKE"]


class Broken(TinySpec):
    def open(self) -> InputScanner:
        raise EngineError("no network here")


class Dying(TinySpec):
    def open(self) -> InputScanner:
        os.kill(os.getpid(), signal.SIGSEGV)
        raise AssertionError("it is dead")


class Hanging(TinySpec):
    def open(self) -> InputScanner:
        Path(self.log).write_text(str(os.getpid()))
        time.sleep(3600)
        raise AssertionError("it is killed before")


@pytest.mark.parametrize(("kind", "why"), [(Broken, "no network"), (Dying, "SIGSEGV")])
def test_workers_that_cannot_start_end_the_batch(
    spec: TinySpec, kind: type[TinySpec], why: str
) -> None:
    failing = kind(spec.bundle, log=spec.log)
    with WorkerPool(failing, 2) as pool, pytest.raises(EngineError) as raised:
        list(pool.results([(0, "a.png")]))
    assert why in str(raised.value)


def test_a_worker_that_hangs_while_it_starts_ends_the_batch(spec: TinySpec) -> None:
    hanging = Hanging(spec.bundle, log=spec.log)
    with (
        WorkerPool(hanging, 2, start_seconds=10) as pool,
        pytest.raises(EngineError, match=r"could not start: .* took longer than 10 s"),
    ):
        list(pool.results([(0, "a.png")]))
    assert is_gone(int(Path(spec.log).read_text()))
