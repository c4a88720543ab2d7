"""What Prometheus is told: requests, scans, queue and memory, never a picture."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from edge_runtime.server.settings import METRICS_FOLDER

if TYPE_CHECKING:
    from edge_runtime.bundle.bundle import Bundle
    from edge_runtime.result.scan_result import ScanResult

_SECONDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
_STEPS = ("decode", "detect", "crop", "infer", "total")
_LIVE_FILE = re.compile(r"gauge_live[a-z]+_(\d+)\.db")


class Metrics:
    """The numbers of this process.

    Args:
        bundle: The bundle that is served.

    Attributes:
        requests: Requests by route, method and status.
        request_seconds: From the first byte of the request's head to the end of the answer.
        problems: Error answers by code.
        pictures: Scanned pictures by verdict or failure code.
        scan_seconds: Time of each step of a scan.
        waited: Time a picture waited for an engine.
        waiting: Pictures that wait for an engine.
        held_bytes: Bytes of pictures in memory.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._registry = CollectorRegistry()
        self.requests = self._counter("http_requests", "Requests.", "route", "method", "status")
        self.request_seconds = self._histogram("http_request_seconds", "Time to answer.", "route")
        self.problems = self._counter("problems", "Error answers.", "code")
        self.pictures = self._counter("pictures", "Scanned pictures.", "outcome")
        self.scan_seconds = self._histogram("scan_seconds", "Time of a scan's steps.", "step")
        self.waited = self._histogram("wait_seconds", "Time a picture waited for an engine.")
        self.waiting = self._gauge("waiting_pictures", "Pictures that wait for an engine.")
        self.held_bytes = self._gauge("held_bytes", "Bytes of pictures in memory.")
        self._tell(bundle)

    def count_scan(self, result: ScanResult) -> None:
        """Count a scan's outcome and, if there is a verdict, its times."""
        outcome = result.verdict if result.failure is None else result.failure.code
        self.pictures.labels(str(outcome)).inc()
        if result.timings_ms is not None:
            for step in _STEPS:
                self.scan_seconds.labels(step).observe(getattr(result.timings_ms, step) / 1000)

    def text(self) -> bytes:
        """The numbers of all workers in Prometheus' text format."""
        folder = os.environ.get(METRICS_FOLDER)
        if folder is None:
            return generate_latest(self._registry)
        _forget_dead_workers(Path(folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def _tell(self, bundle: Bundle) -> None:
        labels = {"id": bundle.contract.id, "sha256": bundle.sha256}
        info = Gauge(
            "edge_runtime_bundle_info",
            "The bundle that is served.",
            tuple(labels),
            registry=self._registry,
            multiprocess_mode="max",
        )
        info.labels(**labels).set(1)
        if METRICS_FOLDER not in os.environ:
            ProcessCollector(registry=self._registry)
            GCCollector(registry=self._registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"edge_runtime_{name}", text, labels, registry=self._registry)

    def _histogram(self, name: str, text: str, *labels: str) -> Histogram:
        return Histogram(
            f"edge_runtime_{name}", text, labels, registry=self._registry, buckets=_SECONDS
        )

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(
            f"edge_runtime_{name}", text, registry=self._registry, multiprocess_mode="livesum"
        )


def _forget_dead_workers(folder: Path) -> None:
    """Gauges of a worker that was killed would stay for ever; its counters are meant to."""
    for file in folder.glob("gauge_live*.db"):
        match = _LIVE_FILE.fullmatch(file.name)
        if match and not _is_alive(int(match[1])):
            mark_process_dead(int(match[1]), str(folder))  # type: ignore[no-untyped-call]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
