from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from model_dev.building.build import Records, StepFailedError, build, states
from model_dev.building.plan import Step
from model_dev.training.run_settings import ChangedRunError

STEPS = tuple(Step(name, (name, "--out", "x"), {"steps": 3}) for name in ("one", "two", "three"))


class Verbs:
    """Notes the verbs that are run; one may fail."""

    def __init__(self, failing: str = "", code: int = 0) -> None:
        self.ran: list[str] = []
        self._failing, self._code = failing, code

    def __call__(self, verb: Sequence[str]) -> int:
        self.ran.append(verb[0])
        return self._code if verb[0] == self._failing else 0


def test_steps_run_once_and_in_order(tmp_path: Path) -> None:
    verbs = Verbs()
    assert build(STEPS, Records(tmp_path), verbs) == 3
    assert build(STEPS, Records(tmp_path), verbs) == 0
    assert verbs.ran == ["one", "two", "three"]


def test_a_build_goes_on_at_the_step_that_failed(tmp_path: Path) -> None:
    with pytest.raises(StepFailedError, match="step two failed with exit code 1"):
        build(STEPS, Records(tmp_path), Verbs("two", 1))
    again = Verbs()
    assert build(STEPS, Records(tmp_path), again) == 2
    assert again.ran == ["two", "three"]


def test_an_interrupted_step_is_not_recorded(tmp_path: Path) -> None:
    def interrupted(verb: Sequence[str]) -> int:
        raise KeyboardInterrupt(verb[0])

    with pytest.raises(KeyboardInterrupt, match="one"):
        build(STEPS, Records(tmp_path), interrupted)
    assert not Records(tmp_path).done(STEPS[0])


def test_a_changed_setting_is_refused_before_anything_runs(tmp_path: Path) -> None:
    records = Records(tmp_path)
    build(STEPS[:2], records, Verbs())
    changed = (STEPS[0], replace(STEPS[1], settings={"steps": 4}), STEPS[2])
    verbs = Verbs()
    with pytest.raises(ChangedRunError, match=r"step two .*settings\.steps is 3 .* and 4 now"):
        build(changed, records, verbs)
    assert verbs.ran == []
    assert [state for _, state in states(changed, records)] == ["done", "changed", "to do"]
    assert build(changed, records, verbs, accept_changes=True) == 1
    assert [state for _, state in states(changed, records)] == ["done"] * 3


def test_a_step_whose_output_is_there_is_not_run_again(tmp_path: Path) -> None:
    output = tmp_path / "crops.npy"
    steps = (replace(STEPS[0], output=output), STEPS[1])
    output.touch()
    verbs = Verbs()
    build(steps, Records(tmp_path / "done"), verbs)
    assert verbs.ran == ["two"]
