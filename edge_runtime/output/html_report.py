"""Results as one self-contained HTML page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TextIO

from markupsafe import Markup

from edge_runtime.bundle.contract import Contract
from edge_runtime.errors import ImageError
from edge_runtime.output.displayed_picture import displayed_picture
from edge_runtime.output.report_card import failed_card, scanned_card
from edge_runtime.output.report_templates import template
from edge_runtime.result.plain_words import NOT_PROOF, UNSURE_MEANS
from edge_runtime.result.scan_result import ScanResult
from edge_runtime.types import RgbImage

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

_CHUNK = 1 << 16


class Report:
    """Collects results and writes the page; the collected cards are kept on disk, not in memory.

    The page holds everything it shows (style, pictures, overlays) and loads nothing. Close the
    report, or use it as a context manager, to release the temporary file.

    Args:
        contract: Gives the thresholds and the squares of the evidence.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._cards = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self._counts: Counter[str] = Counter()
        self._latest: ScanResult | VideoResult | None = None
        self._videos = 0

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop what was collected."""
        self._cards.close()

    def add(self, path: Path, result: ScanResult | VideoResult) -> None:
        """Add one result.

        Args:
            path: The picture, or the video whose key frame is shown; it is read again.
            result: The result of scanning it.
        """
        self._latest = result
        self._videos += not isinstance(result, ScanResult)
        self._counts["FAILED" if result.verdict is None else result.verdict.value] += 1
        if result.verdict is None:
            self._cards.write(failed_card(result))
            return
        number = sum(self._counts.values())
        self._cards.write(scanned_card(number, result, _read_again(path, result), self._contract))

    def write(self, file: TextIO) -> None:
        """Write the page.

        Args:
            file: Open for text in UTF-8.
        """
        page = template("report.html.j2").generate(
            inputs=_counted(sum(self._counts.values()) - self._videos, self._videos),
            time=datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
            unsure_means=UNSURE_MEANS,
            not_proof=NOT_PROOF,
            counts=self._counts,
            cards=self._written_cards(),
            bundle=self._latest and self._latest.bundle,
            runtime=self._latest and self._latest.runtime,
            videos=self._videos,
        )
        file.writelines(page)

    def _written_cards(self) -> Iterator[Markup]:
        self._cards.seek(0)
        while chunk := self._cards.read(_CHUNK):
            yield Markup(chunk)


def _read_again(path: Path, result: ScanResult | VideoResult) -> RgbImage | None:
    try:
        return displayed_picture(path, result)[0]
    except ImageError:
        return None


def _counted(pictures: int, videos: int) -> str:
    """Such as "3 pictures and 1 video"; no videos are not mentioned."""
    parts = []
    if pictures or not videos:
        parts.append("1 picture" if pictures == 1 else f"{pictures} pictures")
    if videos:
        parts.append("1 video" if videos == 1 else f"{videos} videos")
    return " and ".join(parts)
