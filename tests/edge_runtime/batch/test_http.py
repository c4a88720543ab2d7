"""A batch whose list and pictures lie on a web server of the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.run_batch import TinySpec, run

pytestmark = pytest.mark.batch


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing is told."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address under which it is served."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_a_list_on_the_web_names(
    site: tuple[Path, str], spec: TinySpec, tmp_path: Path
) -> None:
    folder, address = site
    for name, level in (("a.png", 0), ("b.png", 255)):
        Image.new("RGB", (64, 64), (level,) * 3).save(folder / name)
    names = [f"{address}/{name}" for name in ("b.png", "absent.png", "a.png")]
    (folder / "list.txt").write_text("\n".join(names))
    out = tmp_path / "out.jsonl"
    run(spec, str(out), 1, f"{address}/list.txt", f"{address}/a.png")
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [row["source"] for row in rows] == [*names, f"{address}/a.png"]
    assert [row["verdict"] for row in rows] == ["FAKE", None, "REAL", "REAL"]
    assert rows[1]["failure"]["code"] == "unreadable"
