"""Runs ``edge-bench host`` on a board: installs the wheel, measures, and fetches the result."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.pi.ssh import BoardError, Ssh
from benchmarks.records.result import Result
from edge_runtime.bundle.bundle import Bundle

INSTALL_SECONDS = 1800.0
MEASURE_SECONDS = 7200.0
"""Time limits, for slow boards."""

NOT_GOOD = 1
"""Exit code of ``edge-bench host`` if it measured, but not all figures are good."""


def install(ssh: Ssh, wheel: Path, lock: Path, python: str, report: Callable[[str], None]) -> str:
    """Make an environment for this wheel on the board, if it does not exist.

    Args:
        ssh: The board.
        wheel: The package; it holds the bundle.
        lock: Its dependencies with their hashes.
        python: The board's Python.
        report: Receives progress lines.

    Returns:
        Folder on the board that contains the environment ``venv``.

    Raises:
        BoardError: If a command fails on the board.
    """
    content = wheel.read_bytes() + lock.read_bytes()
    home = ssh.run('printf %s "$HOME"').decode()
    folder = f"{home}/.cache/edge-bench/{hashlib.sha256(content).hexdigest()[:16]}"
    if ssh.run(f"test -f {shlex.quote(folder)}/ready && echo yes || true").strip() == b"yes":
        return folder
    report(f"installing {wheel.name} on {ssh.host}")
    ssh.run_program(["mkdir", "-p", folder])
    for source in (wheel, lock):
        ssh.put(source, f"{folder}/{source.name}")
    ssh.run_program([python, "-m", "venv", "--clear", f"{folder}/venv"], INSTALL_SECONDS)
    pip = [f"{folder}/venv/bin/python", "-m", "pip", "install", "--quiet", "--no-input"]
    ssh.run_program([*pip, "--require-hashes", "-r", f"{folder}/{lock.name}"], INSTALL_SECONDS)
    ssh.run_program([*pip, "--no-deps", f"{folder}/{wheel.name}"], INSTALL_SECONDS)
    ssh.run_program(["touch", f"{folder}/ready"])
    return folder


def measure(ssh: Ssh, folder: str, bundle: Bundle, options: Sequence[str]) -> Result:
    """Run ``edge-bench host`` on the board.

    Args:
        ssh: The board.
        folder: Folder that `install` returned.
        bundle: The board must measure a bundle with the same files.
        options: Options of ``edge-bench host``.

    Raises:
        BoardError: If it fails on the board, or measured another bundle.
        ContractError: If its result does not follow the schema.
    """
    out = f"{folder}/result.json"
    suite = [f"{folder}/venv/bin/python", "-m", "benchmarks", "host", "--out", out, *options]
    line = f"rm -f {shlex.quote(out)}; cd {shlex.quote(folder)} && {shlex.join(suite)}"
    ssh.run(f"{line} >&2; code=$?; test $code -le {NOT_GOOD} || exit $code", MEASURE_SECONDS)
    found = Result.from_json(json.loads(ssh.run_program(["cat", out])))
    if found.bundle.sha256 != bundle.sha256:
        raise BoardError(f"{ssh.host} measured another bundle: {found.bundle.id}")
    return replace(found, place="pi")
