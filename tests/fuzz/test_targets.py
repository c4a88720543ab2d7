"""What is fuzzed holds for sound inputs and for all that fuzzing has found, and notices faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fuzz import targets
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

FOUND = Path(__file__).parents[1] / "fuzz" / "found"


@pytest.mark.parametrize("name", TARGETS)
def test_sound_inputs_and_what_was_found_pass(name: str) -> None:
    found = [path.read_bytes() for path in sorted(FOUND.glob(f"{name}/*"))]
    for data in [*seeds()[name], *found, b"", b"\0", b"\xff" * 100]:
        TARGETS[name](data)


def test_a_form_is_read_whole() -> None:
    (form, *_) = seeds()["form"]
    found, problem = targets._read_form([form[1:]])
    assert problem is None
    assert [(field, name) for field, name, _ in found] == [("file", "a.png"), ("files", "é.jpg")]


def test_a_broken_promise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(self: Any) -> None:
        del self

    monkeypatch.setattr(targets.UploadReader, "close", forget)
    whole = seeds()["form"][1]
    with pytest.raises(AssertionError, match="still counted"):
        TARGETS["form"](whole[: whole.index(b"first") + 3])
