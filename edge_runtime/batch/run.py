"""A batch from its start, or from where it stopped, to its output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.batch_folder import Parts
from edge_runtime.batch.folder_lock import alone_in
from edge_runtime.batch.input_scanner import JudgePlan
from edge_runtime.batch.output import check_kind, write_output
from edge_runtime.batch.plan import Plan
from edge_runtime.batch.progress import BatchProgress
from edge_runtime.batch.shard_writer import Gathering
from edge_runtime.batch.sources import sources
from edge_runtime.batch.storage import place
from edge_runtime.batch.workers import Workers

Engine: TypeAlias = Callable[[Parts, Plan, JudgePlan, int], None]
"""Finishes every shard that is not."""


def run_batch(
    out: str, wanted: Plan, resume: bool, engine: Engine, judge: JudgePlan, workers: int
) -> Counter[str] | None:
    """Scan and write the output.

    The inputs are listed once, at the start: what a folder gains later is not in the batch.

    Args:
        out: Path or URL that ends in .jsonl, .csv or .parquet.
        wanted: What is asked for; its number of inputs is not known yet and not looked at.
        resume: Whether to go on with a batch that was begun; without one it begins.
        engine: What spreads the work.
        judge: Opens a judge in each worker.
        workers: Processes, >= 1.

    Returns:
        How many inputs got each verdict, and "FAILED"; None if the batch was complete before.

    Raises:
        BatchRefused: If another batch is under way there, there is no input, or a package is
            missing.
        EdgeRuntimeError: If bundle or engine fail; the batch can be resumed.
        OSError: If inputs cannot be listed or results written; the batch can be resumed.
    """
    check_kind(out)
    parts = Parts(out)
    begun = parts.plan()
    if begun is None and resume and place(out).exists():
        parts.end()
        return None
    plan = _resumed(begun, wanted, parts, resume) if begun else _begin(wanted, parts)
    with alone_in(parts.folder.local):
        engine(parts, plan, judge, workers)
        counts = write_output(out, parts, plan)
        parts.end()
    return counts


def on_this_machine(parts: Parts, plan: Plan, judge: JudgePlan, workers: int) -> None:
    """Finish every shard by worker processes of this machine."""
    with Gathering(parts, plan) as gathering:
        progress = BatchProgress(plan.inputs, gathering.done)
        try:
            with Workers(judge, workers) as pool:
                for index, line in pool.results(_missing(parts, gathering)):
                    gathering.add(index, line)
                    progress.show(gathering.done)
        finally:
            progress.clear()


def _missing(parts: Parts, gathering: Gathering) -> Iterator[tuple[int, str]]:
    return (item for item in enumerate(parts.inputs()) if not gathering.has(item[0]))


def _begin(wanted: Plan, parts: Parts) -> Plan:
    count = parts.list_inputs(sources(wanted.arguments, wanted.recursive))
    if not count:
        parts.end()
        raise BatchRefused(f"no picture or video in {' '.join(wanted.arguments)}")
    plan = replace(wanted, inputs=count)
    parts.begin(plan)
    return plan


def _resumed(begun: Plan, wanted: Plan, parts: Parts, resume: bool) -> Plan:
    if not resume:
        raise BatchRefused(
            f"{parts.folder} holds a batch that is not complete: add --resume, or remove it"
        )
    begun.check_resumed(wanted)
    return begun
