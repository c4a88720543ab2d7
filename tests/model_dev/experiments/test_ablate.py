from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_dev.cli import main
from model_dev.config_file import ConfigError
from model_dev.data.comparison import Comparison
from model_dev.experiments.ablate import ablate, cells
from model_dev.experiments.ablation_plan import (
    AblationPlan,
    Variant,
    variant_config,
    without_sources,
)
from model_dev.experiments.ablation_text import ablation_text
from model_dev.training import train as training
from model_dev.training.config import Mixture, Stage, TinyPictureBatches
from model_dev.training.lineage import find_config
from tests.support.tiny_training import CONFIG, MIXTURES, write_training_store

SHIPPED = Path(__file__).parents[3] / "model_dev/configs/ablation.toml"
PLAN = AblationPlan(
    base="tiny",
    stages=(Stage(64, 2),),
    ema=0.5,
    tiers=("clean", "web"),
    replicates=40,
    seed=1,
    reference="dual",
    variants=(
        Variant("dual", "both", ()),
        Variant("traces", "forensic", ()),
        Variant("dual-without-things", "both", ("things",)),
    ),
    comparisons=(
        Comparison("swaps", ("swaps",), ("swaps",)),
        Comparison("things", ("things",), ("things",)),
        Comparison("absent", ("nowhere",), ("swaps",)),
    ),
)
BASE = replace(CONFIG, stages=(Stage(96, 100),))


def scored(strengths: dict[str, float]) -> pd.DataFrame:
    """Logits that tell fakes the better the larger a head's strength is."""
    random = np.random.default_rng(3)
    rows = [
        {"source": source, "label": label, "tier": tier, "group": f"{source}/{i // 2}"}
        | {"sha256": f"{source}{label}{i}", "split": "validation"}
        for tier in PLAN.tiers
        for source in ("swaps", "things")
        for label in (0, 1)
        for i in range(40)
    ]
    table = pd.DataFrame(rows)
    noise = random.normal(0, 1, len(table))
    return table.assign(**{head: noise + s * table["label"] for head, s in strengths.items()})


LEFT_OUT = "dual-without-things"
DUAL = {"fake_logit": 2.0, "visual_logit": 1.0, "forensic_logit": 0.0}


def measured() -> list[dict[str, object]]:
    left_out = scored(DUAL)
    left_out["fake_logit"] = left_out["fake_logit"].where(left_out["source"] == "swaps", 0.0)
    traces = scored({"fake_logit": 0.5})
    return list(
        cells(PLAN, {"dual": scored(DUAL), "traces": traces, "dual-without-things": left_out})
    )


def test_sources_are_taken_out_of_every_mixture() -> None:
    mixtures = (
        Mixture(("a", "b"), ("a", "c"), 0.5, paired=True),
        Mixture(("b",), ("a",), 0.3),
        Mixture(("c",), ("c",), 0.2),
    )
    assert without_sources(mixtures, ("a",)) == (
        Mixture(("b",), ("c",), 0.5, paired=True),
        Mixture(("c",), ("c",), 0.2),
    )
    assert without_sources(mixtures, ()) == mixtures


def test_a_variant_is_the_base_with_the_plans_changes() -> None:
    config = variant_config(BASE, PLAN, Variant("x", "forensic", ("things",)))
    assert config.network.streams == "forensic"
    assert config.mixtures == MIXTURES[:1]
    assert config == replace(
        BASE, stages=PLAN.stages, ema=0.5, network=config.network, mixtures=config.mixtures
    )


def test_tiny_batches_go_with_their_source() -> None:
    base = replace(
        BASE, tiny_pictures=TinyPictureBatches(("small",), ("small",), 3, 4, 32, 64, 0.0)
    )
    assert variant_config(base, PLAN, Variant("x", "both", ())).tiny_pictures == base.tiny_pictures
    assert variant_config(base, PLAN, Variant("x", "both", ("small",))).tiny_pictures is None


