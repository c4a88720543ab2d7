"""The audit of the locks: what is known fails, and what was not asked for is no good news."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from requirements import audit

SOUND = {"name": "numpy", "version": "2.0", "vulns": []}
SKIPPED = {"name": "numpy", "skip_reason": "Dependency not found and could not be audited"}
KNOWN = {"name": "pillow", "version": "1.0", "vulns": [{"id": "X-1", "fix_versions": ["2.0"]}]}
LOCKS = ["a.lock", "b.lock"]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What each source answers; None where it cannot be reached. ``asked`` counts."""
    told: dict[str, Any] = {"osv": None, "pypi": None, "asked": 0}

    def ask(_: Path, source: str) -> dict[str, Any] | None:
        told["asked"] += 1
        return None if told[source] is None else {"dependencies": told[source], "fixes": []}

    monkeypatch.setattr(audit, "_ask", ask)
    return told


def test_nothing_known(answers: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    answers["osv"] = [SOUND, SKIPPED]
    assert audit.main(LOCKS) == 0
    assert "a.lock: 1 packages audited, 1 not audited, 0 advisories" in capsys.readouterr().out


def test_an_advisory_fails(answers: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    answers["pypi"] = [SOUND, KNOWN]
    assert audit.main(LOCKS) == 1
    assert "  pillow 1.0: X-1, fixed in 2.0" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [None, [SKIPPED, SKIPPED]])
def test_what_cannot_be_reached_is_not_called_sound(
    answers: dict[str, Any], capsys: pytest.CaptureFixture[str], answer: list[Any] | None
) -> None:
    answers["pypi"] = answer
    assert audit.main(LOCKS) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.lock: not audited: unreachable",
        "b.lock: not audited: unreachable",
    ]
    assert answers["asked"] == len(audit.SOURCES), "it asked again"
    assert audit.main(["--strict", *LOCKS]) == 2
