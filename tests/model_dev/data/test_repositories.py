"""Fetching pictures from git repositories, with repositories made here."""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from model_dev.cli import main
from model_dev.data.manifest import split_of
from model_dev.data.readers.entry import DRAWN_SPLITS, RecipeError
from model_dev.data.readers.repositories import Repositories
from model_dev.data.recipe import read_recipe
from model_dev.data.repositories.fetch import RECORD, Fetched, fetch_all, fetch_source, fetched_of
from model_dev.data.repositories.git_clone import CloneError, GitClone
from model_dev.data.repositories.picture_source import PictureSource, read_sources
from model_dev.paths import DATASETS

SOURCE = PictureSource(
    name="garden",
    repository="somebody/garden",
    commit="",
    pattern=r"^photos/.*\.(png|jpg)$",
    label="real",
    kind="photographs of a garden",
    topic="outdoor",
    role="train",
    pictures=3,
    cap=10,
    least_side=16,
    trim_bottom=0.0,
    group="file",
    marker="",
    licence="CC0",
)


def picture(side: int, seed: int, kind: str = "PNG") -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    made = io.BytesIO()
    Image.fromarray(pixels).save(made, kind)
    return made.getvalue()


FILES = {
    "photos/a.png": picture(32, 1),
    "photos/b.jpg": picture(40, 2, "JPEG"),
    "photos/same as a.png": picture(32, 1),
    "photos/tiny.png": picture(8, 3),
    "photos/broken.png": b"not a picture",
    "logo.png": picture(32, 5),
}


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A folder of repositories, as a server holds them."""
    folder = tmp_path / "host" / "somebody" / "garden"
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet")
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Add photographs")
    return tmp_path / "host"


@pytest.fixture
def clone(host: Path, tmp_path: Path) -> GitClone:
    return GitClone.of(SOURCE.repository, "", tmp_path / "clone", host=f"file://{host}")


def test_pictures_are_taken_and_the_others_counted(clone: GitClone, tmp_path: Path) -> None:
    fetched = fetch_source(SOURCE, tmp_path / "wild", clone)
    assert fetched.matching == 5
    assert "photos/b.jpg" in fetched.paths.values()
    assert len(fetched.paths) == 2
    assert fetched.left_out == {
        "same content": 1, "small": 1, "UnidentifiedImageError": 1
    }  # fmt: skip
    for name, path in fetched.paths.items():
        assert (tmp_path / "wild" / "garden" / name).read_bytes() == FILES[path]
        assert Path(name).suffix == {".png": ".png", ".jpg": ".jpeg"}[Path(path).suffix]


def test_the_clone_holds_no_content_before_it_is_asked_for(clone: GitClone, tmp_path: Path) -> None:
    blobs = {file.path: file.blob for file in clone.files("")}
    with GitClone(tmp_path / "clone", fetches=False).reader() as reader:
        assert reader.read(blobs["logo.png"]) is None
    clone.fetch([blobs["logo.png"]])
    with GitClone(tmp_path / "clone", fetches=False).reader() as reader:
        assert reader.read(blobs["logo.png"]) == FILES["logo.png"]


def test_a_cap_takes_the_first_by_the_hash_of_the_path(clone: GitClone, tmp_path: Path) -> None:
    one = fetch_source(replace(SOURCE, cap=1), tmp_path / "one", clone)
    all_of_them = fetch_source(SOURCE, tmp_path / "all", clone)
    assert len(one.paths) == 1
    assert set(one.paths) < set(all_of_them.paths)


def test_a_named_commit_is_read(host: Path, tmp_path: Path) -> None:
    folder = host / "somebody" / "garden"
    first = git(folder, "rev-parse", "HEAD")
    (folder / "photos" / "c.png").write_bytes(picture(32, 9))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Add another")
    at = GitClone.of(SOURCE.repository, first, tmp_path / "at", host=f"file://{host}")
    assert fetch_source(replace(SOURCE, commit=first), tmp_path / "wild", at).matching == 5
    assert fetch_source(SOURCE, tmp_path / "wild", at).matching == 6


def test_a_mark_at_the_bottom_is_cut_off_without_loss(clone: GitClone, tmp_path: Path) -> None:
    source = replace(SOURCE, trim_bottom=0.25, pattern="/a.png$")
    (name,) = fetch_source(source, tmp_path, clone).paths
    kept = np.asarray(Image.open(tmp_path / "garden" / name))
    whole = np.asarray(Image.open(io.BytesIO(FILES["photos/a.png"])))
    assert np.array_equal(kept, whole[:24])


def test_files_without_the_marker_are_left_out(clone: GitClone, tmp_path: Path) -> None:
    fetched = fetch_source(replace(SOURCE, marker="JFIF"), tmp_path, clone)
    assert list(fetched.paths.values()) == ["photos/b.jpg"]


def test_a_fetched_source_is_not_fetched_again(clone: GitClone, tmp_path: Path) -> None:
    fetch_source(SOURCE, tmp_path, clone)

    def refuse(source: PictureSource, folder: Path) -> GitClone:
        raise AssertionError("nothing is missing")

    ((_, known),) = fetch_all([SOURCE], tmp_path, refuse)
    assert isinstance(known, Fetched)
    assert known.is_of(SOURCE)
    assert not known.is_of(replace(SOURCE, cap=3))


def test_a_source_without_its_record_is_fetched_again(clone: GitClone, tmp_path: Path) -> None:
    fetch_source(SOURCE, tmp_path, clone)
    (tmp_path / "garden" / RECORD).unlink()
    (tmp_path / "garden" / "0123.png").write_bytes(b"half a picture")
    list(fetch_all([SOURCE], tmp_path, lambda source, folder: clone))
    known = fetched_of(tmp_path / "garden")
    assert known is not None
    files = {path.name for path in (tmp_path / "garden").iterdir()}
    assert files == {*known.paths, RECORD}


def test_a_repository_that_is_gone_costs_only_its_own_sources(
    clone: GitClone, tmp_path: Path
) -> None:
    gone = replace(SOURCE, name="gone", repository="somebody/gone")

    def clone_of(source: PictureSource, folder: Path) -> GitClone:
        if source is gone:
            return GitClone.of(source.repository, "", folder, host=f"file://{tmp_path}")
        return clone

    (_, failed), (_, fetched) = fetch_all([gone, SOURCE], tmp_path / "wild", clone_of)
    assert isinstance(failed, CloneError)
    assert "git clone" in str(failed)
    assert isinstance(fetched, Fetched)


def test_nothing_that_matches_is_an_error(clone: GitClone, tmp_path: Path) -> None:
    with pytest.raises(CloneError, match="no file matches"):
        fetch_source(replace(SOURCE, pattern="absent"), tmp_path, clone)


def test_the_list_that_ships_is_sound() -> None:
    recipe = read_recipe(DATASETS / "wild.toml")
    assert isinstance(recipe.reader, Repositories)
    sources = read_sources(DATASETS / recipe.reader.listing)
    assert {source.label for source in sources if source.role == "unseen"} == {"real", "fake"}
    for source in sources:
        assert re.fullmatch(r"[a-z0-9.-]+", source.name), source.name
        assert source.repository.count("/") == 1
        assert source.pictures > 0
        assert 0 <= source.trim_bottom < 0.1


@pytest.mark.parametrize(
    ("column", "value"), [("label", "perhaps"), ("role", "test"), ("cap", "many"), ("pattern", "(")]
)
def test_a_wrong_value_names_its_line(tmp_path: Path, column: str, value: str) -> None:
    lines = (DATASETS / "wild.tsv").read_text("utf-8").splitlines()
    cells = lines[1].split("\t")
    cells[lines[0].split("\t").index(column)] = value
    listing = tmp_path / "list.tsv"
    listing.write_text("\n".join([lines[0], "\t".join(cells)]), encoding="utf-8")
    with pytest.raises(RecipeError, match=r"list.tsv, line 2: "):
        read_sources(listing)


def test_entries_have_their_groups_and_unseen_sources_their_split(
    monkeypatch: pytest.MonkeyPatch, clone: GitClone, tmp_path: Path
) -> None:
    fake = replace(SOURCE, name="made", label="fake", role="unseen", group=r"photos/(\w)")
    for source in (SOURCE, fake):
        fetch_source(source, tmp_path, clone)
    reader = "model_dev.data.readers.repositories"
    monkeypatch.setattr(f"{reader}.read_sources", lambda path: [SOURCE, fake])
    entries = list(Repositories("list.tsv").entries(tmp_path, "wild"))
    real = [entry for entry in entries if entry.label == 0]
    made = [entry for entry in entries if entry.label == 1]
    assert {entry.split for entry in real} == {None}
    assert {entry.split for entry in made} == {"unseen"}
    assert {entry.generator for entry in real} == {"camera"}
    assert {entry.generator for entry in made} == {"made"}
    assert "wild/somebody/garden/b" in {entry.group for entry in made}
    assert "wild/somebody/garden/photos/b.jpg" in {entry.group for entry in real}
    assert all((tmp_path / entry.path).is_file() for entry in entries)


def test_no_group_is_drawn_into_the_unseen_split() -> None:
    drawn = {split_of(f"group {i}", (0.25, 0.25, 0.25, 0.25)) for i in range(200)}
    assert drawn == set(DRAWN_SPLITS)
    assert split_of("any", (0, 0, 0, 0)) == "test"


def test_check_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    clone: GitClone,
    tmp_path: Path,
) -> None:
    absent = replace(SOURCE, name="absent")
    sources = "model_dev.data.repositories.picture_source.read_sources"
    monkeypatch.setattr(sources, lambda path: [SOURCE, absent])
    fetch_source(SOURCE, tmp_path / "wild", clone)
    assert main(["data", "check", "--root", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "garden: 2 of 5 pictures; left out: " in told
    assert "absent: missing (somebody/garden, 3 pictures)" in told
    assert "missing: 1" in told


def test_fetch_reads_clones_that_are_there(
    monkeypatch: pytest.MonkeyPatch, clone: GitClone, host: Path, tmp_path: Path
) -> None:
    clones = tmp_path / "clones"
    clones.mkdir()
    git(
        host,
        "clone",
        "--quiet",
        "--bare",
        str(host / SOURCE.repository),
        str(clones / "somebody+garden"),
    )
    sources = "model_dev.data.repositories.picture_source.read_sources"
    monkeypatch.setattr(sources, lambda path: [SOURCE])
    root = tmp_path / "root"
    assert main(["data", "fetch", "--root", str(root), "--clones", str(clones)]) == 0
    record = json.loads((root / "wild" / "garden" / RECORD).read_text("utf-8"))
    assert "photos/b.jpg" in record["paths"].values()
    assert main(["data", "fetch", "--root", str(root), "--clones", str(tmp_path)]) == 0
