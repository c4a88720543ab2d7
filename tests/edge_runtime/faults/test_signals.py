"""SIGTERM and SIGINT in the midst of every verb; those of `serve` are in test_server_process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import edge_runtime
from edge_runtime.cli import exit_codes
from tests.support.sealed_bundle import sealed_bundle

ROOT = Path(__file__).parents[3]
SAMPLES = Path(edge_runtime.__file__).parent / "samples"
SIGNALS = {signal.SIGINT: exit_codes.INTERRUPTED, signal.SIGTERM: exit_codes.TERMINATED}
WAIT_SECONDS = 120

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
each_signal = pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)

STRUCK = """
import os, signal, sys, time
from importlib import import_module
from edge_runtime.cli import run

number, where = int(sys.argv[1]), sys.argv[2]

def strike(*_, **__):
    os.kill(os.getpid(), number)
    time.sleep(60)

def open_tiny(opened, *_):
    from tests.support.tiny_scanner import tiny_scanner
    return tiny_scanner(opened)

signal.signal(signal.SIGINT, signal.default_int_handler)
owner, _, name = where.rpartition(".")
module, _, kind = owner.partition(":")
owner = getattr(import_module(module), kind) if kind else import_module(module)
if name == "scan":
    owner.open = staticmethod(open_tiny)
setattr(owner, name, strike)
sys.argv[1:] = sys.argv[3:]
run()
"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def struck(
    number: signal.Signals, where: str, *arguments: str, folder: Path
) -> subprocess.CompletedProcess[str]:
    """The tool, which gets the signal when it calls that function."""
    return subprocess.run(
        [sys.executable, "-c", STRUCK, str(int(number)), where, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )


@each_signal
@pytest.mark.parametrize(
    ("where", "arguments"),
    [
        ("edge_runtime.bundle.bundle:Bundle.open", ("bundle", "verify")),
        ("edge_runtime.bundle.bundle:Bundle.open", ("bundle", "show")),
        ("edge_runtime.engine.doctor.examine", ("doctor",)),
        ("importlib.resources.files", ("schema",)),
        ("edge_runtime.server.run.run", ("serve",)),
        ("edge_runtime.camera.source.open_source", ("camera", "--headless")),
        ("edge_runtime.scan.scanner:Scanner.scan", ("scan", str(SAMPLES))),
    ],
    ids=lambda value: value[0] + " " + value[-1] if isinstance(value, tuple) else "",
)
def test_a_signal_ends_the_verb_without_a_traceback(
    tmp_path: Path, number: signal.Signals, where: str, arguments: tuple[str, ...]
) -> None:
    done = struck(number, where, *arguments, folder=tmp_path)
    assert done.returncode == SIGNALS[number], done.stderr
    assert "Traceback" not in done.stderr
    word = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}[number]
    assert done.stderr.splitlines()[-1] == f"edge-runtime: {word}"


@each_signal
def test_a_scan_leaves_nothing_half_written(tmp_path: Path, number: signal.Signals) -> None:
    outputs = ("--csv", "t.csv", "--report", "t.html", "--explain", "drawn", "--workers", "2")
    sealed_bundle()
    where = "edge_runtime.output.overlay.draw_evidence"
    done = struck(number, where, "scan", *outputs, str(SAMPLES), folder=tmp_path)
    assert done.returncode == SIGNALS[number], done.stderr
    assert list(tmp_path.rglob("*")) == [tmp_path / "drawn"]


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def listen_to_ctrl_c() -> None:
    """A shell lets the programs that it starts in the background ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@each_signal
def test_a_batch_ends_with_its_workers_and_can_be_resumed(
    tmp_path: Path, number: signal.Signals
) -> None:
    sealed_bundle()
    names = [str(SAMPLES / "real_collins.jpg")] * 150
    (tmp_path / "list.txt").write_text("\n".join(names))
    arguments = ["batch", "list.txt", "--out", "out.csv", "--workers", "2", "--accelerator", "cpu"]
    process = subprocess.Popen(
        [sys.executable, "-m", "edge_runtime", *arguments],
        cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True,
        preexec_fn=listen_to_ctrl_c,
    )  # fmt: skip
    begun = tmp_path / "out.csv.parts" / "000000000.open"
    until(lambda: process.poll() is not None or (begun.exists() and begun.stat().st_size > 0))
    workers = psutil.Process(process.pid).children()
    process.send_signal(number)
    _, errors = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == SIGNALS[number], errors
    assert "Traceback" not in errors
    assert not psutil.wait_procs(workers, timeout=WAIT_SECONDS)[1]
    assert not (tmp_path / "out.csv").exists()
    assert (tmp_path / "out.csv.parts" / "plan.json").exists()
