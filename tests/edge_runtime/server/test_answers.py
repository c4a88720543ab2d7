"""What the server answers if a request is right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.faces.found_faces import FoundFaces
from edge_runtime.scan.network_pool import EngineAndDetector
from edge_runtime.scan.scanner import Scanner
from edge_runtime.server.settings import Settings
from edge_runtime.types import Box
from tests.support.running_server import BLACK, GREY, WHITE, Running, open_tiny, png, serving
from tests.support.server_answers import PNG, check_result, form
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces, TinyScanner


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


def test_a_body_that_is_a_picture(server: Running) -> None:
    answer = server.client.post("/v1/scan", content=WHITE, headers=PNG)
    result = check_result(answer.json())
    assert (answer.status_code, result["verdict"], result["source"]) == (200, "FAKE", "<bytes>")


def test_a_form_with_one_picture(server: Running) -> None:
    answer = server.client.post("/v1/scan", **form(("file", "schwarz \u263d.png", BLACK)))
    result = check_result(answer.json())
    assert (result["verdict"], result["source"]) == ("REAL", "schwarz \u263d.png")


def test_a_form_with_many_pictures_keeps_order_and_failures(server: Running) -> None:
    files = [("files", "w", WHITE), ("files", "x", b"GIF8no"), ("files", "b", BLACK)]
    results = server.client.post("/v1/scan", **form(*files)).json()["results"]
    assert [check_result(each)["source"] for each in results] == ["w", "x", "b"]
    assert [each["verdict"] for each in results] == ["FAKE", None, "REAL"]
    assert results[1]["failure"]["code"] == "undecodable"


def test_other_form_fields_are_skipped(server: Running) -> None:
    answer = server.client.post("/v1/scan", data={"note": "x"}, **form(("file", "w", WHITE)))
    assert answer.json()["verdict"] == "FAKE"


@pytest.mark.parametrize("picture", [WHITE, GREY, BLACK])
def test_predict_answers_as_the_original_did(server: Running, picture: bytes) -> None:
    answer = server.client.post("/predict", **form(("file", "p.png", picture))).json()
    result = check_result(answer["result"])
    fake = result["probability"]
    share = {"FAKE": fake, "REAL": 1 - fake, "UNSURE": max(fake, 1 - fake)}[answer["prediction"]]
    assert answer["prediction"] == result["verdict"]
    assert answer["confidence"] == pytest.approx(share * 100, abs=0.005)


def test_explain_tells_where_the_evidence_lies(server: Running) -> None:
    answer = server.client.post("/v1/explain", **form(("file", "w.png", png(255, 300)))).json()
    result = check_result(answer["result"])
    (region,), (evidence,) = result["regions"], answer["evidence"]
    assert evidence["square"] == region["box"] == {"left": 0, "top": 0, "right": 300, "bottom": 300}
    assert [len(row) for row in evidence["values"]] == [7] * 7
    body = server.client.post("/v1/explain", content=WHITE, headers=PNG)
    assert body.json()["result"]["verdict"] == "FAKE"


def test_the_square_of_a_face_reaches_beyond_its_box() -> None:
    face = Box(100, 100, 200, 200)

    def open_with_face(bundle: Bundle, _: Settings) -> Scanner:
        return TinyScanner(
            bundle, lambda: EngineAndDetector(BrightnessEngine(), FixedFaces([face]))
        )

    with serving(open_with_face) as running:
        answer = running.client.post("/v1/explain", content=png(255, 300), headers=PNG).json()
    crop = Bundle.open().contract.crop
    whole, square = (evidence["square"] for evidence in answer["evidence"])
    assert whole == {"left": 0, "top": 0, "right": 300, "bottom": 300}
    margin, shift = crop.face_margin * 100, crop.face_shift * 100
    assert square["left"] == pytest.approx(100 - margin)
    assert square["bottom"] == pytest.approx(200 + margin + shift)


def test_the_square_of_a_turned_face_is_shifted_towards_its_chin() -> None:
    """In a picture that is upright after a quarter turn clockwise the chin lies to the right."""
    face, found = Box(100, 100, 200, 180), FoundFaces(turn=90)

    def open_with_face(bundle: Bundle, _: Settings) -> Scanner:
        detector = FixedFaces([face], found)
        return TinyScanner(bundle, lambda: EngineAndDetector(BrightnessEngine(), detector))

    with serving(open_with_face) as running:
        answer = running.client.post("/v1/explain", content=png(255, 300), headers=PNG).json()
    crop = Bundle.open().contract.crop
    side, shift = 100 * (1 + 2 * crop.face_margin), crop.face_shift * 100
    square = answer["evidence"][1]["square"]
    assert check_result(answer["result"])["rotated"] == 90
    assert square["left"] == pytest.approx(150 + shift - side / 2)
    assert square["top"] == pytest.approx(140 - side / 2)


def test_a_body_without_a_length_is_taken(server: Running) -> None:
    pieces = iter([WHITE[:10], WHITE[10:]])
    assert server.client.post("/v1/scan", content=pieces, headers=PNG).status_code == 200


def test_tiny_scanners_differ_from_the_real_one(server: Running) -> None:
    """Guards the other tests: they rest on black, grey and white having different verdicts."""
    bundle = Bundle.open()
    with open_tiny(bundle, Settings()) as scanner:
        verdicts = [str(scanner.scan(picture).verdict) for picture in (WHITE, GREY, BLACK)]
    assert verdicts == ["FAKE", "UNSURE", "REAL"]
