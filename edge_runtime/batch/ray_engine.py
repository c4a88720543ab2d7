"""Runs a batch on a Ray cluster: each task scans one shard and saves it.

Every node needs this package, and the inputs and the output under the same names: on a shared file
system or in a store. A shard is written as a whole and is the same whichever node makes it, so a
task may be run again: when a node is lost, its tasks go to other nodes. An input that ends a
process ends a child process of the task, as on one machine, and not the task.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from edge_runtime.batch.batch_folder import BatchFolder
from edge_runtime.batch.input_scanner import ScannerSpec
from edge_runtime.batch.request import BatchRequest
from edge_runtime.batch.run import OnProgress
from edge_runtime.batch.worker_pool import WorkerPool
from edge_runtime.errors import BatchError

SHARDS_AT_ONCE = 1000
"""Shards whose inputs are in memory at the same time."""


@dataclass(frozen=True)
class RayEngine:
    """Tasks of Ray Data, on the cluster of ``RAY_ADDRESS`` or on this machine.

    Attributes:
        spec: Opens a scanner in each task.
        workers: Tasks at a time, each with one CPU, >= 1.
        on_progress: Called at the start and after each shard.
    """

    spec: ScannerSpec
    workers: int
    on_progress: OnProgress

    def run(self, folder: BatchFolder, request: BatchRequest) -> None:
        """Complete every shard that is incomplete.

        Raises:
            BatchError: If Ray is not installed.
        """
        _connect()
        task = ShardTask(folder.out, request, self.spec, os.getcwd())
        complete = folder.complete_shards()
        done = sum(len(request.indices(shard)) for shard in complete)
        self.on_progress(done, request.inputs)
        missing = (row for row in _shards(folder, request) if row["shard"] not in complete)
        while rows := list(islice(missing, SHARDS_AT_ONCE)):
            for row in _run_tasks(rows, task, self.workers):
                done += len(request.indices(row["shard"]))
                self.on_progress(done, request.inputs)


@dataclass(frozen=True)
class ShardTask:
    """What a node needs to know.

    Attributes:
        out: Path or URL of the batch's output.
        request: The batch's request.
        spec: Opens the scanner.
        working_folder: The folder that relative names start from.
    """

    out: str
    request: BatchRequest
    spec: ScannerSpec
    working_folder: str


class ShardWorker:
    """A Ray actor that scans shards in one child process.

    Args:
        task: The batch.
    """

    def __init__(self, task: ShardTask) -> None:
        os.chdir(task.working_folder)
        self._request = task.request
        self._folder = BatchFolder(task.out)
        self._pool = WorkerPool(task.spec, 1)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Scan the shard of a row of `_shards`, unless it is complete; returns its number."""
        shard = int(row["shard"])
        if not self._folder.is_complete(shard):
            indices = self._request.indices(shard)
            inputs = zip(indices, json.loads(row["names"]), strict=True)
            lines = dict(self._pool.results(inputs))
            self._folder.write_shard(shard, (lines[index] for index in indices))
        return {"shard": shard}


def _shards(folder: BatchFolder, request: BatchRequest) -> Iterator[dict[str, Any]]:
    names = folder.inputs()
    for shard in range(request.shards):
        yield {"shard": shard, "names": json.dumps(list(islice(names, request.shard)))}


def _run_tasks(
    rows: list[dict[str, Any]], task: ShardTask, workers: int
) -> Iterator[dict[str, Any]]:
    import ray.data

    tasks = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
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
        raise BatchError(f"--engine ray: {error}; pip install edge-deepfake[ray]") from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