@pytest.mark.parametrize(
    ("without", "problem"),
    [(("elsewhere",), "does not train on elsewhere"), (("swaps", "things"), "nothing is left")],
)
def test_a_variant_must_fit_the_base(without: tuple[str, ...], problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        variant_config(BASE, PLAN, Variant("x", "both", without))


def test_every_head_of_a_joint_network_is_measured_and_one_of_a_single_stream() -> None:
    found = {(c["variant"], c["head"]) for c in measured()}
    dual = {(v, h) for v in ("dual", "dual-without-things") for h in DUAL}
    assert found == dual | {("traces", "fake_logit")}
    assert {c["comparison"] for c in measured()} == {"swaps", "things"}
    assert {c["tier"] for c in measured()} == {"clean", "web"}


def test_aucs_and_their_changes_from_the_reference() -> None:
    by = {(c["comparison"], c["variant"], c["head"]): c for c in measured() if c["tier"] == "clean"}
    reference = by["swaps", "dual", "fake_logit"]
    assert reference["change"] is None
    assert (reference["real"], reference["fake"], reference["groups"]) == (40, 40, 20)
    chance = by["swaps", "dual", "forensic_logit"]
    assert chance["auc"]["low"] < 0.5 < chance["auc"]["high"]
    assert chance["change"]["high"] < 0
    difference = chance["auc"]["value"] - reference["auc"]["value"]
    assert chance["change"]["value"] == pytest.approx(difference, abs=1e-3)
    unseen = by["things", "dual-without-things", "fake_logit"]
    assert unseen["unseen"] == ["things"]
    assert unseen["auc"]["value"] == 0.5
    assert by["swaps", "dual-without-things", "fake_logit"]["change"]["value"] == 0


def test_variants_must_be_scored_on_the_same_pictures() -> None:
    scores = {variant.name: scored(DUAL) for variant in PLAN.variants}
    scores["traces"] = scores["traces"].iloc[::-1]
    with pytest.raises(ValueError, match="traces was not scored"):
        list(cells(PLAN, scores))


def test_markdown_has_a_table_for_each_comparison() -> None:
    variants = [
        {"name": v.name, "streams": v.streams, "without": v.without, "weights_sha256": "0" * 64}
        for v in PLAN.variants
    ]
    text = ablation_text(
        {
            "base": "tiny",
            "reference": "dual",
            "splits": ["validation"],
            "stages": [{"size": 64, "steps": 2}],
            "ema": 0.5,
            "interval": {"level": 0.95, "replicates": 40, "seed": 1},
            "variants": variants,
            "cells": measured(),
        }
    )
    assert "2 batches at 64 px, from ImageNet's weights, averaged with momentum 0.5" in text
    assert "## swaps" in text
    assert "## things" in text
    assert "| variant | output | left out | clean | web |" in text
    lines = [line for line in text.splitlines() if line.startswith("| dual-without-things |")]
    assert sum("| fused | things | 0.500 (0.500-0.500)<br>-0." in line for line in lines) == 1
    assert "nan" not in text.lower()


def test_the_shipped_plan_fits_its_base() -> None:
    plan = AblationPlan.read(SHIPPED)
    base = find_config(plan.base)
    configs = [variant_config(base, plan, variant) for variant in plan.variants]
    assert all(stage.steps % training.EPOCH == 0 for stage in plan.stages)
    assert plan.ema ** sum(stage.steps for stage in plan.stages) < 0.01
    assert {config.network.streams for config in configs} == {"both", "visual", "forensic"}
    assert not any(config.frozen for config in configs)
    assert {n for c in plan.comparisons for n in c.real + c.fake} <= base.sources()
    for variant in plan.variants:
        left = {c.name for c in plan.comparisons if set(c.real + c.fake) & set(variant.without)}
        assert left or not variant.without, f"{variant.name} is not judged on what it left out"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('reference = "dual"', 'reference = "twin"', "twin is not a variant"),
        ('name = "visual"', 'name = "dual"', "names must be different"),
        ('name = "visual"', 'name = "../visual"', "fit as folders"),
        ('streams = "visual"', 'streams = "thermal"', "one of both, visual, forensic"),
        ("replicates = ", "replicate = ", "plan.toml: replicate: unknown key"),
        ('without = ["dfdc"]', 'wihtout = ["dfdc"]', "wihtout: unknown key"),
    ],
)
def test_a_plan_is_strict(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace(old, new))
    with pytest.raises(ConfigError, match=problem):
        AblationPlan.read(path)


def test_the_verb_needs_stores_and_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["ablate"])
    assert error.value.code == 2
    assert "--stores, --out" in capsys.readouterr().err


@pytest.mark.slow
def test_variants_are_trained_once_and_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "EPOCH", 2)
    stores, out = tmp_path / "stores", tmp_path / "out"
    write_training_store(stores / "train")
    splits = ("validation", "calibration")
    plan = replace(PLAN, tiers=("clean",), variants=PLAN.variants[1:], reference=LEFT_OUT)
    report = ablate(plan, BASE, stores, out, splits)
    assert json.loads(json.dumps(report))["splits"] == list(splits)
    found = {(c["comparison"], c["variant"], c["head"]): c for c in report["cells"]}
    assert len(found) == 2 * (1 + 3)
    assert found["things", LEFT_OUT, "fake_logit"]["unseen"] == ["things"]
    swaps = found["swaps", "traces", "fake_logit"]
    assert (swaps["real"], swaps["fake"]) == (8, 8)
    logs = {v.name: (out / v.name / "log.csv").read_text() for v in plan.variants}
    assert ablate(plan, BASE, stores, out, splits) == report
    assert logs == {v.name: (out / v.name / "log.csv").read_text() for v in plan.variants}
    assert all(len(list((out / name).glob("scores-*.parquet"))) == 1 for name in logs)
