"""Does this machine run the bundle, and does it compute what the bundle's makers computed?"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from edge_runtime.bundle import Bundle
from edge_runtime.engine import ACCELERATORS, open_engine
from edge_runtime.errors import EdgeRuntimeError
from edge_runtime.golden import GoldenCheck, replay
from edge_runtime.interpreter import BACKENDS, installed_backends
from edge_runtime.result import BundleRef, RuntimeInfo

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
from edge_runtime.bundle import Bundle
from edge_runtime.engine import open_engine
from edge_runtime.errors import EdgeRuntimeError
try:
    open_engine(Bundle.open(sys.argv[2]), backend=sys.argv[1])
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
        name: One of `edge_runtime.interpreter.BACKENDS`.
        installed: Whether its package is there.
        loads: Whether it loaded the network; None where that was not tried.
        problem: Why it did not.
    """

    name: str
    installed: bool
    loads: bool | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `examine` found.

    Attributes:
        ok: Whether the bundle is intact, the engine runs, and every golden vector agrees.
        problem: What kept the self-test from running; None if it ran.
        bundle: None if the bundle cannot be opened.
        runtime: None if the engine cannot be opened.
        golden: The self-test, one check per vector.
    """

    ok: bool
    problem: str | None
    environment: Environment
    accelerators: tuple[str, ...]
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


def examine(
    bundle: str | os.PathLike[str] | None = None,
    accelerator: str = "auto",
    threads: int | None = None,
    backend: str | None = None,
) -> Diagnosis:
    """Look at the machine and replay the bundle's golden vectors; never raises for a fault found.

    Args:
        bundle: The bundle's folder, or None for the default one.
        accelerator: One of `edge_runtime.engine.ACCELERATORS`.
        threads: CPU threads, or None for the engine's choice.
        backend: TFLite runtime of the self-test, or None for the first installed one.
    """
    test = _SelfTest()
    try:
        _run(test, bundle, accelerator, threads, backend)
    except EdgeRuntimeError as error:
        test.problem = str(error)
    return Diagnosis(
        ok=test.problem is None and all(check.ok for check in test.golden),
        problem=test.problem,
        environment=_environment(),
        accelerators=ACCELERATORS,
        backends=_backends(test.bundle),
        bundle=BundleRef(test.bundle.contract.id, test.bundle.sha256) if test.bundle else None,
        runtime=test.runtime,
        golden=test.golden,
    )


def describe(diagnosis: Diagnosis) -> Sequence[str]:
    """The diagnosis as lines for people."""
    where = diagnosis.environment
    return [
        f"python        {where.python} on {where.system}, {where.machine},"
        f" {where.processors} processors",
        *(f"package       {name} {of or 'not installed'}" for name, of in where.packages.items()),
        f"accelerators  {', '.join(diagnosis.accelerators)}",
        *(f"backend       {_backend_line(check)}" for check in diagnosis.backends),
        *_self_test_lines(diagnosis),
        "ok" if diagnosis.ok else "FAIL",
    ]


def _run(
    test: _SelfTest,
    bundle: str | os.PathLike[str] | None,
    accelerator: str,
    threads: int | None,
    backend: str | None,
) -> None:
    test.bundle = Bundle.open(bundle)
    engine = open_engine(test.bundle, accelerator, threads, backend)
    test.runtime = engine.info
    test.golden = tuple(replay(test.bundle, engine))


def _environment() -> Environment:
    return Environment(
        python=platform.python_version(),
        system=platform.platform(),
        machine=platform.machine(),
        processors=os.cpu_count() or 1,
        packages={name: _version(name) for name in PACKAGES},
    )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


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
    command = [sys.executable, "-c", _LOAD, name, str(bundle)]
    home = str(Path(__file__).resolve().parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=BACKEND_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return BackendCheck(name, True, False, f"took longer than {BACKEND_SECONDS} s")
    if done.returncode == 0:
        return BackendCheck(name, True, True, None)
    lines = done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"]
    return BackendCheck(name, True, False, lines[-1])


def _backend_line(check: BackendCheck) -> str:
    if not check.installed:
        return f"{check.name}: not installed"
    if check.loads is None:
        return f"{check.name}: installed, not tried"
    return f"{check.name}: loads the network" if check.loads else f"{check.name}: {check.problem}"


def _self_test_lines(diagnosis: Diagnosis) -> Sequence[str]:
    lines = []
    if diagnosis.bundle is not None:
        lines.append(f"bundle        {diagnosis.bundle.id}, sha256 {diagnosis.bundle.sha256}")
    if diagnosis.runtime is not None:
        runtime = diagnosis.runtime
        lines.append(
            f"runtime       {runtime.backend}, {runtime.accelerator}, {runtime.threads} threads"
        )
    lines.extend(f"golden        {_golden_line(check)}" for check in diagnosis.golden)
    return lines if diagnosis.problem is None else [*lines, f"problem       {diagnosis.problem}"]


def _golden_line(check: GoldenCheck) -> str:
    errors = (
        f"logit {check.logit_error:.2g}, gate {check.gate_error:.2g},"
        f" evidence {check.evidence_error:.2g}"
    )
    return f"{'ok  ' if check.ok else 'FAIL'} {check.id}: errors {errors}"
