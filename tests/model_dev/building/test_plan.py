from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model_dev.building.plan import Build, up_to
from model_dev.cli import _parser
from model_dev.paths import CONFIGS, RECIPE
from model_dev.training.bundle_recipe import BundleRecipe

SHIPPED = BundleRecipe.read(CONFIGS / RECIPE)


def plan(recipe: BundleRecipe = SHIPPED, clones: Path | None = None) -> Build:
    return Build(recipe, CONFIGS / RECIPE, Path("data"), Path("work"), clones)


@pytest.mark.parametrize("step", plan(clones=Path("clones")).steps(), ids=lambda step: step.name)
def test_every_step_is_a_verb_with_arguments_that_it_takes(step) -> None:  # type: ignore[no-untyped-def]
    parsed = _parser().parse_args(step.verb)
    assert callable(parsed.run)


def test_steps_come_in_the_order_of_the_work() -> None:
    names = [step.name for step in plan().steps()]
    assert len(set(names)) == len(names)
    kept = [name for name in names if not name.startswith("forge-")]
    assert kept == [
        "fetch", "manifest", "check-manifest", "crops",
        "train-forensic", "train-visual", "train-fusion",
        "quantize", "calibrate", "evaluate", "export-check", "invariance", "seal",
    ]  # fmt: skip
    forged = [name for name in names if name.startswith("forge-")]
    assert forged == [f"forge-{forgeries.kind}" for forgeries in SHIPPED.forgeries]
    assert names.index("crops") < names.index(forged[0]) < names.index("train-forensic")


def test_the_fusion_run_takes_each_stream_from_its_own_run() -> None:
    steps = {step.name: step.verb for step in plan().steps()}
    fusion = steps["train-fusion"]
    for stream in ("visual", "forensic"):
        written = steps[f"train-{stream}"][steps[f"train-{stream}"].index("--out") + 1]
        assert fusion[fusion.index(f"--{stream}") + 1] == f"{written}/final.weights.h5"
        assert fusion[fusion.index(f"--{stream}-id") + 1] == f"{SHIPPED.id}-{stream}"


def test_without_a_bundle_to_start_from_no_weights_are_named() -> None:
    start = {"visual": "gds-v0"}
    steps = {step.name: step.verb for step in plan(replace(SHIPPED, start=start)).steps()}
    assert "--start" not in steps["train-forensic"]
    visual = steps["train-visual"]
    assert visual[visual.index("--start-id") + 1] == "gds-v0"
    assert visual[visual.index("--start") + 1].endswith("checkpoints/gds-v0.weights.h5")


def test_a_plan_ends_after_a_step_that_it_has() -> None:
    steps = plan().steps()
    assert [step.name for step in up_to(steps, "crops")][-1] == "crops"
    assert up_to(steps, None) == steps
    with pytest.raises(ValueError, match="no step bake; there are fetch, manifest"):
        up_to(steps, "bake")
