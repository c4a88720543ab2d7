"""Scans a picture: a file or pixels in, a `ScanResult` out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.errors import ImageError
from edge_runtime.picture.decode import MAX_PIXELS, Picture, read_rgb
from edge_runtime.picture.source import Source
from edge_runtime.result.decision import pool, reasons_of
from edge_runtime.result.scan_result import BundleRef, Failure, ImageInfo, ScanResult
from edge_runtime.scan.network_pool import EngineAndDetector, NetworkPool, open_networks
from edge_runtime.scan.ordered_map import ordered_map
from edge_runtime.scan.regions import JudgedPicture, RegionJudge
from edge_runtime.scan.stopwatch import Stopwatch
from edge_runtime.types import FailureCode, ScanMode

if TYPE_CHECKING:
    from edge_runtime.engine.options import EngineOptions


class Scanner:
    """Scans pictures with one bundle. Any number of threads may call it at once.

    Each scan borrows networks of its own from a pool, which grows to the number of scans that ever
    ran at the same time.

    Args:
        bundle: The opened bundle.
        opener: Opens an engine and a detector; called at once, and later on demand.

    Attributes:
        bundle: The opened bundle.
        reference: The bundle as it stands in a result.
        runtime: What runs the network, as it stands in a result.

    Raises:
        EngineError: If the network or a detector cannot be loaded.
    """

    def __init__(self, bundle: Bundle, opener: Callable[[], EngineAndDetector]) -> None:
        self.bundle = bundle
        self._contract = bundle.contract
        self.reference = BundleRef(bundle.contract.id, bundle.sha256)
        self._judge = RegionJudge(bundle.contract)
        self._pool = NetworkPool(opener)
        self.runtime = self._pool.runtime

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

        opened = bundle if isinstance(bundle, Bundle) else Bundle.open(bundle)
        choice = choose_engine(opened, options or AUTO)
        return Scanner(opened, lambda: open_networks(choice))

    def __enter__(self) -> Scanner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the networks; a scan after this raises `EngineError`."""
        self._pool.close()

    def scan(
        self, source: Source, mode: ScanMode = "still", *, max_pixels: int = MAX_PIXELS
    ) -> ScanResult:
        """Judge one picture.

        A picture that cannot be read or judged gives a result with status "failed".

        Args:
            source: A path, the bytes of a file (also bytearray and memoryview), an open binary
                file, a PIL image, or an array: uint8 [H, W, 3] in RGB, grey [H, W], or RGBA
                [H, W, 4]. OpenCV has blue first: ``scanner.scan(bgr[:, :, ::-1])``.
            mode: A picture by itself, or a frame of a video file or a camera.
            max_pixels: Largest width x height that is held; a larger JPEG or HEIC is decoded at a
                reduced scale. Other pictures take up to 8 bytes a pixel.

        Raises:
            EngineError: If the network fails, or the scanner is closed.
            TypeError: If the source is of another type.
        """
        watch = Stopwatch()
        name = _name_of(source)
        try:
            with watch.timing("decode"):
                picture = read_rgb(source, max_pixels)
        except ImageError as error:
            return self._failed(name, None, error)
        try:
            self._check_size(picture)
        except ImageError as error:
            return self._failed(name, _info_of(picture), error)
        with self._pool.borrow() as networks:
            judged = self._judge.judge(picture.pixels, mode, networks, watch)
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

    def _check_size(self, picture: Picture) -> None:
        side, least = min(picture.size), self._contract.crop.min_picture_side
        if side < least:
            raise ImageError("too_small", f"the shorter side is {side} pixels, {least} are needed")

    def _scanned(
        self,
        name: str,
        picture: Picture,
        judged: JudgedPicture,
        watch: Stopwatch,
    ) -> ScanResult:
        regions, found, scale = judged.regions, judged.found, picture.scale
        contract = self._contract
        verdict, probability = pool(regions, found.omitted, contract.decision, contract.pooling)
        return ScanResult(
            source=name,
            status="scanned",
            image=_info_of(picture),
            failure=None,
            verdict=verdict,
            probability=probability,
            reasons=reasons_of(verdict, [part.reasons for part in regions], found.omitted),
            rotated=found.turn,
            regions=tuple(replace(part, box=part.box.scaled(scale)) for part in regions),
            possible_faces=tuple(
                replace(face, box=face.box.scaled(scale)) for face in found.possible
            ),
            faces_omitted=found.omitted,
            bundle=self.reference,
            runtime=self.runtime,
            timings_ms=watch.timings(),
            evidence=judged.evidence,
        )

    def _failed(self, name: str, image: ImageInfo | None, error: ImageError) -> ScanResult:
        return ScanResult(
            source=name,
            status="failed",
            image=image,
            failure=Failure(error.code, error.message),
            verdict=None,
            probability=None,
            reasons=(),
            rotated=0,
            regions=(),
            possible_faces=(),
            faces_omitted=0,
            bundle=self.reference,
            runtime=self.runtime,
            timings_ms=None,
        )


def _name_of(source: Source) -> str:
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return "<bytes>"
    if isinstance(source, Image.Image):
        return "<image>"
    return "<array>" if isinstance(source, np.ndarray) else "<file>"


def _info_of(picture: Picture) -> ImageInfo:
    return ImageInfo(*picture.original_size, picture.notes)
