from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from model_dev.cli import main

VERBS = {
    "manifest build": ("--root", "--out"),
    "manifest check": ("MANIFEST", "--root", "--stores"),
    "crops": ("--root", "--manifest", "--out"),
    "forge": ("--stores", "--kind", "--count"),
    "train": ("--stores", "--out"),
    "qat": ("--stores", "--out"),
    "ablate": ("--stores", "--out"),
    "finetune": ("--stores", "--keep", "--out"),
    "export": ("--out",),
    "quantize": ("--data", "--out"),
    "detector": (),
    "detector-recall": ("--portraits", "--scenes", "--people"),
    "calibrate": ("--model", "--root", "--manifest"),
    "kinds": ("BUNDLE", "--root", "--manifest", "--split"),
    "export-check": ("--model", "--stores"),
    "evaluate": ("--model", "--stores"),
    "invariance": ("--model", "--stores"),
    "seal": ("--model",),
    "reseal": ("BUNDLE",),
    "reasons": ("PICTURES.csv",),
    "pooling": ("PICTURES.csv", "BUNDLE"),
    "stability": ("PICTURES.csv", "BUNDLE"),
    "figures": (),
    "rebuild": ("--out",),
    "baseline": ("--out",),
}
RECIPE = """
name = "small"
origin = "made here"
licence = "none"
about = "a test"
shares = [0.5, 0.1, 0.1, 0.3]
near_duplicates = false
one_encoder = false

[[files]]
glob = "*.png"
label = "real"
generator = "camera"
"""


def ended(arguments: list[str]) -> object:
    with pytest.raises(SystemExit) as error:
        main(arguments)
    return error.value.code


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(["--help"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    verbs = {verb.split()[0] for verb in VERBS}
    assert sorted(words[0] for words in lines if words and words[0] in verbs) == sorted(verbs)


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_names_its_arguments(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended([*verb.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"usage: model-dev {verb}")
    assert all(argument in text for argument in VERBS[verb])


@pytest.mark.parametrize("verb", [verb for verb, required in VERBS.items() if required])
def test_a_verb_without_its_arguments_is_wrong_usage(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(verb.split()) == 2
    assert VERBS[verb][0] in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["bake"], ["figures", "--colour", "red"]])
def test_anything_else_is_wrong_usage(arguments: list[str]) -> None:
    assert ended(arguments) == 2


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from model_dev.cli import main\n"
        "try: main(['train', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'tensorflow', 'keras', 'pandas', 'sklearn', 'matplotlib'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_a_manifest_is_written_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pandas as pd

    (tmp_path / "small").mkdir()
    for level in range(6):
        Image.new("RGB", (40, 40), (level, 0, 0)).save(tmp_path / "small" / f"{level}.png")
    (tmp_path / "small.toml").write_text(RECIPE)
    out = tmp_path / "manifest.parquet"
    recipe = ["--recipe", str(tmp_path / "small.toml")]
    assert main(["manifest", "build", "--root", str(tmp_path), "--out", str(out), *recipe]) == 0
    assert len(pd.read_parquet(out)) == 6
    assert "small" in capsys.readouterr().out
    assert not out.with_suffix(".tmp").exists()


def test_crops_end_with_the_failures_by_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small").mkdir()
    for level in range(4):
        Image.new("RGB", (40, 40), (level, 0, 0)).save(tmp_path / "small" / f"{level}.png")
    (tmp_path / "small.toml").write_text(RECIPE.replace("0.5, 0.1, 0.1, 0.3", "1.0, 0.0, 0.0, 0.0"))
    manifest = tmp_path / "manifest.parquet"
    source = ["--root", str(tmp_path)]
    build = ["manifest", "build", *source, "--out", str(manifest)]
    assert main([*build, "--recipe", str(tmp_path / "small.toml")]) == 0
    (tmp_path / "small/0.png").unlink()
    (tmp_path / "small/1.png").write_bytes(b"")
    out = ["--manifest", str(manifest), "--out", str(tmp_path / "stores"), "--workers", "1"]
    capsys.readouterr()
    assert main(["crops", *source, *out]) == 0
    assert capsys.readouterr().out == "train/full: 2 crops; failed: 1 unreadable, 1 empty\n"
    assert main(["manifest", "check", str(manifest), "--stores", str(tmp_path / "stores")]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["manifest", "build", "--root", ".", "--out", "manifest.parquet", "--recipe", "small.toml"],
        ["manifest", "build", "--root", ".", "--out", "manifest.parquet", "--recipe", "wrong.toml"],
        ["manifest", "build", "--root", ".", "--out", "manifest.parquet"],
        ["manifest", "check", "none.parquet"],
        ["crops", "--root", "nowhere", "--manifest", "none.parquet", "--out", "crops"],
        ["figures", "--id", "unknown-v0"],
    ],
)
def test_what_is_missing_is_said_in_a_line(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("small.toml").write_text(RECIPE)
    Path("wrong.toml").write_text(RECIPE.replace("licence", "license"))
    assert main(arguments) == 1
    assert capsys.readouterr().err.startswith("model-dev: ")
    assert not Path("manifest.parquet").exists()
