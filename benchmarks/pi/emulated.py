"""Proves on an emulated 64-bit ARM Debian that the wheel works on a Raspberry Pi.

``python -m benchmarks.pi.emulated`` (as root: it makes a root file system with debootstrap and
enters it with chroot; qemu-user runs its programs). It installs the wheel with its lock file there,
scans the samples, and compares verdicts and logits with this machine's. Nothing is timed: the
times of an emulated processor say nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.cli.pi import DIST, LOCK, newest_wheel
from benchmarks.measure.cache_folder import ROOT
from benchmarks.pi.agreement import Agreement, compare
from benchmarks.pi.arm64_root import enter, make_root, need_emulation, need_tools, succeeds
from edge_runtime.files.atomic_write import atomic_write

SAMPLES = ROOT / "edge_runtime" / "samples"
LARGEST_INSTALL = 150_000_000
"""Bytes of the packages that a base install brings, without pip."""

PYTHON_THERE = "3.11"
"""Of Debian 12."""

PLATFORMS = ("manylinux_2_34_aarch64", "manylinux_2_28_aarch64", "manylinux_2_27_aarch64")
PLATFORMS_OLD = ("manylinux_2_17_aarch64", "manylinux2014_aarch64")

_SCAN = """
import json, resource, subprocess, sys
run = subprocess.run([sys.argv[1], "-m", "edge_runtime", "scan", "--json", "--accelerator", "cpu",
    "--threads", "1", "/opt/edge/samples"], capture_output=True, text=True)
sys.stderr.write(run.stderr)
print(json.dumps({"code": run.returncode, "lines": run.stdout.splitlines(),
    "peak_rss_kb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))
"""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found.

    Attributes:
        wheel: Name of the file.
        install_bytes: Of the installed packages.
        golden: Whether the network answers every golden vector rightly there.
        peak_rss_kb: Of scanning the samples, the emulator's own memory included.
        agreement: With this machine.
    """

    wheel: str
    install_bytes: int
    golden: bool
    peak_rss_kb: int
    agreement: Agreement

    @property
    def good(self) -> bool:
        """Whether it works there as here and is small enough."""
        small = self.install_bytes <= LARGEST_INSTALL
        return small and self.golden and self.agreement.good


def prove(root: Path, wheel: Path, lock: Path) -> Proof:
    """Install and scan below a root file system.

    Args:
        root: Where it is, or will be made.
        wheel: The package.
        lock: Its dependencies with their hashes.

    Raises:
        OSError: If this user or this machine cannot do it; the message says why.
        subprocess.CalledProcessError: If a command fails.
    """
    make_root(root)
    place = root / "opt" / "edge"
    shutil.rmtree(place, ignore_errors=True)
    _bring(place, wheel, lock)
    python = "/opt/edge/venv/bin/python"
    enter(root, ["python3", "-m", "venv", "/opt/edge/venv"])
    pip = [python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-index"]
    there = [*pip, "-f", "/opt/edge/wheels"]
    enter(root, [*there, "--require-hashes", "-r", f"/opt/edge/{lock.name}"])
    enter(root, [*there, "--no-deps", f"/opt/edge/{wheel.name}"])
    size = install_size(place / "venv")
    golden = succeeds(root, [python, "-m", "edge_runtime", "doctor"])
    scanned = json.loads(enter(root, ["python3", "-c", _SCAN, python]))
    return Proof(
        wheel.name,
        size,
        golden,
        scanned["peak_rss_kb"],
        compare(_here(), [json.loads(line) for line in scanned["lines"]]),
    )


def missing_here() -> str | None:
    """What this user or machine lacks for the proof, and how to get it; None if nothing."""
    if os.geteuid() != 0:
        return "needs root, for debootstrap and chroot"
    try:
        need_tools()
        need_emulation()
    except OSError as error:
        return str(error)
    return None


def install_size(environment: Path) -> int:
    """Bytes of the installed packages, without pip and setuptools, which a venv starts with."""
    (packages,) = environment.glob("lib/python3*/site-packages")
    started_with = ("pip", "setuptools", "_distutils_hack", "distutils-precedence", "pkg_resources")
    return sum(
        path.stat().st_size
        for top in packages.iterdir()
        if not top.name.startswith(started_with)
        for path in ([top] if top.is_file() else top.rglob("*"))
        if path.is_file()
    )


def _bring(place: Path, wheel: Path, lock: Path) -> None:
    """Fetch the ARM wheels with this machine's pip, which is not emulated, and copy the rest."""
    (place / "wheels").mkdir(parents=True)
    platforms = [word for name in (*PLATFORMS, *PLATFORMS_OLD) for word in ("--platform", name)]
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    download += ["--only-binary", ":all:", "--python-version", PYTHON_THERE, *platforms]
    download += ["--require-hashes", "-r", str(lock), "-d", str(place / "wheels")]
    subprocess.run(download, check=True)
    for source in (wheel, lock):
        shutil.copy(source, place)
    shutil.copytree(SAMPLES, place / "samples")


def _here() -> list[dict[str, Any]]:
    """The same scan on this machine."""
    words = ["-m", "edge_runtime", "scan", "--json", "--accelerator", "cpu", "--threads", "1"]
    done = subprocess.run(
        [sys.executable, *words, str(SAMPLES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def describe(proof: Proof) -> list[str]:
    """The proof as lines for people."""
    agreement = proof.agreement
    lines = [
        f"{agreement.pictures} pictures scanned on emulated arm64, {agreement.regions} regions:"
        f" largest difference of a logit {agreement.worst_logit:.4f}"
        f" (limit {agreement.logit_limit:g})",
        *(f"differs: {difference}" for difference in agreement.differences),
        f"golden vectors: {'ok' if proof.golden else 'answered wrongly, or doctor failed'}",
        f"installed packages {proof.install_bytes / 1e6:.1f} MB (limit"
        f" {LARGEST_INSTALL / 1e6:.0f}), peak memory {proof.peak_rss_kb / 1024:.0f} MiB with the"
        " emulator's own",
    ]
    return [*lines, "good" if proof.good else "NOT GOOD"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the proof from the command line.

    Returns:
        0 if it holds, or cannot be made here outside of CI, which is said; 1 if it does not hold;
        2 if it could not be made.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT / "build" / "pi" / "root")
    parser.add_argument("--wheel", type=Path, help="default: what make wheel built")
    parser.add_argument("--lock", type=Path, default=LOCK)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "pi" / "proof.json")
    arguments = parser.parse_args(argv)
    if (absent := missing_here()) is not None:
        in_ci = os.environ.get("CI") == "true"
        print(f"{'error' if in_ci else 'SKIPPED'}: emulated arm64: {absent}", file=sys.stderr)
        return 2 if in_ci else 0
    try:
        proof = prove(arguments.root, arguments.wheel or newest_wheel(DIST), arguments.lock)
    except (OSError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 2
    print(*describe(proof), sep="\n")
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(arguments.out) as part:
        part.write_text(json.dumps(asdict(proof)) + "\n", "utf-8")
    return 0 if proof.good else 1


if __name__ == "__main__":
    sys.exit(main())
