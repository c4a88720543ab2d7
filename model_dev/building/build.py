"""Runs the steps of a plan; what was done before is not done again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model_dev.building.plan import Step
from model_dev.paths import write_bytes
from model_dev.training.run_settings import ChangedRunError, differences_text

Run = Callable[[Sequence[str]], int]
"""Runs a verb of ``model-dev`` by its arguments; returns its exit code."""


class StepFailedError(ValueError):
    """A verb returned an exit code that is not 0."""


@dataclass(frozen=True, slots=True)
class Records:
    """What is recorded of the steps that are done: a file each.

    Attributes:
        folder: Of the files.
    """

    folder: Path

    def done(self, step: Step) -> bool:
        """Whether a step is done."""
        return self._file(step).is_file()

    def differences(self, step: Step) -> str:
        """In words, how a step that is done differs from what it would be now; empty if not."""
        before = json.loads(self._file(step).read_text("utf-8"))
        return differences_text(before, _record_of(step))

    def write(self, step: Step) -> None:
        """Record that a step is done."""
        write_bytes(self._file(step), (json.dumps(_record_of(step), indent=1) + "\n").encode())

    def _file(self, step: Step) -> Path:
        return self.folder / f"{step.name}.json"


def states(steps: Sequence[Step], records: Records) -> Iterator[tuple[Step, str]]:
    """Each step with "done", "changed" or "to do"."""
    for step in steps:
        if not records.done(step):
            yield step, "to do"
        else:
            yield step, "changed" if records.differences(step) else "done"


def build(
    steps: Sequence[Step], records: Records, run: Run, *, accept_changes: bool = False
) -> int:
    """Run the steps that are not done, in order.

    A step is recorded when its verb has returned 0: an interrupted build goes on with the step
    that it was at, and the verbs of long steps go on within it.

    Args:
        steps: In their order.
        records: Of what is done.
        run: Runs a verb.
        accept_changes: Whether to keep the output of steps that are done but would be made with
            other settings now.

    Returns:
        Steps that were run.

    Raises:
        ChangedRunError: If a step that is done was made with other settings, before any is run.
        StepFailedError: If a verb fails.
    """
    waiting = list(_waiting(steps, records, accept_changes=accept_changes))
    for number, step in enumerate(waiting, 1):
        print(f"step {number} of {len(waiting)}: model-dev {' '.join(step.verb)}", flush=True)
        finished = step.output is not None and step.output.exists()
        code = 0 if finished else run(step.verb)
        if code:
            raise StepFailedError(f"step {step.name} failed with exit code {code}")
        records.write(step)
    return len(waiting)


def _waiting(steps: Sequence[Step], records: Records, *, accept_changes: bool) -> Iterator[Step]:
    for step in steps:
        if not records.done(step):
            yield step
            continue
        found = records.differences(step)
        if found and not accept_changes:
            raise ChangedRunError(
                f"step {step.name} was done with other settings: {found}. Choose another folder, "
                "or accept the changes (--accept-changes)"
            )
        if found:
            records.write(step)


def _record_of(step: Step) -> dict[str, Any]:
    """As it reads from a JSON file."""
    record: dict[str, Any] = json.loads(json.dumps({"verb": step.verb, "settings": step.settings}))
    return record
