"""The diagnosis of ``edge-runtime doctor`` as lines of text for people."""

from __future__ import annotations

from collections.abc import Sequence

from edge_runtime.engine.doctor import BackendCheck, Diagnosis
from edge_runtime.engine.golden import GoldenCheck


def describe(diagnosis: Diagnosis) -> Sequence[str]:
    """The diagnosis as lines for people."""
    where = diagnosis.environment
    return [
        f"python        {where.python} on {where.system}, {where.machine},"
        f" {where.processors} processors",
        *(f"package       {name} {of or 'not installed'}" for name, of in where.packages.items()),
        *(f"accelerator   {line}" for line in _accelerator_lines(diagnosis)),
        *(f"backend       {_backend_line(check)}" for check in diagnosis.backends),
        *_self_test_lines(diagnosis),
        "ok" if diagnosis.ok else "FAIL",
    ]


def _accelerator_lines(diagnosis: Diagnosis) -> Sequence[str]:
    lines: list[str] = []
    for check in diagnosis.accelerators:
        lines.extend(map(str, check.trials))
        if not check.found:
            lines.append(f"{check.kind}: none found that LiteRT can use")
    return lines


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
            f"runtime       {runtime.backend}, {runtime.accelerator}, {runtime.threads} threads;"
            f" operators there: {runtime.residency}"
        )
        lines.append(f"asked for     {runtime.requested}: {runtime.reason}")
    lines.extend(f"golden        {_golden_line(check)}" for check in diagnosis.golden)
    return lines if diagnosis.problem is None else [*lines, f"problem       {diagnosis.problem}"]


def _golden_line(check: GoldenCheck) -> str:
    return f"{'ok  ' if check.ok else 'FAIL'} {check.id}: errors {check.errors}"
