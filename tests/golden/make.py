"""Make the golden vectors again: ``python -m tests.golden.make --reason "why"``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.golden.suites import contracts, decision, faces, geometry, network, pixels

SCHEMA = "golden/1"
FOLDER = Path(__file__).parent
SUITES: dict[str, Callable[[], dict[str, Any]]] = {
    "contracts": contracts.make,
    "geometry": geometry.make,
    "pixels": pixels.make,
    "faces": faces.make,
    "decision": decision.make,
    "network": network.make,
}


def main(arguments: Sequence[str] | None = None, folder: Path = FOLDER) -> int:
    """Write what changed into ``folder`` and tell it; 1 if a suite could not be made."""
    reason = _reason(arguments)
    changed, complete = [], True
    for name in SUITES:
        try:
            document = suite(name)
        except network.NoBundleError as error:
            print(f"{name}: left as it is: {error}", file=sys.stderr)
            complete = False
            continue
        if _update(folder / "vectors" / f"{name}.json", document):
            changed.append(name)
    if changed:
        _log(folder / "CHANGES.md", reason, changed)
    return 0 if complete else 1


def suite(name: str) -> dict[str, Any]:
    """A suite's document, as it is stored."""
    document = {"schema": SCHEMA, "suite": name, **SUITES[name]()}
    plain: dict[str, Any] = json.loads(json.dumps(document, allow_nan=False))
    return plain


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What tells two documents of a suite apart, a line each."""
    was, now = _by_id(old), _by_id(new)
    lines = [f"- {name}" for name in was if name not in now]
    lines += [f"+ {name}" for name in now if name not in was]
    for name in was.keys() & now.keys():
        keys = was[name].keys() | now[name].keys()
        differing = sorted(key for key in keys if was[name].get(key) != now[name].get(key))
        lines += [f"~ {name}: {', '.join(differing)}"] if differing else []
    heads = (old.keys() | new.keys()) - {"vectors"}
    lines += [f"~ {key}" for key in heads if old.get(key) != new.get(key)]
    return sorted(lines)


def _reason(arguments: Sequence[str] | None) -> str:
    parser = argparse.ArgumentParser(prog="python -m tests.golden.make", description=__doc__)
    parser.add_argument("--reason", required=True, help="why the vectors change, one line")
    reason = " ".join(str(parser.parse_args(arguments).reason).split())
    if not reason:
        parser.error('a reason is needed: make golden REASON="why"')
    return reason


def _update(path: Path, document: dict[str, Any]) -> bool:
    old = json.loads(path.read_text("utf-8")) if path.is_file() else {"vectors": []}
    lines = differences(old, document)
    print(f"{document['suite']}: {len(document['vectors'])} vectors, {len(lines)} differences")
    for line in lines:
        print(f"  {line}")
    if lines:
        _replace(path, _text(document))
    return bool(lines)


def _text(document: dict[str, Any]) -> str:
    """JSON with a line for each vector, so that a change shows as the lines it is."""
    head = [
        f"  {json.dumps(key)}: {json.dumps(value)},"
        for key, value in document.items()
        if key != "vectors"
    ]
    vectors = ",\n".join(f"    {json.dumps(vector)}" for vector in document["vectors"])
    return "\n".join(["{", *head, '  "vectors": [', vectors, "  ]", "}", ""])


def _log(path: Path, reason: str, changed: Sequence[str]) -> None:
    old = path.read_text("utf-8") if path.is_file() else "# Why the golden vectors changed\n\n"
    _replace(path, f"{old}- {date.today().isoformat()} ({', '.join(changed)}): {reason}\n")


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    os.replace(temporary, path)


def _by_id(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {vector["id"]: vector for vector in document["vectors"]}


if __name__ == "__main__":
    sys.exit(main())
