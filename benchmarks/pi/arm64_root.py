"""A root file system of 64-bit ARM Debian, whose programs qemu's user emulation runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SUITE = "bookworm"
PACKAGES = "python3,python3-venv"
TOOLS = {
    "debootstrap": "debootstrap",
    "qemu-aarch64-static": "qemu-user-static",
    "chroot": "coreutils",
}
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8"}
BINFMT = Path("/proc/sys/fs/binfmt_misc")
RULES = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")
"""The rule of qemu-user-static for the kernel; `need_emulation` registers it if no service did."""


def make_root(root: Path) -> None:
    """Make the file system if it does not exist; an incomplete one is made again.

    Args:
        root: Folder of the file system.

    Raises:
        subprocess.CalledProcessError: If debootstrap fails.
    """
    done = root / "edge-root-ready"
    if done.exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    command = ["debootstrap", "--arch=arm64", "--variant=minbase", f"--include={PACKAGES}"]
    subprocess.run([*command, SUITE, str(root)], check=True, stdout=subprocess.DEVNULL)
    done.touch()


def enter(root: Path, command: Sequence[str]) -> str:
    """Run a program of the file system.

    Args:
        root: Folder of the file system.
        command: Program and arguments.

    Returns:
        Its standard output.

    Raises:
        subprocess.CalledProcessError: If it fails; its stderr is shown.
    """
    done = subprocess.run(
        ["chroot", str(root), *command],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
    )
    return done.stdout


def succeeds(root: Path, command: Sequence[str]) -> bool:
    """Run a program of the file system, with its output shown; whether its exit code is 0."""
    done = subprocess.run(["chroot", str(root), *command], check=False, env=ENVIRONMENT)
    return done.returncode == 0


def need_tools() -> None:
    """Check that every tool is installed.

    Raises:
        FileNotFoundError: If a tool is missing; the message says how to install it.
    """
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        packages = " ".join(TOOLS[tool] for tool in missing)
        raise FileNotFoundError(f"{', '.join(missing)} missing: apt-get install {packages}")


def need_emulation(binfmt: Path = BINFMT, rules: Path = RULES) -> None:
    """Make the kernel run ARM programs with qemu.

    Raises:
        OSError: If the kernel has no binfmt_misc, or rejects the rule.
    """
    if (binfmt / "qemu-aarch64").exists():
        return
    if not (binfmt / "register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "none", str(binfmt)], check=False)
    if not (binfmt / "register").exists():
        raise OSError(f"this kernel has no {binfmt}: it cannot run programs of another processor")
    if not rules.is_file():
        raise FileNotFoundError(f"{rules} is missing: apt-get install qemu-user-static")
    descriptor = os.open(binfmt / "register", os.O_WRONLY)
    try:
        os.write(descriptor, rules.read_bytes().strip())
    finally:
        os.close(descriptor)
