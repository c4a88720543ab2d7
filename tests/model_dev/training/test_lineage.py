"""The lineage tells how the shipped weights came about, and each of its runs can be trained."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from model_dev.config_file import ConfigError
from model_dev.paths import BundlePaths, default_bundle_id, sha256_of
from model_dev.training import lineage as module
from model_dev.training.bundle_recipe import read_config
from model_dev.training.lineage import FOLDER, Average, Lineage, StreamGateShift, find_config

PATH = FOLDER / f"{default_bundle_id()}.toml"
SMALL = """
bundle = "small-1"
result = "mean"
checkpoint_sha256 = "00"
notes = []

[mixtures.swaps]
real = ["swaps"]
fake = ["swaps"]
paired = true

[[steps]]
run = "first"
note = "The first."
[steps.settings]
seed = 1
batch = 4
learning_rate = 1e-3
weight_decay = 0.0
label_smoothing = 0.0
auxiliary = 0.3
ema = 0.9
visual_dropout = 0.0
forensic_dropout = 0.0
stages = [{ size = 64, steps = 100 }]
network = { bayar = 4, stem = 8, forensic = [[16, 2]], fused = 16 }
mixtures = [{ use = "swaps", share = 1.0 }]
[steps.settings.augmentation]
smallest_zoom = 0.8
shrink = 0.3
smallest_side = 32
quality = [60, 95]
hard_quality = [40, 90]
webp = 0.1
blur = 0.1
screenshot = 0.1
thumbnail = 0.1
recompress = 0.1
noise = 0.1
light = 0.1

[[steps]]
run = "second"
start = "first"
base = "first"
note = "The second."
[steps.settings]
seed = 2
network = { streams = "visual" }
mixtures = [{ use = "swaps", share = 0.5, keep_encoding = 0.4 }]

[[steps]]
average = "mean"
first = "first"
second = "second"
share = 0.5
"""


@pytest.fixture(scope="module")
def shipped() -> Lineage:
    return Lineage.read(PATH)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "small-1.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_run_has_its_settings(shipped: Lineage) -> None:
    runs = shipped.runs()
    assert len(runs) == 21
    for name in runs:
        config = shipped.config(name)
        assert config.stages
        assert config.mixtures or config.tiny_pictures
        assert find_config(name) == config


def test_the_last_run_is_the_bundles_config(shipped: Lineage) -> None:
    paths = BundlePaths(default_bundle_id())
    assert shipped.config(default_bundle_id()) == read_config(paths.config)


def test_every_average_names_its_parts_and_share(shipped: Lineage) -> None:
    averages = [step for step in shipped.steps if isinstance(step, Average)]
    assert len(averages) == 9
    assert all(0 < step.share < 1 for step in averages)
    assert all(step.first != step.second for step in averages)
    assert all(set(step.keep) <= {"visual", "forensic"} for step in averages)


def test_a_start_fits_the_network_that_it_starts(shipped: Lineage) -> None:
    """Every stream that a run starts from is one that the earlier weights have."""
    streams = {}
    for step in shipped.steps:
        if isinstance(step, Average):
            streams[step.name] = streams[step.second]
        elif isinstance(step, StreamGateShift):
            assert streams[step.of] == "both"
            streams[step.name] = streams[step.of]
        else:
            streams[step.name] = shipped.config(step.name).network.streams
            for stream, origin in (step.streams or {}).items():
                assert streams[origin] == stream
    assert streams[shipped.result] == "both"


def test_every_step_leads_to_the_result(shipped: Lineage) -> None:
    by_name = {step.name: step for step in shipped.steps}
    needed, waiting = set(), [shipped.result]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += by_name[name].parents()
    assert needed == set(by_name)


def test_the_result_is_the_checkpoint_of_the_contract(shipped: Lineage) -> None:
    paths = BundlePaths(default_bundle_id())
    contract = json.loads((paths.bundle / "contract.json").read_text("utf-8"))
    assert shipped.checkpoint_sha256 == contract["provenance"]["checkpoint_sha256"]
    assert shipped.checkpoint_sha256 == sha256_of(paths.checkpoint)


def test_the_sources_are_those_of_the_contract(shipped: Lineage) -> None:
    contract = json.loads((BundlePaths(shipped.bundle).bundle / "contract.json").read_text("utf-8"))
    drawn = {source for name in shipped.runs() for source in shipped.config(name).sources()}
    assert sorted(drawn) == contract["provenance"]["training_sources"]


def test_a_run_changes_single_keys_of_its_base(tmp_path: Path) -> None:
    small = Lineage.read(written(tmp_path, SMALL))
    first, second = small.config("first"), small.config("second")
    mixture = replace(first.mixtures[0], share=0.5, keep_encoding=0.4)
    network = replace(first.network, streams="visual")
    assert second == replace(first, seed=2, network=network, mixtures=(mixture,))
    assert first.mixtures[0].paired


def test_an_unknown_name_is_a_config_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, SMALL)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    assert find_config("second").seed == 2
    with pytest.raises(ConfigError, match="no training config third"):
        find_config("third")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('start = "first"', 'start = "third"', "second: third does not come before it"),
        ('second = "second"', 'second = "mean"', "mean: mean does not come before it"),
        ('base = "first"', 'base = "second"', "second: second does not come before it"),
        ('run = "second"', 'run = "first"', "first: listed twice"),
        ('average = "mean"', 'median = "mean"', "a step has one of the keys"),
        ("share = 0.5\n", "shares = 0.5\n", "mean: share"),
        ('result = "mean"', 'result = "end"', "there is no step end"),
        ("notes = []", "remarks = []", "remarks: unknown key"),
    ],
)
def test_a_broken_lineage_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert SMALL.count(old) >= 1
    before, found, after = SMALL.rpartition(old)
    text = f"{before}{new if found else ''}{after}"
    with pytest.raises(ConfigError, match=re.escape(problem)):
        Lineage.read(written(tmp_path, text))


def test_a_mixture_without_a_definition_is_named(tmp_path: Path) -> None:
    text = SMALL.replace('use = "swaps", share = 0.5', 'use = "b"')
    small = Lineage.read(written(tmp_path, text))
    with pytest.raises(ConfigError, match=r"mixtures\.b: missing"):
        small.config("second")
