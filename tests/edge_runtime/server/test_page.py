"""The web page that the server carries: built from its sources, and usable in a browser."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

import edge_runtime
from edge_runtime.cli import main
from edge_runtime.cli.exit_codes import USAGE
from edge_runtime.server.page import PAGE_FOLDER
from tests.support.requirement import missing
from tests.support.running_server import serving
from tests.support.server_answers import check_problem
from tests.support.server_process import serve

PACKAGE = Path(edge_runtime.__file__).parent
WEB = PACKAGE / "web"
SOURCES = ("index.html", "package-lock.json", "vite.config.ts", "public", "src")
BUILT = ("assets", "icon.svg", "index.html")
TESTS = (".test.ts", ".test.tsx")


def files_of(folder: Path, names: Iterable[str]) -> list[str]:
    tops = [folder / name for name in names]
    found = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*"))]
    return sorted(
        file.relative_to(folder).as_posix()
        for file in found
        if file.is_file() and not file.name.endswith(TESTS)
    )


def digest(folder: Path, names: Iterable[str]) -> str:
    """As scripts/stamp.mjs of the page computes it."""
    whole = hashlib.sha256()
    for name in files_of(folder, names):
        inner = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        whole.update(f"{name} {inner}\n".encode())
    return whole.hexdigest()


def test_the_page_was_built_from_these_sources() -> None:
    stamp = json.loads((PAGE_FOLDER / "build.json").read_text("utf-8"))
    hint = "run: npm --prefix edge_runtime/web run build"
    assert stamp == {"sources": digest(WEB, SOURCES), "built": digest(PAGE_FOLDER, BUILT)}, hint


def test_the_server_shows_the_page_and_all_that_it_asks_for() -> None:
    with serving(page=PAGE_FOLDER) as running:
        index = running.client.get("/")
        assert "script-src 'self' 'wasm-unsafe-eval'" in index.headers["Content-Security-Policy"]
        kinds = {
            path: running.client.get(path).headers["Content-Type"].split(";")[0]
            for path in ("/assets/page.js", "/assets/page.css", "/icon.svg")
        }
    assert all(path.removeprefix("/") in index.text for path in kinds)
    assert list(kinds.values()) == ["text/javascript", "text/css", "image/svg+xml"]


def test_without_a_page_the_root_points_to_the_api() -> None:
    with serving() as running:
        answer = running.client.get("/")
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


def test_the_browsers_engine_may_lie_elsewhere(tmp_path: Path) -> None:
    engine = tmp_path / "wasm"
    engine.mkdir()
    (engine / "litert_wasm_internal.wasm").write_bytes(b"\0asm\1\0\0\0")
    with serving(page=PAGE_FOLDER, browser_runtime=engine) as running:
        got = running.client.get("/runtime/litert_wasm_internal.wasm")
    assert (got.status_code, got.headers["Content-Type"]) == (200, "application/wasm")
    assert got.content == b"\0asm\1\0\0\0"


def test_a_folder_without_an_engine_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--workers", "2", "--browser-runtime", str(tmp_path)]) == USAGE
    assert "no .wasm file" in capsys.readouterr().err


def test_the_page_names_no_other_host_and_has_nothing_inline() -> None:
    index = (PAGE_FOLDER / "index.html").read_text("utf-8")
    assert "://" not in index
    assert " style=" not in index
    assert "<style" not in index
    assert "://" not in (PAGE_FOLDER / "assets" / "page.css").read_text("utf-8")


@pytest.mark.slow
def test_the_page_in_a_browser(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        missing("chromium", "apt-get install chromium")
    if shutil.which("node") is None or not (WEB / "node_modules").is_dir():
        missing("the page's Node packages", "npm --prefix edge_runtime/web ci")
    if not (PAGE_FOLDER / "runtime").is_dir():
        missing("LiteRT.js' WebAssembly", "npm --prefix edge_runtime/web run runtime")
    with serve() as server:
        script = [str(WEB / "e2e" / "run.mjs"), str(server.url)]
        done = subprocess.run(
            ["node", *script, str(PACKAGE / "samples"), str(tmp_path), browser],
            capture_output=True,
            text=True,
            timeout=300,
        )
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.png"))) == 5
