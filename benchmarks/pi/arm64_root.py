"""A root file system of 64-bit ARM Debian, entered through qemu's user emulation."""

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
"""What qemu-user-static tells the kernel; where no service did it at start, it is done here."""


def make_root(root: Path) -> None:
    """Make the file system unless it is there; a half-made one is made again.

    Args:
        root: Its folder.

    Raises:
        subprocess.CalledProcessError: If debootstrap fails.
    """
    done = root / "edge-root-ready"
    if done.exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    words = ["debootstrap", "--arch=arm64", "--variant=minbase", f"--include={PACKAGES}"]
    subprocess.run([*words, SUITE, str(root)], check=True, stdout=subprocess.DEVNULL)
    done.touch()


def enter(root: Path, command: Sequence[str]) -> str:
    """Run a program of the file system; its standard output.

    Raises:
        subprocess.CalledProcessError: If it fails; what it wrote to stderr is shown.
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
    """Run a program of the file system; whether it ends with exit code 0. Shows what it says."""
    words = ["chroot", str(root), *command]
    return subprocess.run(words, check=False, env=ENVIRONMENT).returncode == 0


def need_tools() -> None:
    """Check that every tool is there.

    Raises:
        FileNotFoundError: If one is missing; the message says how to install them all.
    """
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        packages = " ".join(TOOLS[tool] for tool in missing)
        raise FileNotFoundError(f"{', '.join(missing)} missing: apt-get install {packages}")


def need_emulation(binfmt: Path = BINFMT, rules: Path = RULES) -> None:
    """Have the kernel hand ARM programs to qemu.

    Raises:
        OSError: If the kernel has no binfmt_misc, or refuses the rule.
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
