"""What is fuzzed: each target takes any bytes and raises only if a promise is broken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

import numpy as np
from starlette.requests import Request
from starlette.types import Message

from edge_runtime.bundle.contract import SCHEMA, Contract
from edge_runtime.errors import ContractError, ImageError
from edge_runtime.files import json_document
from edge_runtime.picture.decode import read_rgb
from edge_runtime.server.problem import ProblemError
from edge_runtime.server.settings import Settings
from edge_runtime.server.upload_budget import UploadBudget
from edge_runtime.server.upload_reader import UploadReader
from edge_runtime.types import FailureCode

if TYPE_CHECKING:
    from prometheus_client import Gauge

Target: TypeAlias = Callable[[bytes], None]
Picture: TypeAlias = tuple[str | None, str | None, str]
"""Form field, file name and sha256."""

PIXELS = 1_000_000
"""Larger pictures would only be slower."""

HEADER = (b"content-type", b"multipart/form-data; boundary=b")
LIMITS = Settings(max_files=4)
_LOOP = asyncio.new_event_loop()


def picture(data: bytes) -> None:
    """Any file is a picture, or a failure with a known code."""
    try:
        rgb = read_rgb(data, PIXELS).rgb
    except ImageError as error:
        assert error.code in get_args(FailureCode), error.code
        return
    assert rgb.dtype == np.uint8
    assert rgb.ndim == 3
    assert rgb.shape[2] == 3
    assert 0 < rgb.size <= 3 * PIXELS


def contract(data: bytes) -> None:
    """Any document is refused, or is the same when it is written, read and written again."""
    try:
        written = json_document.value_of(Contract.parse(json_document.load(data, "contract.json")))
    except ContractError:
        return
    assert json_document.value_of(Contract.parse({"schema": SCHEMA, **written})) == written


def form(data: bytes) -> None:
    """A body means the same however it is cut into pieces, and none of its bytes is kept.

    How many pictures of a form are read before it is refused depends on the pieces, and so does
    for which of several faults.

    Args:
        data: The first byte says how long the pieces are, the rest is the body.
    """
    step, body = 1 + data[0] if data else 1, data[1:]
    found, problem = _read_form([body])
    cut = [body[i : i + step] for i in range(0, len(body), step)]
    found_cut, problem_cut = _read_form(cut or [b""])
    assert bool(problem) == bool(problem_cut), f"{problem}, but in pieces {problem_cut}"
    assert found_cut[: len(found)] == found
    assert problem or found_cut == found


class _Shown:
    """Stands for the metric of the bytes in memory."""

    value = 0.0

    def set(self, value: float) -> None:
        self.value = value


def _read_form(pieces: list[bytes]) -> tuple[list[Picture], str | None]:
    """The pictures of a form that arrives in these pieces, and the code that ended it."""
    shown, waiting = _Shown(), list(pieces)

    async def receive() -> Message:
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    request = Request({"type": "http", "headers": [HEADER]}, receive)
    uploads = UploadReader(
        request, LIMITS, UploadBudget(LIMITS.upload_budget, cast("Gauge", shown))
    )
    read = _LOOP.run_until_complete(_read(uploads))
    uploads.close()
    assert shown.value == 0, f"{shown.value} bytes are still counted"
    return read


async def _read(uploads: UploadReader) -> tuple[list[Picture], str | None]:
    found: list[Picture] = []
    try:
        while upload := await uploads.next():
            found.append((upload.field, upload.name, upload.sha256))
    except ProblemError as problem:
        return found, problem.code
    return found, None


TARGETS: Mapping[str, Target] = MappingProxyType(
    {"picture": picture, "contract": contract, "form": form}
)
