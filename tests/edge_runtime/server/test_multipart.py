"""What comes before a form's first boundary, however the body is cut."""

from __future__ import annotations

import pytest

from edge_runtime.server.multipart import FormEvent, MultipartReader, PartHead
from edge_runtime.server.problem import ProblemError

PART = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nseen\r\n--b--\r\n'
STEPS = [1, 2, 5, 14, 1000]


def split(body: bytes, step: int) -> list[FormEvent]:
    splitter = MultipartReader("multipart/form-data; boundary=b")
    events: list[FormEvent] = []
    for start in range(0, len(body), step):
        events += splitter.feed(body[start : start + step])
    return [*events, *splitter.end()]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [b"", b"\r\n", b"\n\r\n\r\n"])
def test_line_ends_before_the_first_boundary_are_skipped(before: bytes, step: int) -> None:
    head, *data, _ = split(before + PART, step)
    assert head == PartHead("file", None, None)
    assert b"".join(piece for piece in data if isinstance(piece, bytes)) == b"seen"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [b"preamble\r\n", b"\r\npreamble\r\n", b"\n-\r\n"])
def test_anything_else_before_it_is_refused(before: bytes, step: int) -> None:
    with pytest.raises(ProblemError, match="malformed"):
        split(before + PART, step)
