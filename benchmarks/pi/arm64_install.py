"""Installs the wheel in an ARM root file system, with the lock file's dependencies."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure.sample_crops import SAMPLES
from benchmarks.pi.arm64_root import enter

PYTHON_VERSION = "3.11"
"""Python version of Debian 12."""

PLATFORMS = ("manylinux_2_34_aarch64", "manylinux_2_28_aarch64", "manylinux_2_27_aarch64")
PLATFORMS_OLD = ("manylinux_2_17_aarch64", "manylinux2014_aarch64")

FOLDER_THERE = "/opt/edge"
SAMPLES_THERE = f"{FOLDER_THERE}/samples"

_OF_A_NEW_VENV = ("pip", "setuptools", "_distutils_hack", "distutils-precedence", "pkg_resources")


@dataclass(frozen=True, slots=True)
class Installed:
    """What `install` made.

    Attributes:
        python: Path of the environment's Python within the root file system.
        bytes: Size of the installed packages.
    """

    python: str
    bytes: int


def install(root: Path, wheel: Path, lock: Path) -> Installed:
    """Make an environment with the wheel, its dependencies and the samples.

    Args:
        root: The root file system.
        wheel: The package.
        lock: Its dependencies with their hashes.

    Raises:
        OSError: If files cannot be written.
        subprocess.CalledProcessError: If a command fails.
    """
    folder = root / FOLDER_THERE.removeprefix("/")
    shutil.rmtree(folder, ignore_errors=True)
    _copy_files(folder, wheel, lock)
    venv = f"{FOLDER_THERE}/venv"
    enter(root, ["python3", "-m", "venv", venv])
    python = f"{venv}/bin/python"
    pip = [python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-index"]
    pip += ["-f", f"{FOLDER_THERE}/wheels"]
    enter(root, [*pip, "--require-hashes", "-r", f"{FOLDER_THERE}/{lock.name}"])
    enter(root, [*pip, "--no-deps", f"{FOLDER_THERE}/{wheel.name}"])
    return Installed(python, install_size(folder / "venv"))


def install_size(environment: Path) -> int:
    """Bytes of the installed packages, without pip and setuptools, which a new venv contains.

    Args:
        environment: Folder of a virtual environment.
    """
    (packages,) = environment.glob("lib/python3*/site-packages")
    return sum(
        path.stat().st_size
        for top in packages.iterdir()
        if not top.name.startswith(_OF_A_NEW_VENV)
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file()
    )


def _copy_files(folder: Path, wheel: Path, lock: Path) -> None:
    """Download the ARM wheels with this machine's pip, which is not emulated; copy the rest."""
    (folder / "wheels").mkdir(parents=True)
    platforms = [word for name in (*PLATFORMS, *PLATFORMS_OLD) for word in ("--platform", name)]
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    download += ["--only-binary", ":all:", "--python-version", PYTHON_VERSION, *platforms]
    download += ["--require-hashes", "-r", str(lock), "-d", str(folder / "wheels")]
    subprocess.run(download, check=True)
    for source in (wheel, lock):
        shutil.copy(source, folder)
    shutil.copytree(SAMPLES, folder / "samples")
