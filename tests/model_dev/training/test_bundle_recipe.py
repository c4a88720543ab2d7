from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from model_dev.config_file import ConfigError, read_toml
from model_dev.paths import CONFIGS, RECIPE
from model_dev.training.bundle_recipe import RUNS, BundleRecipe, read_config, recipe_of
from model_dev.training.lineage import find_config

SHIPPED = BundleRecipe.read(CONFIGS / RECIPE)


def shipped() -> dict[str, Any]:
    return read_toml(CONFIGS / RECIPE)


def test_a_run_has_the_shared_settings_and_its_own() -> None:
    forensic, visual, fusion = (SHIPPED.config(run) for run in RUNS)
    assert {forensic.batch, visual.batch, fusion.batch} == {SHIPPED.shared["batch"]}
    assert (forensic.network.streams, visual.network.streams) == ("forensic", "visual")
    assert fusion.network.streams == "both"
    assert forensic.network.stem == visual.network.stem == fusion.network.stem
    assert forensic.augmentation.shrink == SHIPPED.runs["forensic"]["augmentation"]["shrink"]
    assert forensic.augmentation.webp == SHIPPED.shared["augmentation"]["webp"]


def test_runs_are_found_by_name() -> None:
    assert list(SHIPPED.run_names().values()) == list(RUNS)
    for name, run in SHIPPED.run_names().items():
        assert find_config(name) == SHIPPED.config(run)


def test_the_config_of_a_recipe_is_its_last_run() -> None:
    assert read_config(CONFIGS / RECIPE) == SHIPPED.config("fusion")


def test_every_kind_of_forgery_that_is_drawn_is_made() -> None:
    from model_dev.forge.kinds import KINDS

    made = {forgeries.kind for forgeries in SHIPPED.forgeries}
    assert made <= set(KINDS)
    drawn = set().union(*(SHIPPED.config(run).sources() for run in RUNS))
    assert drawn & set(KINDS) == made


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.update(colour=1), "colour"),
        (lambda data: data["start"].update(gate="gds-v6"), "start: runs are forensic, visual"),
        (lambda data: data["runs"].pop("visual"), "runs: must be forensic, visual, fusion"),
        (lambda data: data["runs"]["visual"].update(rate=1), "rate"),
        (lambda data: data["runs"]["visual"]["mixtures"].append({"use": "x"}), r"mixtures\.x"),
        (lambda data: data["mixtures"]["dfdc"].update(weight=2), "weight"),
        (lambda data: data["forgeries"][0].pop("seed"), "seed"),
    ],
)
def test_what_cannot_be_resolved_is_refused(change: Any, message: str, tmp_path: Path) -> None:
    data = shipped()
    change(data)
    with pytest.raises(ConfigError, match=message):
        recipe_of(data, tmp_path.name)


def test_a_run_that_a_recipe_lacks_is_named() -> None:
    with pytest.raises(ConfigError, match=f"no run other in the recipe: it has {SHIPPED.id}-for"):
        SHIPPED.named("other")
