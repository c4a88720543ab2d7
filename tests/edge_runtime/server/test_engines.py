"""The engines of a server: how many scan at a time, and that each network is checked first."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import edge_runtime
from edge_runtime.bundle.bundle import Bundle
from edge_runtime.engine.engine import Engine, NetworkOutput
from edge_runtime.engine.options import EngineOptions
from edge_runtime.errors import EngineError
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.server import checked_scanner
from edge_runtime.server.checked_scanner import open_checked_scanner
from edge_runtime.server.settings import Settings
from edge_runtime.types import FaceCrop
from tests.support.running_server import WHITE, Gate, serving, until
from tests.support.sealed_bundle import sealed_bundle
from tests.support.server_answers import PNG, check_problem
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces, TinyScanner

COLLINS = Path(edge_runtime.__file__).parent / "samples" / "real_collins.jpg"
TWO_ENGINES = Settings(engine_options=EngineOptions("cpu", 1), engines=2)


def test_as_many_pictures_are_scanned_at_a_time_as_there_are_engines() -> None:
    gate = Gate()
    with serving(gate, engines=2, queue=1) as busy, ThreadPoolExecutor(3) as clients:
        send = lambda: busy.client.post("/v1/scan", content=WHITE, headers=PNG)  # noqa: E731
        accepted = [clients.submit(send) for _ in range(3)]
        until(lambda: busy.metric("wait_seconds_count") == 2)
        until(lambda: busy.metric("waiting_pictures") == 1)
        check_problem(send(), 503, "overloaded")
        gate.open.set()
        assert [each.result().status_code for each in accepted] == [200] * 3
        assert busy.metric("pictures_total", outcome="FAKE") == 3


def fail(crop: FaceCrop) -> NetworkOutput:
    raise EngineError("the accelerator is gone")


def test_every_network_is_checked_before_its_first_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[Engine] = []
    require_golden = checked_scanner.require_golden

    def check_and_note(bundle: Bundle, engine: Engine) -> None:
        require_golden(bundle, engine)
        checked.append(engine)

    monkeypatch.setattr(checked_scanner, "require_golden", check_and_note)
    bundle = Bundle.open(sealed_bundle())
    with open_checked_scanner(bundle, TWO_ENGINES) as scanner:
        assert len(checked) == 2
        for engine in checked:
            monkeypatch.setattr(engine, "run", fail)
        for _ in range(2):
            with pytest.raises(EngineError, match="accelerator is gone"):
                scanner.scan(COLLINS)
        assert len(checked) == 2
        assert scanner.scan(COLLINS).status == "scanned"
        assert len(checked) == 3


def test_a_network_that_fails_its_check_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(bundle: Bundle, engine: Engine) -> None:
        raise EngineError("wrong answers")

    monkeypatch.setattr(checked_scanner, "require_golden", refuse)
    bundle = Bundle.open(sealed_bundle())
    with pytest.raises(EngineError, match="wrong answers"):
        open_checked_scanner(bundle, TWO_ENGINES)


class BrokenOnce(BrightnessEngine):
    def __init__(self, broken: threading.Event) -> None:
        self._broken = broken

    def run(self, crop: FaceCrop) -> NetworkOutput:
        if self._broken.is_set():
            raise EngineError("the accelerator is gone")
        return super().run(crop)


def test_a_broken_engine_is_not_ready_until_a_scan_works_again() -> None:
    broken = threading.Event()

    def opener(bundle: Bundle, _: Settings) -> Scanner:
        return TinyScanner(bundle, lambda: EngineAndDetector(BrokenOnce(broken), FixedFaces([])))

    with serving(opener) as fragile:
        broken.set()
        answer = fragile.client.post("/v1/scan", content=WHITE, headers=PNG)
        check_problem(answer, 503, "engine")
        check_problem(fragile.client.get("/readyz"), 503, "engine")
        broken.clear()
        assert fragile.client.post("/v1/scan", content=WHITE, headers=PNG).status_code == 200
        assert fragile.client.get("/readyz").status_code == 200
