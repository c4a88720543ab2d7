"""What the README tells people to type exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from benchmarks.cli import main as edge_bench
from edge_runtime.cli import main as edge_runtime
from model_dev.cli import main as model_dev

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.split("  #")[0].removeprefix("$ ").strip()
    for block in re.findall(r"```(?:sh|console)\n(.*?)```", README, re.S)
    for line in block.splitlines()
    if line.strip()
]


def help_code(program: str, verbs: list[str]) -> int | str | None:
    main = {"edge-bench": edge_bench, "edge-runtime": edge_runtime, "model-dev": model_dev}[program]
    try:
        return main([*verbs, "--help"])
    except SystemExit as ended:
        return ended.code


def test_the_readme_shows_commands() -> None:
    assert {"make scan", "make test"} <= set(COMMANDS)
    assert sum(command.startswith("edge-runtime ") for command in COMMANDS) >= 3


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.startswith("make ")])
def test_make_has_the_target(command: str) -> None:
    target = shlex.split(command)[1]
    assert re.search(rf"^{re.escape(target)}:", (ROOT / "Makefile").read_text("utf-8"), re.M)


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c.startswith(("edge-bench ", "edge-runtime ", "model-dev "))]
)
def test_the_verb_knows_every_option(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, *words = shlex.split(command)
    verbs = [word for word in words if re.fullmatch(r"[a-z]+", word)]
    depth = 2 if verbs[0] == "bundle" else 1
    assert help_code(program, verbs[:depth]) == 0
    text = capsys.readouterr().out
    options = [word.split("=")[0] for word in words if word.startswith("--")]
    assert not [option for option in options if not re.search(rf"{option}\b", text)]


def test_every_file_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
