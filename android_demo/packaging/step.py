"""Build steps that are skipped if their inputs have not changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from android_demo.packaging.layout import BUILD, ROOT

STAMPS = BUILD / "done"
CHUNK_BYTES = 1 << 20


def step(
    name: str, inputs: Iterable[Path], outputs: Iterable[Path], work: Callable[[], object]
) -> None:
    """Run a step, unless it succeeded with the same inputs and its outputs still exist.

    Args:
        name: Name in the printed progress.
        inputs: Files and folders whose contents are compared.
        outputs: Files that the step writes.
        work: Function that runs the step. If it raises an error, the step has not succeeded.
    """
    stamp = STAMPS / f"{name.replace(' ', '-')}.sha256"
    digest = digest_of(inputs)
    done = stamp.is_file() and stamp.read_text(encoding="ascii") == digest
    if done and all(output.exists() for output in outputs):
        print(f"{name}: unchanged", flush=True)
        return
    stamp.unlink(missing_ok=True)
    print(f"{name} ...", flush=True)
    start = time.monotonic()
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, encoding="ascii")
    print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)


def digest_of(inputs: Iterable[Path]) -> str:
    """SHA-256 of the names and contents of files; missing files are allowed."""
    total = hashlib.sha256()
    for file in sorted(_files_of(inputs)):
        total.update(f"{file.relative_to(ROOT)}\n".encode())
        total.update(_sha256(file) if file.is_file() else b"missing")
    return total.hexdigest()


def _files_of(inputs: Iterable[Path]) -> set[Path]:
    found: set[Path] = set()
    for path in inputs:
        if path.is_dir():
            found.update(
                file
                for file in path.rglob("*")
                if file.is_file() and "__pycache__" not in file.parts
            )
        else:
            found.add(path)
    return found


def _sha256(file: Path) -> bytes:
    digest = hashlib.sha256()
    with file.open("rb") as data:
        while chunk := data.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.digest()
