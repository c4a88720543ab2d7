"""A batch on a local Ray cluster: the same rows as on one machine, and a node that is lost."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from edge_runtime.batch.batch_folder import BatchFolder
from edge_runtime.batch.ray_engine import RayEngine
from edge_runtime.batch.request import BatchRequest
from edge_runtime.batch.run import run_batch
from edge_runtime.batch.shard_writer import ShardWriter
from tests.support.run_batch import SHARD, ignore_progress, request_for, run
from tests.support.run_batch_cluster import NodeSpec, cluster_of, kill_node, nodes_of

pytestmark = pytest.mark.batch

NODES = 2
PICTURES = 12 * SHARD + 5
START_SECONDS = 240
"""How long Ray waits for a process that it has started."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
        patch.setenv("RAY_worker_register_timeout_seconds", str(START_SECONDS))
        with cluster_of(NODES) as running:
            yield running


@pytest.fixture
def spec(bundle: str, tmp_path: Path) -> NodeSpec:
    (tmp_path / "log").touch()
    return NodeSpec(bundle, log=str(tmp_path / "log"), seconds=0.05)


@pytest.fixture
def album(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "album"
    folder.mkdir()
    for level in range(6):
        Image.new("RGB", (64, 64), (50 * level,) * 3).save(tmp_path / f"{level}.png")
    for index in range(PICTURES):
        os.link(tmp_path / f"{index % 6}.png", folder / f"{index:04d}.png")
    return [str(Path("album", f"{index:04d}.png")) for index in range(PICTURES)]


def verdicts(path: str) -> list[tuple[str, str | None]]:
    rows = map(json.loads, Path(path).read_text("utf-8").splitlines())
    return [(row["source"], row["verdict"]) for row in rows]


def on_ray(spec: NodeSpec, out: str, *inputs: str) -> Any:
    engine = RayEngine(spec, NODES, ignore_progress)
    return run_batch(out, request_for(spec.bundle, *inputs), True, engine)


def lines_of(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def test_a_cluster_goes_on_with_a_batch_of_one_machine(
    cluster: Any, spec: NodeSpec, album: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class StoppingEngine:
        def run(self, folder: BatchFolder, request: BatchRequest) -> None:
            with ShardWriter(folder, request) as writer:
                for index in range(3 * SHARD):
                    writer.add(index, tiny.scan(album[index]))
            raise OSError("the plug was pulled")

    monkeypatch.setenv("RAY_RAYLET_PID", "0")
    tiny = spec.open()
    request = request_for(spec.bundle, "album", "absent.png")
    with pytest.raises(OSError, match="plug"):
        run_batch("out.jsonl", request, False, StoppingEngine())
    counts = on_ray(spec, "out.jsonl", "album", "absent.png")
    assert counts["FAILED"] == 1
    assert len(lines_of(Path(spec.log))) == PICTURES + 1, "a finished shard was judged again"
    run(spec, "here.jsonl", 2, "album", "absent.png")
    told = verdicts("out.jsonl")
    assert [source for source, _ in told] == [*album, "absent.png"]
    assert told == verdicts("here.jsonl")


def test_a_node_killed_half_way_costs_nothing_but_time(
    cluster: Any, spec: NodeSpec, album: list[str]
) -> None:
    both = replace(spec, seconds=0.1, together=NODES)
    killed: list[int] = []
    ended = threading.Event()

    def kill_half_way() -> None:
        while not ended.wait(0.05):
            finished = len(BatchFolder("out.jsonl").complete_shards())
            if finished >= 4:
                kill_node(cluster, nodes_of(spec)[0])
                killed.append(finished)
                return

    killer = threading.Thread(target=kill_half_way)
    killer.start()
    try:
        counts = on_ray(both, "out.jsonl", "album")
    finally:
        ended.set()
        killer.join()
    shards = -(-PICTURES // SHARD)
    assert killed, "no node was killed"
    assert killed[0] < shards, "the node was killed too late"
    assert sum(counts.values()) == PICTURES
    assert [source for source, _ in verdicts("out.jsonl")] == album
    assert not Path("out.jsonl.parts").exists()
    judged = len(lines_of(Path(spec.log)))
    assert PICTURES <= judged <= PICTURES + 2 * SHARD, "more than the shards under way were lost"
