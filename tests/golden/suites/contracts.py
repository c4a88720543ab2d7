"""contract.json: what is valid, and the key that an error must name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.golden.reference import contracts
from tests.golden.reference.contracts import KeyPath, spell

UNKNOWN = "surprise"


def make() -> dict[str, Any]:
    """The whole suite."""
    base = contracts.valid()
    vectors = [*_valid(), *_without_a_key(base), *_with_a_key_more(base), *_of_another_type(base)]
    vectors += [*_out_of_range(), *_broken_text()]
    return {
        "about": "Apply the edit to a copy of base, then parse. error_key null: it is valid. "
        "A vector with text instead of an edit is a whole document that must be refused.",
        "tolerance": {},
        "base": base,
        "vectors": _numbered(vectors),
    }


def _valid() -> Iterator[dict[str, Any]]:
    yield {"id": "valid", "edit": None, "error_key": None}
    for path, value in contracts.STILL_VALID:
        yield _set(f"valid:{spell(path)}", path, value, None)


def _without_a_key(base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, record in contracts.objects(base):
        for key in record:
            full = (*path, key)
            edit = {"delete": list(full)}
            yield {"id": f"missing:{spell(full)}", "edit": edit, "error_key": spell(full)}
    edit = {"delete": ["files", "golden.json"]}
    yield {"id": "missing:files.golden.json", "edit": edit, "error_key": "files.golden.json"}


def _with_a_key_more(base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, _ in contracts.objects(base):
        full = (*path, UNKNOWN)
        yield _set(f"unknown:{spell(full)}", full, 1, spell(full))
    folder = ("files", "folder/file")
    yield _set("unknown:folder", folder, {"sha256": "09" * 32, "bytes": 1}, spell(folder))


def _of_another_type(base: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, value in contracts.values(base):
        for wrong in contracts.wrong_values(value):
            yield _set(f"type:{spell(path)}", path, wrong, spell(path))


def _out_of_range() -> Iterator[dict[str, Any]]:
    for path, value in contracts.OUT_OF_RANGE:
        yield _set(f"range:{spell(path)}", path, value, spell(path))


def _broken_text() -> Iterator[dict[str, Any]]:
    for name, text in contracts.BROKEN_TEXT.items():
        yield {"id": f"text:{name}", "text": text}


def _set(name: str, path: KeyPath, value: Any, error_key: str | None) -> dict[str, Any]:
    return {"id": name, "edit": {"set": list(path), "to": value}, "error_key": error_key}


def _numbered(vectors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The vectors with unique ids: those of one key are told apart by a number."""
    seen: dict[str, int] = {}
    for vector in vectors:
        name = vector["id"]
        seen[name] = seen.get(name, 0) + 1
        vector["id"] = name if seen[name] == 1 else f"{name}#{seen[name]}"
    return vectors
