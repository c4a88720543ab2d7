"""Runs engine, server and baseline in turn, several rounds, and sums up."""

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

from benchmarks.host.pictures import picture_of
from benchmarks.measure.background_load import now, others_between
from benchmarks.measure.environment import load_average, this_machine
from benchmarks.measure.noise import of_load
from benchmarks.serving.figures import growth_of, promises, served
from benchmarks.serving.load import Load, fire
from benchmarks.serving.process import Served, serving

SCHEMA = "benchmarks/serving/1"
SERVER = "edge_runtime serve"
BASELINE = "benchmarks.serving.global_interpreter"
MEGAPIXELS = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run.

    Attributes:
        bundle: Folder of the bundle; None for the built-in one.
        connections: Clients at a time.
        seconds: Of load for each side, over all rounds.
        rounds: Turns; the sides of one turn see the same machine.
        warm_up: Seconds before the count of each side and round.
        engines: Pictures scanned at a time.
        baseline: Whether to run the way of serving that this one replaces.
    """

    bundle: Path | None
    connections: int
    seconds: float
    rounds: int
    warm_up: float
    engines: int
    baseline: bool

    @property
    def turn(self) -> float:
        """Seconds of one side in one round."""
        return self.seconds / self.rounds


def measure(plan: Plan) -> dict[str, Any]:
    """Run all rounds; the JSON value of the record.

    A server lives through all rounds, so that its memory is seen over the whole load, and idles
    while it is another's turn.

    Raises:
        OSError: If a server does not start.
        subprocess.CalledProcessError: If the engine does not run.
    """
    before, first = load_average(), now()
    with ExitStack() as stack:
        server = stack.enter_context(_server(plan))
        baseline = stack.enter_context(_baseline(plan)) if plan.baseline else None
        turns = _rounds(plan, server, baseline)
    disturbances = of_load(others_between(first, now()))
    return {
        "schema": SCHEMA,
        "measured": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "environment": asdict(this_machine()),
        "load_before": before,
        "plan": {**asdict(plan), "bundle": None if plan.bundle is None else plan.bundle.name},
        "picture": {"megapixels": MEGAPIXELS, "bytes": picture_of(MEGAPIXELS).stat().st_size},
        "engine_pictures_per_second": turns.engine_rates,
        "server": asdict(served(turns.loads)),
        "server_resident_kb": turns.resident_kb,
        "baseline": asdict(served(turns.baseline_loads)) if turns.baseline_loads else None,
        "against_baseline": _against(turns.loads, turns.baseline_loads),
        "disturbances": disturbances,
        "promises": _promises(turns, bool(disturbances)),
    }


@dataclass(frozen=True, slots=True)
class _Turns:
    """What the rounds gave; the server's memory while it was under load, KiB."""

    engine_rates: list[float] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)
    baseline_loads: list[Load] = field(default_factory=list)
    resident_kb: list[int] = field(default_factory=list)


def _rounds(plan: Plan, server: Served, baseline: Served | None) -> _Turns:
    scan, predict = _request("/v1/scan"), _request("/predict")
    turns = _Turns()
    for _ in range(plan.rounds):
        turns.engine_rates.append(_engine_rate(plan))
        before = len(server.resident_kb)
        turns.loads.append(fire(server.port, scan, plan.connections, plan.turn, plan.warm_up))
        turns.resident_kb.extend(server.resident_kb[before:])
        if baseline is not None:
            load = fire(baseline.port, predict, plan.connections, plan.turn, plan.warm_up)
            turns.baseline_loads.append(load)
    return turns


def _promises(turns: _Turns, disturbed: bool) -> dict[str, Any]:
    growth = growth_of(turns.resident_kb)
    judged = promises(turns.loads, turns.engine_rates, growth, disturbed)
    return {name: asdict(promise) for name, promise in judged.items()}


def _engine_rate(plan: Plan) -> float:
    times = ["--seconds", str(plan.turn), "--warm-up", str(plan.warm_up)]
    module = ["-m", "benchmarks.serving.engine_rate", "--engines", str(plan.engines)]
    command = [sys.executable, *module, *times, *_bundle(plan), str(picture_of(MEGAPIXELS))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout)
    return float(told["pictures"] / told["seconds"])


@contextmanager
def _server(plan: Plan) -> Iterator[Served]:
    options = ["--engines", str(plan.engines), "--queue", str(plan.connections)]
    with serving(SERVER, [*options, *_bundle(plan)]) as server:
        yield server


@contextmanager
def _baseline(plan: Plan) -> Iterator[Served]:
    with serving(BASELINE, _bundle(plan)) as server:
        yield server


def _bundle(plan: Plan) -> list[str]:
    return [] if plan.bundle is None else ["--bundle", str(plan.bundle)]


def _request(path: str) -> bytes:
    """The same form for both servers."""
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
