"""One video of the HTML report."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from edge_runtime.bundle.contract import Contract
from edge_runtime.files.inputs import printable
from edge_runtime.output.report_card import picture_figure, probability_bar, title
from edge_runtime.output.timeline_svg import draw_timeline
from edge_runtime.result.plain_words import QUALITY
from edge_runtime.result.video_result import Track, VideoResult
from edge_runtime.types import RgbImage


def video_card(number: int, result: VideoResult, rgb: RgbImage | None, contract: Contract) -> str:
    """HTML of a video with a verdict: its key frame, its timeline and its tracks.

    Args:
        number: Position in the report, unique in the page.
        result: A result with status ``scanned``.
        rgb: The upright key frame, uint8 [H, W, 3]; None if it cannot be read any more.
        contract: Thresholds for the bands, and where the evidence lies.
    """
    name = escape(printable(Path(result.source).name))
    verdict = "" if result.verdict is None else result.verdict.value
    still = result.frame_result(result.key_frame or 0)
    return f"""<article class="card" data-verdict="{verdict}">
{picture_figure(number, name, still, rgb, contract.crop)}
<div class="facts">
{title(result.source, verdict)}
{probability_bar(result.probability or 0.0, contract.decision)}
{draw_timeline(result, contract.decision)}
{_tracks(result.tracks)}
{_details(result)}
</div>
</article>
"""


def _tracks(tracks: Sequence[Track]) -> str:
    rows = "\n".join(_track(track) for track in tracks)
    return f"""<table>
<caption class="hidden">Who was judged over the frames</caption>
<thead><tr><th scope="col">Track</th><th scope="col">Verdict</th><th scope="col">P(fake)</th>
<th scope="col">Frames</th><th scope="col">Seconds</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""


def _track(track: Track) -> str:
    kind = f"face {track.id}" if track.kind == "face" else "picture"
    verdict = track.verdict.value
    cells = (
        f'<th scope="row">{kind}</th><td><span class="word {verdict.lower()}">{verdict}'
        f"</span></td><td>{track.probability:.3f}</td><td>{track.frames}</td>"
        f"<td>{track.first:.1f} &ndash; {track.last:.1f}</td>"
    )
    note = "" if track.counts else '<tr class="note"><td colspan="5">has no say</td></tr>'
    return f"<tr>{cells}</tr>{note}"


def _details(result: VideoResult) -> str:
    facts = [QUALITY[flag] for flag in result.quality]
    if result.video is not None:
        video = result.video
        length = "" if video.seconds is None else f", {video.seconds:.1f} s"
        facts.append(f"{video.width} &times; {video.height} px{length}")
        facts.append(f"{len(result.timeline)} of {video.frames} frames judged")
        facts.extend(escape(note) for note in video.notes)
    if result.timings_ms is not None:
        facts.append(f"{result.timings_ms.total:.0f} ms")
    return f'<p class="quiet">{" · ".join(facts)}</p>'
