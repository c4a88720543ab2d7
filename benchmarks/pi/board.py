"""The host suite on another machine: install the wheel there, measure, bring the result back."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.pi.ssh import BoardError, Ssh
from benchmarks.report.result import Result
from edge_runtime.bundle.bundle import Bundle

INSTALLING = 1800.0
MEASURING = 7200.0
"""Seconds that a slow board may take."""

NOT_GOOD = 1
"""Exit code of a suite that measured, but not well."""


def install(ssh: Ssh, wheel: Path, lock: Path, python: str, tell: Callable[[str], None]) -> str:
    """Make an environment for this wheel on the board, unless it is there.

    Args:
        ssh: The board.
        wheel: The package; it holds the bundle.
        lock: Its dependencies with their hashes.
        python: The interpreter there.
        tell: Takes lines for people.

    Returns:
        The folder made for it, which holds ``venv``.

    Raises:
        BoardError: If something fails there.
    """
    content = wheel.read_bytes() + lock.read_bytes()
    home = ssh.run('printf %s "$HOME"').decode()
    folder = f"{home}/.cache/edge-bench/{hashlib.sha256(content).hexdigest()[:16]}"
    if ssh.run(f"test -f {shlex.quote(folder)}/ready && echo yes || true").strip() == b"yes":
        return folder
    tell(f"installing {wheel.name} on {ssh.host}")
    ssh.words(["mkdir", "-p", folder])
    for source in (wheel, lock):
        ssh.put(source, f"{folder}/{source.name}")
    ssh.words([python, "-m", "venv", "--clear", f"{folder}/venv"], INSTALLING)
    pip = [f"{folder}/venv/bin/python", "-m", "pip", "install", "--quiet", "--no-input"]
    ssh.words([*pip, "--require-hashes", "-r", f"{folder}/{lock.name}"], INSTALLING)
    ssh.words([*pip, "--no-deps", f"{folder}/{wheel.name}"], INSTALLING)
    ssh.words(["touch", f"{folder}/ready"])
    return folder


def measure(ssh: Ssh, folder: str, bundle: Bundle, options: Sequence[str]) -> Result:
    """Run the host suite on the board.

    Args:
        ssh: The board.
        folder: What `install` made.
        bundle: Its files must be those of the installed one.
        options: Of ``edge-bench host``.

    Raises:
        BoardError: If it fails there, or measured another bundle.
        ContractError: If its result does not follow the schema.
    """
    out = f"{folder}/result.json"
    suite = [f"{folder}/venv/bin/python", "-m", "benchmarks", "host", "--out", out, *options]
    line = f"rm -f {shlex.quote(out)}; cd {shlex.quote(folder)} && {shlex.join(suite)}"
    ssh.run(f"{line} >&2; code=$?; test $code -le {NOT_GOOD} || exit $code", MEASURING)
    found = Result.from_json(json.loads(ssh.words(["cat", out])))
    if found.bundle.sha256 != bundle.sha256:
        raise BoardError(f"{ssh.host} measured bundle {found.bundle.id}, another one than here")
    return replace(found, place="pi")
