"""Checks that this machine runs the bundle and computes what its golden vectors say."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.accelerators import available_accelerators
from edge_runtime.engine.child_process import describe_end, run_python
from edge_runtime.engine.choose import AUTO, open_engine
from edge_runtime.engine.golden import GoldenCheck, replay
from edge_runtime.engine.interpreter import default_threads, installed_backends
from edge_runtime.engine.machine import package_versions
from edge_runtime.engine.options import BACKENDS, VARIANTS, EngineOptions
from edge_runtime.engine.selector import AcceleratorSelector
from edge_runtime.engine.trial import Trial
from edge_runtime.errors import EdgeRuntimeError
from edge_runtime.result.scan_result import BundleRef, RuntimeInfo

PACKAGES = (
    "numpy",
    "pillow",
    "pillow-heif",
    "ai-edge-litert",
    "tflite-runtime",
    "tensorflow",
)

BACKEND_SECONDS = 120
"""How long a backend may take to load the network in a process of its own."""

_LOAD = """
import sys
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.choose import AUTO, open_engine
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EdgeRuntimeError
try:
    open_engine(Bundle.open(sys.argv[2]), EngineOptions("cpu", backend=sys.argv[1]))
except EdgeRuntimeError as error:
    sys.exit(str(error))
"""


@dataclass(frozen=True, slots=True)
class Environment:
    """The machine and the versions found on it; a package that is not installed has None."""

    python: str
    system: str
    machine: str
    processors: int
    packages: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class BackendCheck:
    """Whether a TFLite runtime is installed and loads the bundle's network.

    Attributes:
        name: One of `edge_runtime.engine.options.BACKENDS`.
        installed: Whether its package is there.
        loads: Whether it loaded the network; None where that was not tried.
        problem: Why it did not.
    """

    name: str
    installed: bool
    loads: bool | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class AcceleratorCheck:
    """Whether the machine has a GPU or an NPU that serves the network.

    Attributes:
        kind: "gpu" or "npu".
        found: Whether LiteRT has a library for it and the machine a device.
        trials: The outcome for each of its variants; empty where none was tried.
    """

    kind: str
    found: bool
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `examine` found.

    Attributes:
        ok: Whether the bundle is intact, the engine runs, and every golden vector agrees.
        problem: What kept the self-test from running; None if it ran.
        accelerators: Each that is found is tried anew; what "auto" remembered is replaced.
        bundle: None if the bundle cannot be opened.
        runtime: None if the engine cannot be opened.
        golden: The self-test, one check per vector.
    """

    ok: bool
    problem: str | None
    environment: Environment
    accelerators: tuple[AcceleratorCheck, ...]
    backends: tuple[BackendCheck, ...]
    bundle: BundleRef | None
    runtime: RuntimeInfo | None
    golden: tuple[GoldenCheck, ...]


@dataclass
class _SelfTest:
    """How far the self-test came."""

    bundle: Bundle | None = None
    runtime: RuntimeInfo | None = None
    golden: tuple[GoldenCheck, ...] = ()
    problem: str | None = None
    accelerators: tuple[AcceleratorCheck, ...] = ()


def examine(
    bundle: str | os.PathLike[str] | None = None, options: EngineOptions = AUTO
) -> Diagnosis:
    """Look at the machine and replay the bundle's golden vectors; never raises for a fault found.

    Args:
        bundle: The bundle's folder, or None for the default one.
        options: Where the network runs in the self-test.
    """
    test = _SelfTest()
    try:
        _run(test, bundle, options)
    except EdgeRuntimeError as error:
        test.problem = str(error)
    return Diagnosis(
        ok=test.problem is None and all(check.ok for check in test.golden),
        problem=test.problem,
        environment=_environment(),
        accelerators=test.accelerators,
        backends=_backends(test.bundle),
        bundle=BundleRef(test.bundle.contract.id, test.bundle.sha256) if test.bundle else None,
        runtime=test.runtime,
        golden=test.golden,
    )


def _run(test: _SelfTest, bundle: str | os.PathLike[str] | None, options: EngineOptions) -> None:
    test.bundle = Bundle.open(bundle)
    test.accelerators = _accelerators(test.bundle, options.threads)
    engine = open_engine(test.bundle, options)
    test.runtime = engine.info
    test.golden = tuple(replay(test.bundle, engine))


def _environment() -> Environment:
    return Environment(
        python=platform.python_version(),
        system=platform.platform(),
        machine=platform.machine(),
        processors=os.cpu_count() or 1,
        packages=package_versions(PACKAGES),
    )


def _accelerators(bundle: Bundle, threads: int | None) -> tuple[AcceleratorCheck, ...]:
    """Try each by LiteRT: no other backend reaches a GPU or an NPU without a delegate."""
    found = available_accelerators()
    selector = AcceleratorSelector(bundle, threads or default_threads(), "litert")
    return tuple(
        AcceleratorCheck(
            name, name in found, tuple(map(selector.retry, variants if name in found else ()))
        )
        for name, variants in VARIANTS.items()
    )


def _backends(bundle: Bundle | None) -> tuple[BackendCheck, ...]:
    installed = installed_backends()
    return tuple(
        _try_backend(name, bundle.directory)
        if bundle is not None and name in installed
        else BackendCheck(name, name in installed, None, None)
        for name in BACKENDS
    )


def _try_backend(name: str, bundle: Path) -> BackendCheck:
    """Load the network in another process: two TFLite runtimes in one may crash it."""
    try:
        done = run_python(["-c", _LOAD, name, str(bundle)], BACKEND_SECONDS)
    except subprocess.TimeoutExpired:
        return BackendCheck(name, True, False, f"took longer than {BACKEND_SECONDS} s")
    if done.returncode == 0:
        return BackendCheck(name, True, True, None)
    lines = done.stderr.strip().splitlines() or [describe_end(done.returncode)]
    return BackendCheck(name, True, False, lines[-1])
