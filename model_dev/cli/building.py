"""The verb that builds a bundle by a recipe."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from model_dev.cli.arguments import Verbs
from model_dev.paths import CONFIGS, RECIPE


def add_building(verbs: Verbs) -> None:
    """``build``."""
    build = verbs.add_parser("build", help="from pictures to a sealed bundle, by one recipe")
    build.add_argument(
        "recipe", type=Path, nargs="?", default=CONFIGS / RECIPE, help="(default: %(default)s)"
    )
    build.add_argument("--root", type=Path, required=True, help="folder of the data sets")
    build.add_argument("--work", type=Path, required=True, help="folder of what is made on the way")
    build.add_argument("--clones", type=Path, help="as of data fetch")
    build.add_argument("--until", metavar="STEP", help="stop after this step")
    build.add_argument("--list", action="store_true", help="only say which steps are done")
    build.add_argument(
        "--accept-changes",
        action="store_true",
        help="keep what was made with other settings, and go on",
    )
    build.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    from model_dev.building.build import Records, build, states
    from model_dev.building.plan import Build, up_to
    from model_dev.training.bundle_recipe import BundleRecipe

    recipe = BundleRecipe.read(arguments.recipe)
    plan = Build(recipe, arguments.recipe, arguments.root, arguments.work, arguments.clones)
    steps = up_to(plan.steps(), arguments.until)
    records = Records(arguments.work / "done")
    if arguments.list:
        for step, state in states(steps, records):
            print(f"{state:8}{step.name}")
        return 0
    arguments.work.mkdir(parents=True, exist_ok=True)
    ran = build(steps, records, _run_verb, accept_changes=arguments.accept_changes)
    print(f"{ran} steps run, {len(steps) - ran} were done before")
    return 0


def _run_verb(verb: Sequence[str]) -> int:
    """In a process of its own, which gives its memory back."""
    return subprocess.run([sys.executable, "-m", "model_dev", *verb], check=False).returncode
