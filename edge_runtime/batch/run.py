"""Runs a batch from its start, or from where it stopped, to its output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from edge_runtime.batch.batch_folder import BatchFolder, folder_lock
from edge_runtime.batch.finished_output import FinishedOutput
from edge_runtime.batch.input_list import list_inputs
from edge_runtime.batch.input_scanner import ScannerSpec
from edge_runtime.batch.output_file import check_format, write_output
from edge_runtime.batch.request import ALL, JUDGED, BatchRequest
from edge_runtime.batch.shard_writer import ShardWriter
from edge_runtime.batch.storage import open_storage
from edge_runtime.batch.worker_pool import WorkerPool
from edge_runtime.errors import BatchError

OnProgress: TypeAlias = Callable[[int, int], None]
"""Called with the number of inputs that have a result, and the number of all inputs."""


class Engine(Protocol):
    """What distributes the work."""

    def run(self, folder: BatchFolder, request: BatchRequest) -> None:
        """Complete every shard that is incomplete.

        Raises:
            BatchError: If a package is missing.
            EdgeRuntimeError: If the bundle or the inference engine fails.
            OSError: If results cannot be saved.
        """
        ...


@dataclass(frozen=True)
class ProcessEngine:
    """Worker processes on this machine.

    Attributes:
        spec: Opens a scanner in each process.
        workers: Number of processes, >= 1.
        on_progress: Called at the start and after each result.
    """

    spec: ScannerSpec
    workers: int
    on_progress: OnProgress

    def run(self, folder: BatchFolder, request: BatchRequest) -> None:
        """Complete every shard that is incomplete."""
        with (
            ShardWriter(folder, request) as writer,
            WorkerPool(self.spec, self.workers) as pool,
        ):
            self.on_progress(writer.done, request.inputs)
            for index, line in pool.results(_missing(folder, writer)):
                writer.add(index, line)
                self.on_progress(writer.done, request.inputs)


def run_batch(
    out: str, requested: BatchRequest, resume: bool, engine: Engine, *, retry_failed: bool = False
) -> Counter[str] | None:
    """Scan the inputs and write the output.

    The inputs are listed once, at the start: files added to a folder later are not in the batch.
    Resuming a complete batch judges the inputs that have come since; their results come last.
    Only one process at a time can run a batch whose output is on a disk; an output in a store has
    no such protection.

    Args:
        out: Path or URL that ends in .jsonl, .csv or .parquet.
        requested: What to scan; its number of inputs is ignored.
        resume: Whether to continue an interrupted or complete batch. If there is none, a new batch
            begins.
        engine: What distributes the work.
        retry_failed: Whether to judge the inputs of a complete batch again that failed.

    Returns:
        How many inputs got each verdict, and "FAILED"; None if nothing was left to do.

    Raises:
        BatchError: If another batch uses this output, there is no input, a package is missing, or
            the output to resume has results of other inputs or of another bundle.
        EdgeRuntimeError: If the bundle or the inference engine fails; the batch can be resumed.
        OSError: If inputs cannot be listed or results saved; the batch can be resumed.
    """
    check_format(out)
    folder = BatchFolder(out)
    with folder_lock(folder):
        saved = folder.request()
        if saved is None and resume and open_storage(out).exists():
            folder.remove()
            waiting = _waiting(out, requested, retry_failed=retry_failed)
            if not waiting:
                return None
            keeps = JUDGED if retry_failed else ALL
            request = _begin(replace(requested, keeps=keeps), folder, waiting)
        elif saved is None:
            names = list_inputs(requested.arguments, requested.recursive)
            request = _begin(requested, folder, names)
        else:
            request = _resume(saved, requested, folder, resume)
        engine.run(folder, request)
        counts = write_output(out, folder, request)
        folder.remove()
    return counts


def _missing(folder: BatchFolder, writer: ShardWriter) -> Iterator[tuple[int, str]]:
    return (item for item in enumerate(folder.inputs()) if not writer.has(item[0]))


def _waiting(out: str, requested: BatchRequest, *, retry_failed: bool) -> list[str]:
    finished = FinishedOutput.read(out)
    finished.check_bundle(requested.bundle.sha256, requested.bundle.id)
    names = list_inputs(requested.arguments, requested.recursive)
    return finished.waiting(names, retry_failed=retry_failed)


def _begin(requested: BatchRequest, folder: BatchFolder, names: Iterable[str]) -> BatchRequest:
    count = folder.save_inputs(names)
    if not count:
        folder.remove()
        raise BatchError(f"no picture or video in {' '.join(requested.arguments)}")
    request = replace(requested, inputs=count)
    folder.save_request(request)
    return request


def _resume(
    saved: BatchRequest, requested: BatchRequest, folder: BatchFolder, resume: bool
) -> BatchRequest:
    if not resume:
        raise BatchError(
            f"{folder.storage} contains an unfinished batch: add --resume, or remove the folder"
        )
    saved.check_same(requested)
    return saved
