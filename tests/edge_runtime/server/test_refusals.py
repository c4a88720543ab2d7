"""What the server refuses, and with which problem."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.running_server import WHITE, Running, png, serving
from tests.support.server_answers import PNG, check_problem, check_result, form


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with serving() as running:
        yield running


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


def test_explain_wants_one_picture(server: Running) -> None:
    answer = server.client.post("/v1/explain", **form(("files", "p", WHITE)))
    check_problem(answer, 400, "bad_request")
    check_problem(server.client.post("/v1/explain", content=b"x", headers=PNG), 415, "unsupported")


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
