"""Results as one self-contained HTML page."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import datetime, timezone
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TextIO

from edge_runtime.bundle.contract import Contract
from edge_runtime.errors import ImageError
from edge_runtime.output.displayed_picture import shown_picture
from edge_runtime.output.report_card import failed_card, scanned_card
from edge_runtime.result.plain_words import NOT_PROOF, UNSURE_MEANS
from edge_runtime.result.scan_result import RuntimeInfo, ScanResult
from edge_runtime.types import RgbImage

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

_VIDEOS = """
A video is judged by frames spread over it: what they say of a face is averaged without the
extremes, and the video takes the highest of its faces."""

_FILTERS = ("FAKE", "UNSURE", "REAL", "FAILED")


class Report:
    """Collects results and writes the page; what is collected waits on disk, not in memory.

    The page holds everything it shows (style, pictures, overlays) and loads nothing. Close it,
    or use it as a context manager, to release the temporary file.

    Args:
        contract: Thresholds for the band of each verdict, and where the evidence lies.
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
            result: What the scan said.
        """
        self._latest = result
        self._videos += not isinstance(result, ScanResult)
        self._counts["FAILED" if result.verdict is None else result.verdict.value] += 1
        if result.verdict is None:
            self._cards.write(failed_card(result))
            return
        number = sum(self._counts.values())
        self._cards.write(self._card(number, path, result))

    def write(self, file: TextIO) -> None:
        """Write the page.

        Args:
            file: Open for text in UTF-8.
        """
        file.write(_head(self._counts, self._videos))
        self._cards.seek(0)
        shutil.copyfileobj(self._cards, file)
        file.write(_foot(self._latest, self._videos))

    def _card(self, number: int, path: Path, result: ScanResult | VideoResult) -> str:
        shown = _read_again(path, result)
        if isinstance(result, ScanResult):
            return scanned_card(number, result, shown, self._contract)
        from edge_runtime.output.report_video import video_card

        return video_card(number, result, shown, self._contract)


def _read_again(path: Path, result: ScanResult | VideoResult) -> RgbImage | None:
    try:
        return shown_picture(path, result)[0]
    except ImageError:
        return None


def _head(counts: Counter[str], videos: int) -> str:
    style = files("edge_runtime.output").joinpath("report.css").read_text("utf-8")
    pictures = _counted(sum(counts.values()) - videos, videos)
    when = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Deepfake scan of {pictures}</title>
<style>
{style}</style>
</head>
<body>
<header class="top">
<h1>Deepfake scan</h1>
<p>{pictures}, <time>{when}</time></p>
<p>{UNSURE_MEANS} {NOT_PROOF}</p>
</header>
<main>
{_filter_bar(counts)}
<div class="cards">
"""


def _counted(pictures: int, videos: int) -> str:
    """Such as "3 pictures and 1 video"; no videos are not mentioned."""
    parts = []
    if pictures or not videos:
        parts.append("1 picture" if pictures == 1 else f"{pictures} pictures")
    if videos:
        parts.append("1 video" if videos == 1 else f"{videos} videos")
    return " and ".join(parts)


def _filter_bar(counts: Counter[str]) -> str:
    """Buttons that show one verdict only; without a style sheet they do no harm."""
    total = sum(counts.values())
    every = (
        '<input type="radio" name="show" id="show-all" checked>'
        f'<label for="show-all">All {total}</label>'
    )
    return "\n".join([every, *(_filter(word, counts[word]) for word in _FILTERS if counts[word])])


def _filter(word: str, count: int) -> str:
    return (
        f'<input type="radio" name="show" id="show-{word}">'
        f'<label for="show-{word}" class="{word.lower()}">{word} {count}</label>'
    )


def _foot(latest: ScanResult | VideoResult | None, videos: int) -> str:
    also = _VIDEOS if videos else ""
    return f"""</div>
</main>
<footer>
{_origin(latest)}
<dl>
<dt>Probability</dt><dd>Calibrated on photographs the network was not trained on. The picture takes
the highest of its regions; one fake region makes it FAKE, and REAL needs all of them.{also}</dd>
<dt>Evidence</dt><dd>Where the network saw what speaks for fake (red) or for real (blue).</dd>
<dt>Gate</dt><dd>How the network weighed its two streams: 1 = what the picture shows,
0 = its noise residuals.</dd>
</dl>
</footer>
</body>
</html>
"""


def _origin(latest: ScanResult | VideoResult | None) -> str:
    if latest is None:
        return ""
    return (
        f"<p>Bundle <strong>{escape(latest.bundle.id)}</strong>, sha256"
        f" <code>{escape(latest.bundle.sha256)}</code><br>"
        f"Runtime {escape(_runtime(latest.runtime))}</p>"
    )


def _runtime(runtime: RuntimeInfo) -> str:
    threads = "1 thread" if runtime.threads == 1 else f"{runtime.threads} threads"
    asked = f"asked for {runtime.requested}: {runtime.reason}"
    return f"{runtime.backend}, {runtime.accelerator}, {threads}; {asked}"
