"""Proves on an emulated 64-bit ARM Debian that the wheel works on a Raspberry Pi.

As root, debootstrap makes a root file system, chroot enters it, and qemu-user runs its programs.
The wheel is installed there with its lock file, scans the samples, and its verdicts and logits are
compared with this machine's. Nothing is timed: times on an emulated processor mean nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure.cache_folder import ROOT
from benchmarks.measure.sample_crops import SAMPLES
from benchmarks.pi.agreement import Agreement, compare
from benchmarks.pi.arm64_install import SAMPLES_THERE, install
from benchmarks.pi.arm64_root import enter, make_root, need_emulation, need_tools, succeeds

LARGEST_INSTALL = 150_000_000
"""Largest size in bytes of the packages of a base install, without pip."""

_SCAN = f"""
import json, resource, subprocess, sys
run = subprocess.run([sys.argv[1], "-m", "edge_runtime", "scan", "--json", "--accelerator", "cpu",
    "--threads", "1", "{SAMPLES_THERE}"], capture_output=True, text=True)
sys.stderr.write(run.stderr)
print(json.dumps({{"code": run.returncode, "lines": run.stdout.splitlines(),
    "peak_rss_kb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}}))
"""
"""Program that scans the samples in the root file system, and reports the peak memory."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Result of the proof.

    Attributes:
        wheel: Name of the wheel file.
        install_bytes: Size of the installed packages.
        golden: Whether the network answers every golden vector correctly there.
        peak_rss_kb: Peak memory of scanning the samples, KiB, including the emulator's own.
        agreement: Comparison with this machine.
    """

    wheel: str
    install_bytes: int
    golden: bool
    peak_rss_kb: int
    agreement: Agreement

    @property
    def good(self) -> bool:
        """Whether the results agree, and the install is small enough."""
        small = self.install_bytes <= LARGEST_INSTALL
        return small and self.golden and self.agreement.good


def prove(root: Path, wheel: Path, lock: Path) -> Proof:
    """Install the wheel in a root file system, and compare its scans with this machine's.

    Args:
        root: Folder of the root file system; it is made if it does not exist.
        wheel: The package.
        lock: Its dependencies with their hashes.

    Raises:
        OSError: If this user or this machine cannot do it; the message says why.
        subprocess.CalledProcessError: If a command fails.
    """
    make_root(root)
    installed = install(root, wheel, lock)
    golden = succeeds(root, [installed.python, "-m", "edge_runtime", "doctor"])
    scanned = json.loads(enter(root, ["python3", "-c", _SCAN, installed.python]))
    there = [json.loads(line) for line in scanned["lines"]]
    agreement = compare(_scan_here(), there)
    return Proof(wheel.name, installed.bytes, golden, scanned["peak_rss_kb"], agreement)


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


def describe(proof: Proof) -> list[str]:
    """The proof as lines of text."""
    agreement = proof.agreement
    lines = [
        f"{agreement.pictures} pictures scanned on emulated arm64, {agreement.regions} regions:"
        f" largest difference of a logit {agreement.worst_logit:.4f}"
        f" (limit {agreement.logit_limit:g})",
        *(f"differs: {difference}" for difference in agreement.differences),
        f"golden vectors: {'ok' if proof.golden else 'wrong answers, or doctor failed'}",
        f"installed packages {proof.install_bytes / 1e6:.1f} MB (limit"
        f" {LARGEST_INSTALL / 1e6:.0f}), peak memory {proof.peak_rss_kb / 1024:.0f} MiB including"
        " the emulator",
    ]
    return [*lines, "good" if proof.good else "NOT GOOD"]


def _scan_here() -> list[dict[str, Any]]:
    """The same scan on this machine."""
    options = ["-m", "edge_runtime", "scan", "--json", "--accelerator", "cpu", "--threads", "1"]
    done = subprocess.run(
        [sys.executable, *options, str(SAMPLES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
