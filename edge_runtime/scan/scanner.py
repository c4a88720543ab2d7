"""Scans a picture: a file or pixels in, a `ScanResult` out."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import EngineError, ImageError
from edge_runtime.picture.decode import Picture, Source, read_rgb
from edge_runtime.picture.geometry import plan_whole
from edge_runtime.picture.pixels import Pixels, size_of
from edge_runtime.picture.quality import judge
from edge_runtime.picture.region_crop import cut_region, evidence_of, region_square
from edge_runtime.result.decision import pool, probability_of, verdict_of
from edge_runtime.result.scan_result import BundleRef, Failure, ImageInfo, Region, ScanResult
from edge_runtime.scan.ordered_map import ordered_map
from edge_runtime.scan.stopwatch import Stopwatch
from edge_runtime.types import Box, EvidenceMap, Face, FaceCrop, FailureCode, RegionKind

if TYPE_CHECKING:
    from edge_runtime.engine.engine import Engine, NetworkOutput
    from edge_runtime.engine.options import EngineOptions


class FaceFinder(Protocol):
    """What the scanner asks of a face detector."""

    def find(self, pixels: Pixels) -> list[Face]:
        """Faces of an upright picture, largest first."""
        ...


@dataclass(frozen=True, slots=True)
class EngineAndDetector:
    """The networks of one scan; neither may serve two threads at once."""

    engine: Engine
    detector: FaceFinder


class Scanner:
    """Scans pictures with one bundle. Any number of threads may call it at once.

    A thread borrows idle networks for the duration of one scan; where none are idle, new ones are
    opened. So there are as many as there ever were scans at the same time.

    Args:
        bundle: The opened bundle.
        open_networks: Opens an engine and a detector; called at once, and later on demand.

    Attributes:
        bundle: The opened bundle.
        reference: The bundle as it stands in a result.
        runtime: What runs the network, as it stands in a result.

    Raises:
        EngineError: If the network or a detector cannot be loaded.
    """

    def __init__(self, bundle: Bundle, open_networks: Callable[[], EngineAndDetector]) -> None:
        self.bundle = bundle
        self._contract = bundle.contract
        self.reference = BundleRef(bundle.contract.id, bundle.sha256)
        self._open_networks = open_networks
        self._idle: deque[EngineAndDetector] = deque()
        self._closed = False
        first = open_networks()
        self.runtime = first.engine.info
        self._idle.append(first)

    @staticmethod
    def open(
        bundle: Bundle | str | os.PathLike[str] | None = None,
        options: EngineOptions | None = None,
    ) -> Scanner:
        """Open a bundle and load its network.

        Args:
            bundle: A bundle or its folder; None for the default one.
            options: Where the network runs; None for the fastest accelerator that answers
                rightly. Faces are found on the CPU.

        Raises:
            BundleError: If a file of the bundle is missing or altered.
            ContractError: If its contract breaks the schema.
            EngineError: If the network cannot be loaded.
        """
        from edge_runtime.engine.choose import AUTO, choose_engine
        from edge_runtime.faces.detector import FaceDetector

        opened = bundle if isinstance(bundle, Bundle) else Bundle.open(bundle)
        choice = choose_engine(opened, options or AUTO)

        def open_networks() -> EngineAndDetector:
            engine = choice.open()
            rules = opened.contract.faces
            detector = FaceDetector(rules, opened.read, choice.threads, choice.backend)
            return EngineAndDetector(engine, detector)

        return Scanner(opened, open_networks)

    def __enter__(self) -> Scanner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the networks; a scan after this raises `EngineError`."""
        self._closed = True
        self._idle = deque()

    def scan(self, source: Source) -> ScanResult:
        """Judge one picture.

        A picture that cannot be read or judged gives a result with status "failed".

        Args:
            source: A path, the bytes of a file, a PIL image, or uint8 [H, W, 3] in RGB.

        Raises:
            EngineError: If the network fails, or the scanner is closed.
        """
        watch = Stopwatch()
        name = _name_of(source)
        try:
            with watch.timing("decode"):
                picture = read_rgb(source)
        except ImageError as error:
            return self._failed(name, None, error)
        try:
            self._check_size(picture)
        except ImageError as error:
            return self._failed(name, _info_of(picture), error)
        with self._borrow() as networks:
            judged = self._judge(picture.pixels, networks, watch)
        return self._scanned(name, picture, judged, watch)

    def scan_many(self, sources: Iterable[Source], workers: int = 1) -> Iterator[ScanResult]:
        """Judge pictures, in their order, without holding more than a few in memory.

        Args:
            sources: As for `scan`; taken one by one, with several workers a few ahead of the
                results.
            workers: Threads, >= 1. Each has its own networks. One is the calling thread.

        Raises:
            EngineError: If the network fails, or the scanner is closed.
            ValueError: If there is no worker.
        """
        return ordered_map(self.scan, sources, workers)

    def failed(self, name: str, code: FailureCode, why: str) -> ScanResult:
        """The result of a picture that could not be handed to `scan`, such as a failed download.

        Args:
            name: Path or URL of the picture.
            code: Why it failed, for programs.
            why: Why it failed, for people.
        """
        return self._failed(name, None, ImageError(code, why))

    @contextmanager
    def _borrow(self) -> Iterator[EngineAndDetector]:
        """Networks for this thread alone; those that failed are not used again."""
        if self._closed:
            raise EngineError("the scanner is closed")
        try:
            networks = self._idle.pop()
        except IndexError:
            networks = self._open_networks()
        yield networks
        if not self._closed:
            self._idle.append(networks)

    def _check_size(self, picture: Picture) -> None:
        side, least = min(picture.size), self._contract.crop.min_picture_side
        if side < least:
            raise ImageError("too_small", f"the shorter side is {side} pixels, {least} are needed")

    def _judge(
        self, pixels: Pixels, networks: EngineAndDetector, watch: Stopwatch
    ) -> list[tuple[Region, EvidenceMap]]:
        with watch.timing("detect"):
            faces = [face for face in networks.detector.find(pixels) if self._is_large(face)]
        candidates: Sequence[Face | None] = faces or [None]
        return [self._judge_region(pixels, face, networks, watch) for face in candidates]

    def _is_large(self, face: Face) -> bool:
        return max(face.box.width, face.box.height) >= self._contract.crop.min_face_side

    def _judge_region(
        self, pixels: Pixels, face: Face | None, networks: EngineAndDetector, watch: Stopwatch
    ) -> tuple[Region, EvidenceMap]:
        square, kind = self._square_of(pixels, face), _kind_of(face)
        rule, size = self._contract.crop, self._contract.input.size
        with watch.timing("crop"):
            crop = cut_region(pixels, kind, square, rule, size)
        with watch.timing("infer"):
            output = networks.engine.run(crop)
        evidence = evidence_of(kind, square, output.evidence, rule, size)
        return self._region(face, square, crop, output), evidence

    def _square_of(self, pixels: Pixels, face: Face | None) -> Box:
        box = face.box if face else plan_whole(*size_of(pixels))
        return region_square(_kind_of(face), box, self._contract.crop)

    def _region(
        self, face: Face | None, square: Box, crop: FaceCrop, output: NetworkOutput
    ) -> Region:
        probability = probability_of(output.logit, self._contract.decision)
        return Region(
            kind=_kind_of(face),
            box=face.box if face else square,
            face_score=face.score if face else None,
            logit=output.logit,
            probability=probability,
            verdict=verdict_of(probability, self._contract.decision),
            gate=output.gate,
            quality=judge(crop, square.width, self._contract.quality),
        )

    def _scanned(
        self,
        name: str,
        picture: Picture,
        judged: list[tuple[Region, EvidenceMap]],
        watch: Stopwatch,
    ) -> ScanResult:
        regions = tuple(region for region, _ in judged)
        verdict, probability = pool(regions, self._contract.decision)
        return ScanResult(
            source=name,
            status="scanned",
            image=_info_of(picture),
            failure=None,
            verdict=verdict,
            probability=probability,
            regions=regions,
            bundle=self.reference,
            runtime=self.runtime,
            timings_ms=watch.timings(),
            evidence=tuple(evidence for _, evidence in judged),
        )

    def _failed(self, name: str, image: ImageInfo | None, error: ImageError) -> ScanResult:
        return ScanResult(
            source=name,
            status="failed",
            image=image,
            failure=Failure(error.code, error.message),
            verdict=None,
            probability=None,
            regions=(),
            bundle=self.reference,
            runtime=self.runtime,
            timings_ms=None,
        )


def _kind_of(face: Face | None) -> RegionKind:
    return "face" if face else "image"


def _name_of(source: Source) -> str:
    if isinstance(source, bytes):
        return "<bytes>"
    if isinstance(source, Image.Image):
        return "<image>"
    if isinstance(source, np.ndarray):
        return "<array>"
    return os.fspath(source)


def _info_of(picture: Picture) -> ImageInfo:
    return ImageInfo(*picture.size, picture.notes)
