"""What the server answers, to whom, and within which limits; over real connections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from edge_runtime.bundle.bundle import Bundle
from edge_runtime.scan.scanner import EngineAndDetector, Scanner
from edge_runtime.server.settings import Settings
from edge_runtime.types import Box
from tests.support.running_server import BLACK, GREY, WHITE, Running, open_tiny, png, serving
from tests.support.server_answers import PNG, check_problem, check_result, form
from tests.support.tiny_scanner import BrightnessEngine, FixedFaces


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


# Answers


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
        return Scanner(bundle, lambda: EngineAndDetector(BrightnessEngine(), FixedFaces([face])))

    with serving(open_with_face) as running:
        answer = running.client.post("/v1/explain", content=png(255, 300), headers=PNG).json()
    margin = Bundle.open().contract.crop.face_margin * 100
    square = answer["evidence"][0]["square"]
    assert square["left"] == pytest.approx(100 - margin)
    assert square["bottom"] == pytest.approx(200 + margin)


def test_explain_wants_one_picture(server: Running) -> None:
    answer = server.client.post("/v1/explain", **form(("files", "p", WHITE)))
    check_problem(answer, 400, "bad_request")
    check_problem(server.client.post("/v1/explain", content=b"x", headers=PNG), 415, "unsupported")


def test_a_body_without_a_length_is_taken(server: Running) -> None:
    pieces = iter([WHITE[:10], WHITE[10:]])
    assert server.client.post("/v1/scan", content=pieces, headers=PNG).status_code == 200


# Refusals


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty"),
        (b"no picture at all", 415, "unsupported"),
        (WHITE[:40], 422, "undecodable"),
        (png(9, side=4), 422, "too_small"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/scan", "/predict"])
def test_a_picture_that_cannot_be_judged(
    server: Running, path: str, data: bytes, status: int, code: str
) -> None:
    problem = check_problem(server.client.post(path, **form(("file", "p", data))), status, code)
    assert check_result(problem["result"])["failure"]["code"] == code


def test_more_pixels_than_the_limit(server: Running) -> None:
    from tests.support.damaged_pictures import png_that_claims

    bomb = png_that_claims(60_000, 60_000)
    check_problem(server.client.post("/v1/scan", content=bomb, headers=PNG), 413, "too_large")


@pytest.mark.parametrize("kind", ["text/html", "application/x-www-form-urlencoded", "", "a/b;c"])
def test_a_body_of_another_type(server: Running, kind: str) -> None:
    answer = server.client.post("/v1/scan", content=WHITE, headers={"Content-Type": kind})
    check_problem(answer, 415, "unsupported")


def test_a_file_of_another_type(server: Running) -> None:
    files = {"file": ("x.pdf", WHITE, "application/pdf")}
    check_problem(server.client.post("/v1/scan", files=files), 415, "unsupported")


def test_a_compressed_body(server: Running) -> None:
    headers = {**PNG, "Content-Encoding": "gzip"}
    check_problem(
        server.client.post("/v1/scan", content=WHITE, headers=headers), 415, "unsupported"
    )


MULTIPART = {"Content-Type": "multipart/form-data; boundary=b"}
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n'


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "multipart/form-data"}, b""),
        ({"Content-Type": f"multipart/form-data; boundary={'b' * 300}"}, b""),
        (MULTIPART, b""),
        (MULTIPART, b"nonsense"),
        (MULTIPART, b"--b--\r\n"),
        (MULTIPART, HEAD + WHITE),
        (MULTIPART, HEAD + WHITE + b"\r\n--b"),
        (MULTIPART, HEAD.replace(b"file", b"picture") + WHITE + b"\r\n--b--\r\n"),
        (MULTIPART, b"--b\r\n\r\n" + WHITE + b"\r\n--b--\r\n"),
        (MULTIPART, HEAD + b"\r\n--b\r\n\r\n" * 100 + b"\r\n--b--\r\n"),
    ],
)
def test_a_malformed_form(server: Running, headers: dict[str, str], body: bytes) -> None:
    answer = server.client.post("/v1/scan", content=body, headers=headers)
    check_problem(answer, 400, "bad_request")


@pytest.mark.parametrize("fields", [("file", "file"), ("file", "files"), ("files", "file")])
def test_fields_that_do_not_go_together(server: Running, fields: tuple[str, ...]) -> None:
    files = form(*((field, "p", WHITE) for field in fields))
    check_problem(server.client.post("/v1/scan", **files), 400, "bad_request")


def test_predict_wants_a_form_with_one_file(server: Running) -> None:
    body = server.client.post("/predict", content=WHITE, headers=PNG)
    check_problem(body, 415, "unsupported")
    check_problem(server.client.post("/predict", **form(("files", "p", WHITE))), 400, "bad_request")


def test_other_paths_and_methods(server: Running) -> None:
    check_problem(server.client.get("/v2"), 404, "not_found")
    answer = server.client.get("/v1/scan")
    check_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "POST"
    for path in ("/docs", "/redoc"):
        check_problem(server.client.get(path), 404, "not_found")


def test_limits_of_bytes_and_files() -> None:
    with serving(max_picture_bytes=5000, max_body_bytes=9000, max_files=2) as small:
        send = small.client.post
        announced = send("/v1/scan", content=bytes(5001), headers=PNG)
        check_problem(announced, 413, "too_large")
        streamed = send("/v1/scan", content=iter([bytes(3000)] * 2), headers=PNG)
        check_problem(streamed, 413, "too_large")
        check_problem(send("/v1/scan", **form(("file", "p", bytes(5001)))), 413, "too_large")
        two = [("files", "p", bytes(4900))] * 2
        check_problem(send("/v1/scan", **form(*two)), 413, "too_large")
        three = [("files", "p", WHITE)] * 3
        check_problem(send("/v1/scan", **form(*three)), 413, "too_large")
        assert small.metric("held_bytes") == 0
        assert send("/v1/scan", **form(*three[:2])).status_code == 200


# Page, description


def test_without_a_page_the_root_points_to_the_api(server: Running) -> None:
    answer = server.client.get("/")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "/openapi.json" in answer.text


def test_a_built_page_is_served_under_a_strict_policy(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<title>page</title>")
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path / ".hidden").write_text("secret")
    (tmp_path / "assets" / "main.js").write_text("1")
    (tmp_path / "assets" / "out.js").symlink_to("/etc/hostname")
    with serving(page=tmp_path) as site:
        for path in ("/", "/index.html", "/icon.svg", "/assets/main.js"):
            answer = site.client.get(path)
            policy = answer.headers["Content-Security-Policy"]
            assert answer.status_code == 200
            assert "script-src 'self' 'wasm-unsafe-eval'" in policy
            assert "unsafe-inline" not in policy
            assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
            assert answer.headers["Cache-Control"] == "no-cache"
        for path in ("/.hidden", "/assets/out.js", "/assets/..%2fpyproject.toml", "/assets/"):
            check_problem(site.client.get(path), 404, "not_found")
        check_problem(site.client.get("/v1/scan"), 405, "method_not_allowed")


def test_the_description_is_complete_and_its_examples_are_right(server: Running) -> None:
    document = server.client.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1/scan", "/v1/explain", "/predict", "/v1/bundle", "/v1/bundle/{name}", "/healthz",
        "/readyz", "/metrics",
    }  # fmt: skip
    checked = 0
    for operations in document["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    checked += check_examples(content, document["components"])
    assert checked > 20


def check_examples(content: dict[str, Any], components: dict[str, Any]) -> int:
    examples = [each["value"] for each in content.get("examples", {}).values()]
    examples += [content["example"]] if "example" in content else []
    validator = Draft202012Validator({**content["schema"], "components": components})
    for example in examples:
        validator.validate(example)
    return len(examples)


def test_tiny_scanners_differ_from_the_real_one(server: Running) -> None:
    """Guards the other tests: they rest on black, grey and white having different verdicts."""
    bundle = Bundle.open()
    with open_tiny(bundle, Settings()) as scanner:
        verdicts = [str(scanner.scan(picture).verdict) for picture in (WHITE, GREY, BLACK)]
    assert verdicts == ["FAKE", "UNSURE", "REAL"]
