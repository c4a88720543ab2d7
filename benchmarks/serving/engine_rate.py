"""How many pictures a second the engine scans without a server: ``python -m`` with a JSON line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from edge_runtime.engine.options import EngineOptions
from edge_runtime.scan.scanner import Scanner


def main() -> None:
    """Scan one picture again and again; print pictures and seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--engines", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--warm-up", type=float, required=True)
    given = parser.parse_args()
    data = given.picture.read_bytes()
    with Scanner.open(given.bundle, EngineOptions(threads=1)) as scanner:
        _count(scanner, data, given.engines, given.warm_up)
        start = perf_counter()
        pictures = _count(scanner, data, given.engines, given.seconds)
        print(json.dumps({"pictures": pictures, "seconds": perf_counter() - start}))


def _count(scanner: Scanner, data: bytes, workers: int, seconds: float) -> int:
    return sum(1 for _ in scanner.scan_many(_until(perf_counter() + seconds, data), workers))


def _until(end: float, data: bytes) -> Iterator[bytes]:
    while perf_counter() < end:
        yield data


if __name__ == "__main__":
    main()
