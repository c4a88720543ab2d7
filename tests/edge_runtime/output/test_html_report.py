"""The HTML report is complete, self-contained and honest about failures."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.output.html_report import Report
from edge_runtime.output.report_images import PICTURE_SIDE
from edge_runtime.result.plain_words import NOT_PROOF, UNSURE_MEANS
from edge_runtime.result.scan_result import Failure, ImageInfo, ScanResult
from edge_runtime.result.video_result import VideoInfo, VideoResult
from edge_runtime.types import Box
from tests.support.result_documents import SCANNED, UNDECIDED, VIDEO
from tests.support.sample_contract import write_bundle
from tests.support.tiny_scanner import tiny_scanner

VOID = {"meta", "img", "input", "br"}


class Page(HTMLParser):
    """Collects tags and attributes, and checks that every element is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def values(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.found if name in attributes]


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return Bundle.open(write_bundle(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A black, a grey, a white and a broken picture."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name, level in (("black", 0), ("grey", 128), ("white", 255)):
        Image.new("RGB", (1000, 400), (level,) * 3).save(pictures / f"{name}.png")
    (pictures / "<b>&broken.jpg").write_bytes(b"\xff\xd8\xff not a picture")
    return pictures


def page_of(bundle: Bundle, paths: list[Path], boxes: list[Box] | None = None) -> str:
    file = io.StringIO()
    with Report(bundle.contract) as report, tiny_scanner(bundle, boxes or []) as scanner:
        for path in paths:
            report.add(path, scanner.scan(path))
        report.write(file)
    return file.getvalue()


def test_every_result_has_a_card(bundle: Bundle, folder: Path) -> None:
    paths = [folder / name for name in ("black.png", "grey.png", "white.png", "<b>&broken.jpg")]
    text = page_of(bundle, paths)
    assert Page(text).values("data-verdict") == ["REAL", "UNSURE", "FAKE", "FAILED"]
    assert "&lt;b&gt;&amp;broken.jpg" in text
    assert "<code>undecodable</code>" in text


def test_it_loads_nothing(bundle: Bundle, folder: Path) -> None:
    text = page_of(bundle, [folder / "white.png"])
    page = Page(text)
    assert {tag for tag, _ in page.found}.isdisjoint({"script", "link", "iframe", "object"})
    assert all(
        (source or "").startswith("data:image/jpeg;base64,") for source in page.values("src")
    )
    assert "url(" not in text
    assert "@import" not in text


def test_the_band_is_the_contracts(bundle: Bundle, folder: Path) -> None:
    page = Page(page_of(bundle, [folder / "white.png"]))
    style = next(a["style"] for tag, a in page.found if a.get("class") == "bar")
    assert style == "--real-at:0.2000;--fake-at:0.7000;--at:0.9047"


def test_regions_quality_and_origin_are_told(bundle: Bundle, folder: Path) -> None:
    faces = [Box(100, 100, 300, 300), Box(500, 100, 530, 130)]
    text = page_of(bundle, [folder / "white.png"], faces)
    names = re.findall(r'<th scope="row">([^<]*)</th>', text)
    assert names == ["whole picture", "face 1", "face 2"] * 2
    assert "few pixels, so little to judge by" in text
    for told in (bundle.sha256, "sample-v1", UNSURE_MEANS, NOT_PROOF):
        assert told in text


def card_of(bundle: Bundle, result: ScanResult | VideoResult) -> str:
    """The text that people read of a result whose picture has gone, without tags."""
    card = page_with(bundle, result).partition("<article")[2].partition("</article>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", card))


def test_the_reasons_stand_right_under_the_verdict(bundle: Bundle) -> None:
    card = card_of(bundle, UNDECIDED)
    assert (
        "UNSURE Cannot decide: black and white; a second look gave another answer;"
        " 3 faces more than are judged 60 %" in card
    )
    whole, _, face = card.partition("face 1")
    assert "whole picture UNSURE 0.600 480 px black and white" in whole
    assert "UNSURE 0.810 94 px a second look gave another answer" in face
    unclear = replace(UNDECIDED, reasons=())
    assert "Cannot decide: the evidence is too weak" in card_of(bundle, unclear)
    assert "Cannot decide" not in card_of(bundle, SCANNED)


def test_a_card_tells_the_turn_what_was_left_out_and_possible_faces(bundle: Bundle) -> None:
    card = card_of(bundle, SCANNED)
    assert "was turned clockwise by 90° before it was judged: its faces were found only so" in card
    assert "3 faces more than are judged." in card
    regions, _, rest = card.partition("1 possible face, not judged (dashed): 50 px (score 0.55)")
    assert "face 1" in regions
    assert "Technical details" in rest
    plain = card_of(bundle, replace(UNDECIDED, faces_omitted=0, reasons=("no_colour",)))
    assert not re.search("turned|more than|possible", plain)


def test_the_looks_stand_only_under_the_technical_details(bundle: Bundle) -> None:
    shown, _, hidden = card_of(bundle, SCANNED).partition("Technical details")
    assert "whole picture +0.50 0.40 \N{EN DASH}" in hidden
    assert "face 1 +1.50, +1.90 0.40 0.93" in hidden
    assert "1.50" not in shown
    assert "<details>" in page_with(bundle, SCANNED)


def page_with(bundle: Bundle, result: ScanResult | VideoResult) -> str:
    file = io.StringIO()
    with Report(bundle.contract) as report:
        report.add(Path("absent.png"), result)
        report.write(file)
    return file.getvalue()


def test_a_video_tells_its_reasons_and_those_of_its_tracks(bundle: Bundle) -> None:
    card = card_of(bundle, VIDEO)
    assert "Cannot decide: black and white; 3 faces more than are judged" in card
    assert (
        "whole picture UNSURE 0.600 1 0.0\N{EN DASH}0.0 black and white face 2 FAKE 0.810" in card
    )
    assert card.count("does not count towards the verdict") == 1


def test_large_pictures_are_embedded_small(bundle: Bundle, folder: Path) -> None:
    page = Page(page_of(bundle, [folder / "white.png"]))
    assert {a["width"] for tag, a in page.found if tag == "img"} == {str(PICTURE_SIDE)}


def test_a_picture_that_has_gone_keeps_its_verdict(bundle: Bundle, folder: Path) -> None:
    result = tiny_scanner(bundle).scan(folder / "white.png")
    file = io.StringIO()
    with Report(bundle.contract) as report:
        report.add(folder / "absent.png", result)
        report.write(file)
    assert Page(file.getvalue()).values("data-verdict") == ["FAKE"]
    assert "The picture has gone since it was scanned." in file.getvalue()


class Named(HTMLParser):
    """Collects the names of tags and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


HOSTILE = '"onerror="x" <iframe srcdoc=x>{{ 1 }}'


def test_a_hostile_name_stays_text_in_every_kind_of_card(bundle: Bundle, folder: Path) -> None:
    scanned = tiny_scanner(bundle).scan(folder / "white.png")
    notes = ImageInfo(1000, 400, (HOSTILE,))
    hostile_video = VideoInfo(640, 480, 1, None, None, "h264", (HOSTILE,))
    results = [
        replace(scanned, source=f"{HOSTILE}/{HOSTILE}.png", image=notes),
        replace(tiny_scanner(bundle).scan(b""), failure=Failure("undecodable", HOSTILE)),
        replace(VIDEO, source=f"{HOSTILE}/{HOSTILE}.mp4", video=hostile_video),
    ]
    file = io.StringIO()
    with Report(bundle.contract) as report:
        for result in results:
            report.add(folder / "white.png", result)
        report.write(file)
    text = file.getvalue()
    assert Page(text).values("data-verdict") == ["FAKE", "FAILED", "UNSURE"]
    assert Named(text).names.isdisjoint({"onerror", "iframe", "srcdoc"})
    assert text.count("{{ 1 }}") >= 5


def test_jinja_is_imported_only_for_a_report() -> None:
    program = "import sys, edge_runtime.cli.scan, edge_runtime.cli.sinks; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "edge_runtime.cli.sinks" in loaded.stdout.split()
    assert "jinja2" not in loaded.stdout.split()
