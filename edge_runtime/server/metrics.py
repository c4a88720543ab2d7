"""Prometheus metrics of requests, scans, waiting pictures and memory."""

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
    """The metrics of this process.

    Args:
        bundle: The bundle that is served.

    Attributes:
        requests: Requests by route, method and status.
        request_seconds: From the head of the request to the end of the response, by route.
        problems: Problem responses by code.
        pictures: Scanned pictures by verdict or failure code.
        scan_seconds: Time of each step of a scan.
        wait_seconds: Time that a picture waited for an engine.
        waiting_pictures: Pictures that wait for an engine.
        upload_bytes: Bytes of uploads in memory.
    """

    def __init__(self, bundle: Bundle) -> None:
        self._registry = CollectorRegistry()
        self.requests = self._counter("http_requests", "Requests.", "route", "method", "status")
        self.request_seconds = self._histogram("http_request_seconds", "Time to answer.", "route")
        self.problems = self._counter("problems", "Problem responses.", "code")
        self.pictures = self._counter("pictures", "Scanned pictures.", "outcome")
        self.scan_seconds = self._histogram("scan_seconds", "Time of the steps of a scan.", "step")
        self.wait_seconds = self._histogram(
            "wait_seconds", "Time that a picture waited for an engine."
        )
        self.waiting_pictures = self._gauge("waiting_pictures", "Pictures that wait for an engine.")
        self.upload_bytes = self._gauge("held_bytes", "Bytes of uploads in memory.")
        self._add_bundle(bundle)
        self._add_process()

    def count_scan(self, result: ScanResult) -> None:
        """Count the outcome of a scan and, if there is a verdict, its times."""
        outcome = result.verdict if result.failure is None else result.failure.code
        self.pictures.labels(str(outcome)).inc()
        if result.timings_ms is not None:
            for step in _STEPS:
                self.scan_seconds.labels(step).observe(getattr(result.timings_ms, step) / 1000)

    def text(self) -> bytes:
        """The metrics of all workers, summed, in the text format of Prometheus."""
        folder = os.environ.get(METRICS_FOLDER)
        if folder is None:
            return generate_latest(self._registry)
        _remove_dead_workers(Path(folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)

    def _add_bundle(self, bundle: Bundle) -> None:
        labels = {"id": bundle.contract.id, "sha256": bundle.sha256}
        info = Gauge(
            "edge_runtime_bundle_info",
            "The bundle that is served.",
            tuple(labels),
            registry=self._registry,
            multiprocess_mode="max",
        )
        info.labels(**labels).set(1)

    def _add_process(self) -> None:
        """Metrics of the process itself, which cannot be summed over several workers."""
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


def _remove_dead_workers(folder: Path) -> None:
    """Remove the gauges of workers that were killed; their counters stay part of the sums."""
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
