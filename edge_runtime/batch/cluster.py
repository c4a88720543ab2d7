"""A batch on a Ray cluster: each task judges one shard and writes it.

Every node needs this package, the inputs and the output under the same names: a shared file system
or a store. A shard is written whole and is the same whoever makes it, so a task may run again at
will: when a node is lost, its tasks go to others. A picture that ends a process ends a child of the
task, as on one machine, and not the task.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.batch_folder import Parts
from edge_runtime.batch.input_scanner import JudgePlan
from edge_runtime.batch.plan import Plan
from edge_runtime.batch.progress import BatchProgress
from edge_runtime.batch.workers import Workers

WAVE = 1000
"""Shards whose names are in memory at once."""


def on_a_cluster(parts: Parts, plan: Plan, judge: JudgePlan, workers: int) -> None:
    """Finish every shard by Ray Data, on the cluster of ``RAY_ADDRESS`` or of this machine.

    Args:
        parts: Folder of the batch.
        plan: The batch.
        judge: Opens a judge in each worker.
        workers: Tasks at a time, each with one CPU, >= 1.

    Raises:
        BatchRefused: If Ray is not installed.
    """
    _connect()
    task = ShardTask(str(parts.folder), plan, judge, os.getcwd())
    finished = parts.finished()
    done = sum(len(plan.indices(shard)) for shard in finished)
    progress = BatchProgress(plan.inputs, done)
    missing = (row for row in _shards(parts, plan) if row["shard"] not in finished)
    try:
        while wave := list(islice(missing, WAVE)):
            for row in _run(wave, task, workers):
                done += len(plan.indices(row["shard"]))
                progress.show(done)
    finally:
        progress.clear()


@dataclass(frozen=True)
class ShardTask:
    """What a node has to know: the batch's folder, plan and judge, and where names count from."""

    folder: str
    plan: Plan
    judge: JudgePlan
    working_folder: str


class ShardWorker:
    """An actor that judges shards by one child process.

    Args:
        task: The batch.
    """

    def __init__(self, task: ShardTask) -> None:
        os.chdir(task.working_folder)
        self._plan = task.plan
        self._parts = Parts(task.folder.removesuffix(".parts"))
        self._workers = Workers(task.judge, 1)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Judge the shard of a row of `_shards`, unless it is finished; gives its number."""
        shard = int(row["shard"])
        if not self._parts.is_finished(shard):
            inputs = zip(self._plan.indices(shard), json.loads(row["names"]), strict=True)
            lines = dict(self._workers.results(inputs))
            self._parts.write_shard(shard, (lines[index] for index in self._plan.indices(shard)))
        return {"shard": shard}


def _shards(parts: Parts, plan: Plan) -> Iterator[dict[str, Any]]:
    names = parts.inputs()
    for shard in range(plan.shards):
        yield {"shard": shard, "names": json.dumps(list(islice(names, plan.shard)))}


def _run(wave: list[dict[str, Any]], task: ShardTask, workers: int) -> Iterator[dict[str, Any]]:
    import ray.data

    tasks = ray.data.from_items(wave, override_num_blocks=len(wave)).map(
        ShardWorker,
        fn_constructor_args=(task,),
        concurrency=(1, workers),
        num_cpus=1,
    )
    yield from tasks.iter_rows()


def _connect() -> None:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise BatchRefused(f"--engine ray: {error}; pip install edge-deepfake[ray]") from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
