"""Locks, notices and versions agree with what is there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from model_dev.config_file import read_toml

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n\s+--hash=sha256:[0-9a-f]{64}", text, re.M)
    pinned = re.findall(r"^[a-z0-9][^\n]*==", text, re.M)
    assert len(pinned) >= 2
    assert len(packages) == len(pinned)
    assert "://" not in text


def test_the_runtime_lock_stays_small() -> None:
    text = (ROOT / "requirements" / "runtime.lock").read_text("utf-8")
    names = set(re.findall(r"^([a-z0-9-]+)==", text, re.M))
    assert {"ai-edge-litert", "numpy", "pillow", "pillow-heif"} <= names
    assert len(names) <= 14


def test_the_runtime_lock_serves_both_processors_of_interest() -> None:
    text = (ROOT / "requirements" / "runtime.lock").read_text("utf-8")
    block = text[text.index("ai-edge-litert==") :].split("\n    # via")[0]
    assert block.count("--hash=") >= 8


def pins(lock: str) -> dict[str, set[str]]:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.M):
        versions.setdefault(name, set()).add(version)
    return versions


def test_the_locks_of_one_environment_agree() -> None:
    train, dev = pins("train.lock"), pins("dev.lock")
    shared = train.keys() & dev.keys()
    assert {"numpy", "ai-edge-litert"} <= shared
    assert not {name for name in shared if not dev[name] <= train[name]}


def test_notice_names_every_vendored_asset_by_its_sha256() -> None:
    blocks = re.findall(
        r"^file: (.+)\nsha256: ([0-9a-f]{64})\norigin: .+\nlicence: .+$",
        (ROOT / "NOTICE").read_text("utf-8"),
        re.M,
    )
    assert len(blocks) == 4
    for name, digest in blocks:
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_the_changelog_tells_of_this_version() -> None:
    version = read_toml(ROOT / "pyproject.toml")["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_package_data_pattern_finds_something() -> None:
    patterns = read_toml(ROOT / "pyproject.toml")["tool"]["setuptools"]["package-data"]
    for package, globs in patterns.items():
        for pattern in globs:
            assert list((ROOT / package).glob(pattern)), f"{package}: {pattern}"
