"""The load benchmark: what its clients count, and what it says of figures."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from benchmarks.measure.environment import this_machine
from benchmarks.serving.limits import MOST_GROWTH_KB, check_limits, growth_of, served
from benchmarks.serving.load import BROKEN, Load, LoadRun, send_load
from benchmarks.serving.markdown import NOT_MEASURED, markdown, put_figures
from benchmarks.serving.publish import README, RESULTS, quote, write
from benchmarks.serving.run import LoadSpec, measure_load
from tests.support.running_server import WHITE, Gate, serving

REQUEST = (
    f"POST /v1/scan HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
    f"Content-Length: {len(WHITE)}\r\n\r\n"
).encode() + WHITE


def load_of(times: list[float], seconds: float = 1.0, **statuses: int) -> Load:
    counts = {int(status.removeprefix("s")): count for status, count in statuses.items()}
    return Load(seconds, times, {200: len(times), **counts})


def test_clients_count_what_the_server_answered() -> None:
    with serving(queue=8) as running:
        load = send_load(LoadRun(running.port, REQUEST, connections=4, seconds=1.0, warm_up=0.2))
        answered = running.metric("pictures_total", outcome="FAKE")
    assert load.errors == 0
    assert load.statuses == {200: len(load.times_ms)}
    assert 0 < len(load.times_ms) <= answered
    assert load.rate == len(load.times_ms)
    assert min(load.times_ms) > 0


def test_a_busy_server_is_no_error_and_its_answers_are_not_timed() -> None:
    gate = Gate()
    with serving(gate, queue=1) as running:
        timer = threading.Timer(0.7, gate.open.set)
        timer.start()
        load = send_load(LoadRun(running.port, REQUEST, connections=6, seconds=0.6, warm_up=0.0))
        timer.join()
    assert load.errors == 0
    assert load.statuses[503] >= 4
    assert load.times_ms == []


@contextmanager
def hanging_up() -> Iterator[int]:
    """A server that closes every connection at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        end = threading.Event()

        def serve() -> None:
            while not end.is_set():
                try:
                    listener.accept()[0].close()
                except TimeoutError:
                    continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        end.set()
        thread.join()


def test_a_connection_that_breaks_is_an_error() -> None:
    with hanging_up() as port:
        load = send_load(LoadRun(port, REQUEST, connections=2, seconds=0.5, warm_up=0.0))
    assert load.errors == load.statuses[BROKEN] >= 2


@contextmanager
def silent(answer: bytes = b"") -> Iterator[int]:
    """A server that accepts connections, sends the start of an answer, and then nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        end, accepted = threading.Event(), []

        def serve() -> None:
            while not end.is_set():
                try:
                    accepted.append(listener.accept()[0])
                    accepted[-1].sendall(answer)
                except TimeoutError:
                    continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        end.set()
        thread.join()
        for connection in accepted:
            connection.close()


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"], ids=["nothing", "half"]
)
def test_a_server_that_stops_answering_ends_as_an_error(answer: bytes) -> None:
    start = monotonic()
    with silent(answer) as port:
        run = LoadRun(port, REQUEST, 2, seconds=0.5, warm_up=0.0, answer_seconds=0.3)
        load = send_load(run)
    assert monotonic() - start < 5
    assert load.times_ms == []
    assert load.errors == load.statuses[BROKEN] >= 2


def test_promises_hold_fail_or_are_not_judged() -> None:
    good = [load_of([10.0] * 90), load_of([10.0] * 80)]
    kept = check_limits(good, [100.0, 90.0], 0, disturbed=False)
    assert {name: each.holds for name, each in kept.items()} == dict.fromkeys(kept, True)
    assert kept["share_of_engine"].figure == pytest.approx((0.9 + 80 / 90) / 2)

    slow = [load_of([10.0] * 80 + [41.0] * 2, s500=1)]
    broken = check_limits(slow, [100.0], MOST_GROWTH_KB + 1, disturbed=False)
    assert {name: each.holds for name, each in broken.items()} == dict.fromkeys(broken, False)
    assert served(slow).statuses == {"200": 82, "500": 1}

    unclear = check_limits(good, [100.0, 90.0], None, disturbed=True)
    assert [each.holds for each in unclear.values()] == [None, None, True, None]


def test_no_answer_is_no_figure() -> None:
    with pytest.raises(ValueError, match="no request"):
        served([load_of([])])


def test_growth_is_that_of_settled_memory() -> None:
    readings = [0, *[100] * 99, *[50_000], *[130] * 99]
    assert growth_of(readings) == 30
    assert growth_of([1] * 19) is None


def record_of(disturbances: list[str]) -> dict[str, Any]:
    """A record as `measure` gives it."""
    loads = [load_of([10.0] * 90), load_of([10.0] * 80, s503=4)]
    judged = check_limits(loads, [100.0, 90.0], None, bool(disturbances))
    return {
        "measured": "2026-01-02T03:04:05+00:00",
        "environment": asdict(this_machine()),
        "plan": {"connections": 4, "seconds": 2.0, "rounds": 2, "engines": 1},
        "picture": {"megapixels": 1, "bytes": 123_456},
        "engine_pictures_per_second": [100.0, 90.0],
        "server": asdict(served(loads)),
        "server_resident_kb": [200_000, 200_500],
        "baseline": None,
        "disturbances": disturbances,
        "promises": {name: asdict(promise) for name, promise in judged.items()},
    }


def test_a_record_is_published_whole(tmp_path: Path) -> None:
    record, readme = record_of([]), tmp_path / "README.md"
    readme.write_text("a\n<!-- load -->\nold\n<!-- /load -->\nb\n")
    write(record, tmp_path / "load.json")
    quote(record, readme)
    assert json.loads((tmp_path / "load.json").read_text()) == json.loads(json.dumps(record))
    assert (tmp_path / "load.png").read_bytes().startswith(b"\x89PNG")
    text = markdown(record)
    assert readme.read_text() == f"a\n<!-- load -->\n{text}\n<!-- /load -->\nb\n"
    assert text in (tmp_path / "load.md").read_text()
    assert "| server | 85.0 | 10 | 10 | 170 x 200, 4 x 503 |" in text
    assert "| baseline | not measured | | | |" in text
    assert "| `share_of_engine` | 0.89 | 0.85 | holds |" in text
    assert "| `memory_growth_kb` | not measured |" in text
    with pytest.raises(ValueError, match="no section"):
        put_figures("# nothing", text)


def test_a_disturbed_record_says_so() -> None:
    text = markdown(record_of(["others kept 1.20 processors busy"]))
    assert "**Disturbed**: others kept 1.20 processors busy." in text
    assert "| `share_of_engine` | 0.89 | 0.85 | undecided |" in text


def test_the_readme_quotes_the_committed_record() -> None:
    record, readme = RESULTS / "serving.json", README.read_text("utf-8")
    text = markdown(json.loads(record.read_text("utf-8"))) if record.exists() else NOT_MEASURED
    assert put_figures(readme, text) == readme


@pytest.mark.slow
def test_the_benchmark_runs() -> None:
    pytest.importorskip("tensorflow")
    record = measure_load(LoadSpec(None, 4, 4.0, 2, 0.5, 1, baseline=True))
    assert json.loads(json.dumps(record)) == record
    assert record["promises"]["errors"]["holds"] is True
    assert len(record["engine_pictures_per_second"]) == 2
    assert record["against_baseline"]["pictures_per_second"] > 0
    assert not Path(str(record["plan"]["bundle"])).is_absolute()
