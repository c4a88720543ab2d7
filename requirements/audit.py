"""Holds the lock files against the advisories that are known: ``make audit``.

It asks each source of advisories that pip-audit knows for every locked package. Where no source can
be reached it says "not audited" and ends well, for a build without network must not fail; pip-audit
itself would call that "no known vulnerabilities".

Exit codes: 0 nothing known, or not audited; 1 something is known; 2 ``--strict`` and not audited.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SOURCES = ("osv", "pypi")
SECONDS = 600.0


@dataclass
class Audit:
    """What one source says of one lock.

    Attributes:
        asked: Packages that the source answered for.
        skipped: Packages that it did not know, or could not be asked for.
        known: A line for each advisory.
    """

    asked: int = 0
    skipped: int = 0
    known: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit every lock file, print what was found, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("locks", nargs="*", type=Path, help="without any: all of this folder")
    parser.add_argument("--strict", action="store_true", help="fail where nothing was audited")
    given = parser.parse_args(arguments)
    audits: list[Audit | None] = []
    for lock in given.locks or _smallest_first(FOLDER.glob("*.lock")):
        unreachable = bool(audits) and audits[-1] is None
        audits.append(None if unreachable else audit(lock))
        _tell(lock, audits[-1])
    if any(each is not None and each.known for each in audits):
        return 1
    return 2 if given.strict and None in audits else 0


def audit(lock: Path) -> Audit | None:
    """What the first source that answers says of a lock; None if none does."""
    for source in SOURCES:
        answer = _ask(lock, source)
        result = None if answer is None else read(answer)
        if result is not None and result.asked:
            return result
    return None


def read(answer: dict[str, Any]) -> Audit:
    """Read the JSON of pip-audit, in which a package that was not asked for has a reason."""
    result = Audit()
    for package in answer["dependencies"]:
        if "skip_reason" in package:
            result.skipped += 1
            continue
        result.asked += 1
        for advisory in package["vulns"]:
            fixed = ", ".join(advisory["fix_versions"]) or "no version"
            name = f"{package['name']} {package['version']}"
            result.known.append(f"{name}: {advisory['id']}, fixed in {fixed}")
    return result


def _ask(lock: Path, source: str) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    options = ["--requirement", str(lock), "--vulnerability-service", source, "--format", "json"]
    quiet = ["--progress-spinner", "off", "--timeout", "10"]
    done = subprocess.run(
        [*command, *options, *quiet], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return None
    return answer


def _smallest_first(locks: Iterable[Path]) -> list[Path]:
    """Where the first cannot be audited, no other is tried."""
    return sorted(locks, key=lambda lock: (lock.stat().st_size, lock.name))


def _tell(lock: Path, result: Audit | None) -> None:
    if result is None:
        print(f"{lock.name}: not audited: unreachable")
        return
    left = f", {result.skipped} not audited" if result.skipped else ""
    print(f"{lock.name}: {result.asked} packages audited{left}, {len(result.known)} advisories")
    for line in result.known:
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
