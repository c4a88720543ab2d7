"""The wheel, installed where nothing else is, scans the samples."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("edge_runtime", "model_dev", "benchmarks")
LARGEST_INSTALL = 250_000_000
"""Bytes of the base environment, pip and setuptools left out."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    subprocess.run([*build, str(source)], check=True, capture_output=True)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("empty")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-compile"]
    lock = ROOT / "requirements" / "runtime.lock"
    subprocess.run([*install, "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    return python


@pytest.mark.slow
def test_the_wheel_holds_the_packages_and_the_bundle_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    default = (ROOT / "edge_runtime" / "bundles" / "DEFAULT").read_text("utf-8").strip()
    bundle = ROOT / "edge_runtime" / "bundles" / default
    expected = {f"edge_runtime/bundles/{default}/{path.name}" for path in bundle.iterdir()}
    expected |= {f"edge_runtime/{name}" for name in ("py.typed", "result/result.schema.json")}
    expected |= {"edge_runtime/bundles/DEFAULT", "edge_runtime/samples/broken.jpg"}
    assert not expected - names


@pytest.mark.slow
def test_the_installed_wheel_scans_the_samples(python: Path, tmp_path: Path) -> None:
    samples = ROOT / "edge_runtime" / "samples"
    run = subprocess.run(
        [str(python), "-m", "edge_runtime", "scan", str(samples), "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stderr
    results = [json.loads(line) for line in run.stdout.splitlines()]
    status = {Path(result["source"]).name: result["status"] for result in results}
    assert status.pop("broken.jpg") == "failed"
    assert len(status) >= 6
    assert set(status.values()) == {"scanned"}


@pytest.mark.slow
def test_the_installed_doctor_is_content(python: Path, tmp_path: Path) -> None:
    command = [str(python), "-m", "edge_runtime", "doctor", "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)


@pytest.mark.slow
def test_the_base_install_is_small(python: Path) -> None:
    (packages,) = (python.parents[1] / "lib").glob("python*/site-packages")
    size = sum(
        path.stat().st_size
        for path in packages.rglob("*")
        if path.is_file() and path.relative_to(packages).parts[0] not in ("pip", "setuptools")
    )
    assert size <= LARGEST_INSTALL, f"{size / 1e6:.0f} MB"
