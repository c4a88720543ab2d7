"""The result of ``model-dev manifest check``, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from model_dev.leakage.manifest_check import Finding

SCHEMA = "model_dev/manifest-check/1"


def check_report(
    manifest_sha256: str,
    findings: Sequence[Finding],
    balance: Sequence[Mapping[str, Any]],
    shortcuts: Sequence[Mapping[str, Any]] | None,
    unreadable: Mapping[str, int],
) -> dict[str, Any]:
    """The result as JSON values.

    Args:
        manifest_sha256: Of the checked file.
        findings: What was checked.
        balance: As `manifest_check.balance` gives it.
        shortcuts: As `shortcuts.measure_shortcuts` gives them; None if they were not measured.
        unreadable: Pictures of the shortcuts' sample that gave no crop, by reason.
    """
    judged = [finding.ok for finding in findings] + [item["ok"] for item in shortcuts or ()]
    return {
        "schema": SCHEMA,
        "manifest_sha256": manifest_sha256,
        "ok": all(judged),
        "findings": [asdict(finding) for finding in findings],
        "balance": list(balance),
        "shortcuts": None if shortcuts is None else list(shortcuts),
        "unreadable": dict(unreadable),
    }


def report_json(report: Mapping[str, Any]) -> bytes:
    """The report as a file."""
    return (json.dumps(report, indent=1) + "\n").encode()


def report_text(report: Mapping[str, Any]) -> str:
    """The report to read."""
    return "\n".join(_lines(report))


def counts_text(counts: Mapping[str, int]) -> str:
    """Counts by reason in a line, or "none"."""
    return ", ".join(f"{number} {reason}" for reason, number in counts.items()) or "none"


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    if report["balance"]:
        yield pd.DataFrame(report["balance"]).to_string(index=False, na_rep="-")
    for finding in report["findings"]:
        yield f"{_mark(finding['ok'])}  {finding['name']}: {finding['message']}"
        yield from (f"        {example}" for example in finding["examples"])
    if report["shortcuts"] is None:
        yield "not measured: shortcuts (give --root)"
        return
    yield f"unreadable in the shortcuts' sample: {counts_text(report['unreadable'])}"
    for item in report["shortcuts"]:
        yield f"{_mark(item['ok'])}  shortcut {_shortcut(item)}"


def _mark(ok: bool) -> str:
    return "ok    " if ok else "FAILED"


def _shortcut(item: Mapping[str, Any]) -> str:
    accepted = f"; accepted: {item['accepted']}" if item["accepted"] else ""
    return (
        f"{item['name']}: AUC of the files {_estimate(item['raw'])}, re-encoded "
        f"{_estimate(item['training'])}, limit {item['auc_limit']:.2f} "
        f"({item['real']} real, {item['fake']} fake){accepted}"
    )


def _estimate(found: Mapping[str, float | None]) -> str:
    if found["value"] is None:
        return "not measured"
    if found["low"] is None:
        return f"{found['value']:.3f}"
    return f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"
