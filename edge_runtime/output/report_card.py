"""One picture of the HTML report."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from edge_runtime.bundle.contract import Contract, CropRule, DecisionRule
from edge_runtime.files.inputs import printable
from edge_runtime.output.overlay import draw_evidence
from edge_runtime.result.plain_words import FAILURES, QUALITY, describe_regions
from edge_runtime.result.scan_result import ImageInfo, Region, ScanResult
from edge_runtime.types import Box, RgbImage

if TYPE_CHECKING:
    from edge_runtime.result.video_result import VideoResult

PICTURE_SIDE = 720
"""Longer side of an embedded picture in pixels."""


def scanned_card(number: int, result: ScanResult, rgb: RgbImage | None, contract: Contract) -> str:
    """HTML of a picture with a verdict.

    Args:
        number: Position in the report, unique in the page.
        result: A result with status ``scanned``.
        rgb: The upright picture, uint8 [H, W, 3]; None if it cannot be read any more.
        contract: Thresholds for the band, and where the evidence lies.
    """
    name = escape(printable(Path(result.source).name))
    verdict = "" if result.verdict is None else result.verdict.value
    probability = result.probability or 0.0
    return f"""<article class="card" data-verdict="{verdict}">
{picture_figure(number, name, result, rgb, contract.crop)}
<div class="facts">
{title(result.source, verdict)}
{probability_bar(probability, contract.decision)}
{_regions(result.regions)}
{_details(result)}
</div>
</article>
"""


def failed_card(result: ScanResult | VideoResult) -> str:
    """HTML of a file without a verdict: its code, what that means, and the message."""
    code = "" if result.failure is None else result.failure.code
    message = "" if result.failure is None else result.failure.message
    return f"""<article class="card failure" data-verdict="FAILED">
<div class="facts">
{title(result.source, "FAILED")}
<p><code>{escape(code)}</code> {escape(FAILURES.get(code, ""))}</p>
<p class="quiet">{escape(printable(message))}</p>
</div>
</article>
"""


def title(source: str, word: str) -> str:
    """HTML of a file's name, its verdict and its folder."""
    path = Path(source)
    folder = "" if str(path.parent) == "." else str(path.parent)
    return f"""<header><h2>{escape(printable(path.name)).replace("_", "_<wbr>")}</h2>\
<span class="badge {word.lower()}">{word}</span></header>
<p class="quiet folder">{escape(printable(folder))}</p>"""


def picture_figure(
    number: int, name: str, result: ScanResult, rgb: RgbImage | None, crop: CropRule
) -> str:
    """HTML of a picture with its evidence, which can be hidden.

    Args:
        number: Of the card.
        name: File name, escaped.
        result: Whose boxes are in the picture's pixels.
        rgb: The upright picture, uint8 [H, W, 3]; None if it cannot be read any more.
        crop: Where the evidence lies.
    """
    if rgb is None:
        return '<p class="gone">The picture has gone since it was scanned.</p>'
    small, placed = _shrunk(rgb, result)
    size = f'width="{small.width}" height="{small.height}"'
    photo = _data_url(small)
    heat = _data_url(draw_evidence(np.asarray(small), placed, crop))
    return f"""<figure>
<input type="checkbox" id="heat{number}" checked><label for="heat{number}">Show evidence</label>
<div class="stack">
<img src="{photo}" {size} loading="lazy" alt="{name}">
<img class="heat" src="{heat}" {size} loading="lazy" alt="Evidence over {name}">
</div>
</figure>"""


def _shrunk(rgb: RgbImage, result: ScanResult) -> tuple[Image.Image, ScanResult]:
    """The picture at the size it is embedded at, and the result with boxes to match."""
    picture = Image.fromarray(rgb)
    scale = min(1.0, PICTURE_SIDE / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    regions = tuple(replace(region, box=_scaled(region.box, scale)) for region in result.regions)
    image = ImageInfo(*size, notes=())
    placed = replace(result, image=image, regions=regions)
    return picture.resize(size, Image.Resampling.LANCZOS), placed


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)


def _data_url(picture: Image.Image) -> str:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


def probability_bar(probability: float, rule: DecisionRule) -> str:
    """HTML of a probability of fake, as a number and on the band of the three verdicts."""
    real, fake = f"{rule.real_at:.4f}", f"{rule.fake_at:.4f}"
    label = (
        f"Probability {_percent(probability)}. REAL up to {_percent(rule.real_at)}, "
        f"FAKE from {_percent(rule.fake_at)}, UNSURE between."
    )
    return f"""<p class="number"><strong>{_percent(probability)}</strong> probability of fake</p>
<div class="bar" role="img" aria-label="{label}"
 style="--real-at:{real};--fake-at:{fake};--at:{probability:.4f}">
<div class="band"><i class="real"></i><i class="unsure"></i><i class="fake"></i></div>
<b class="marker"></b>
<div class="scale"><span class="real">REAL ≤ {_percent(rule.real_at)}</span>\
<span class="fake">FAKE ≥ {_percent(rule.fake_at)}</span></div>
</div>"""


def _regions(regions: Sequence[Region]) -> str:
    rows = "\n".join(_region(number, region) for number, region in enumerate(regions, 1))
    return f"""<table>
<caption class="hidden">What was judged: {describe_regions(regions)}</caption>
<thead><tr><th scope="col">Region</th><th scope="col">Verdict</th><th scope="col">P(fake)</th>
<th scope="col">Gate</th><th scope="col">Size</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""


def _region(number: int, region: Region) -> str:
    kind = f"face {number}" if region.kind == "face" else "picture"
    score = "" if region.face_score is None else f' title="face score {region.face_score:.2f}"'
    verdict = region.verdict.value
    cells = (
        f'<th scope="row"{score}>{kind}</th><td><span class="word {verdict.lower()}">{verdict}'
        f"</span></td><td>{region.probability:.3f}</td><td>{region.gate:.2f}</td>"
        f"<td>{max(region.box.width, region.box.height):.0f} px</td>"
    )
    reasons = "; ".join(QUALITY.get(flag, flag) for flag in region.quality)
    note = f'<tr class="note"><td colspan="5">{escape(reasons)}</td></tr>' if reasons else ""
    return f"<tr>{cells}</tr>{note}"


def _details(result: ScanResult) -> str:
    facts = []
    if result.image is not None:
        facts.append(f"{result.image.width} &times; {result.image.height} px")
        facts.extend(escape(note) for note in result.image.notes)
    if result.timings_ms is not None:
        facts.append(f"{result.timings_ms.total:.0f} ms")
    return f'<p class="quiet">{" · ".join(facts)}</p>'


def _percent(share: float) -> str:
    """Rounded, but never 0 % or 100 %: nothing is certain."""
    if share < 0.001:
        return "&lt; 0.1 %"
    return "&gt; 99.9 %" if share > 0.999 else f"{share * 100:.3g} %"
