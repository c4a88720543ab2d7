"""Measures engine, server and baseline alternately for several rounds, and sums up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.noise import of_load
from benchmarks.measure.pictures import picture_of
from benchmarks.serving.limits import check_limits, growth_of, served
from benchmarks.serving.load import Load, LoadRun, send_load
from benchmarks.serving.server_process import RunningServer, serving

SCHEMA = "benchmarks/serving/1"
SERVER = "edge_runtime serve"
BASELINE = "benchmarks.serving.global_interpreter"
MEGAPIXELS = 1


@dataclass(frozen=True, slots=True)
class LoadSpec:
    """What to measure.

    Attributes:
        bundle: Folder of the bundle; None for the built-in one.
        connections: Concurrent clients.
        seconds: Seconds of load for each side, over all rounds.
        rounds: Number of rounds; each round measures every side once.
        warm_up: Uncounted seconds of each side and round.
        engines: Number of pictures that are scanned concurrently.
        baseline: Whether to measure the baseline server too.
    """

    bundle: Path | None
    connections: int
    seconds: float
    rounds: int
    warm_up: float
    engines: int
    baseline: bool

    @property
    def round_seconds(self) -> float:
        """Seconds of one side in one round."""
        return self.seconds / self.rounds


def measure_load(spec: LoadSpec) -> dict[str, Any]:
    """Measure all rounds.

    A server runs through all rounds, so that its memory is measured over the whole load; it is idle
    while another side is measured.

    Returns:
        JSON value of the record.

    Raises:
        OSError: If a server does not start.
        subprocess.CalledProcessError: If the engine does not run.
    """
    before, first = load_average(), now()
    with ExitStack() as stack:
        server = stack.enter_context(_server(spec))
        baseline = stack.enter_context(_baseline(spec)) if spec.baseline else None
        results = _rounds(spec, server, baseline)
    disturbances = of_load(others_between(first, now()))
    return {
        "schema": SCHEMA,
        "measured": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "environment": asdict(this_machine()),
        "load_before": before,
        "plan": {**asdict(spec), "bundle": None if spec.bundle is None else spec.bundle.name},
        "picture": {"megapixels": MEGAPIXELS, "bytes": picture_of(MEGAPIXELS).stat().st_size},
        "engine_pictures_per_second": results.engine_rates,
        "server": asdict(served(results.loads)),
        "server_resident_kb": results.resident_kb,
        "baseline": asdict(served(results.baseline_loads)) if results.baseline_loads else None,
        "against_baseline": _against(results.loads, results.baseline_loads),
        "disturbances": disturbances,
        "promises": _limits(results, bool(disturbances)),
    }


@dataclass(frozen=True, slots=True)
class _Rounds:
    """Results of the rounds; `resident_kb` is the server's memory under load, KiB."""

    engine_rates: list[float] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    baseline_loads: list[Load] = field(default_factory=list)
    resident_kb: list[int] = field(default_factory=list)


def _rounds(spec: LoadSpec, server: RunningServer, baseline: RunningServer | None) -> _Rounds:
    scan, predict = _request("/v1/scan"), _request("/predict")
    results = _Rounds()
    for _ in range(spec.rounds):
        results.engine_rates.append(_engine_rate(spec))
        before = len(server.resident_kb)
        results.loads.append(send_load(_load_run(spec, server, scan)))
        results.resident_kb.extend(server.resident_kb[before:])
        if baseline is not None:
            results.baseline_loads.append(send_load(_load_run(spec, baseline, predict)))
    return results


def _load_run(spec: LoadSpec, server: RunningServer, request: bytes) -> LoadRun:
    return LoadRun(server.port, request, spec.connections, spec.round_seconds, spec.warm_up)


def _limits(results: _Rounds, disturbed: bool) -> dict[str, Any]:
    growth = growth_of(results.resident_kb)
    judged = check_limits(results.loads, results.engine_rates, growth, disturbed)
    return {name: asdict(limit) for name, limit in judged.items()}


def _engine_rate(spec: LoadSpec) -> float:
    times = ["--seconds", str(spec.round_seconds), "--warm-up", str(spec.warm_up)]
    module = ["-m", "benchmarks.serving.engine_rate", "--engines", str(spec.engines)]
    command = [sys.executable, *module, *times, *_bundle(spec), str(picture_of(MEGAPIXELS))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout)
    return float(told["pictures"] / told["seconds"])


@contextmanager
def _server(spec: LoadSpec) -> Iterator[RunningServer]:
    options = ["--engines", str(spec.engines), "--queue", str(spec.connections)]
    with serving(SERVER, [*options, *_bundle(spec)]) as server:
        yield server


@contextmanager
def _baseline(spec: LoadSpec) -> Iterator[RunningServer]:
    with serving(BASELINE, _bundle(spec)) as server:
        yield server


def _bundle(spec: LoadSpec) -> list[str]:
    return [] if spec.bundle is None else ["--bundle", str(spec.bundle)]


def _request(path: str) -> bytes:
    """The same form request for both servers."""
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n'
    kind = b"Content-Type: image/jpeg\r\n\r\n"
    body = part + kind + picture_of(MEGAPIXELS).read_bytes() + b"\r\n--b--\r\n"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def _against(loads: list[Load], baseline_loads: list[Load]) -> dict[str, float] | None:
    if not baseline_loads:
        return None
    ours, theirs = served(loads), served(baseline_loads)
    return {
        "pictures_per_second": ours.pictures_per_second / theirs.pictures_per_second,
        "p50": ours.p50_ms / theirs.p50_ms,
        "p99": ours.p99_ms / theirs.p99_ms,
    }
