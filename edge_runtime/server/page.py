"""Routes of the web page at ``/``; a short text about the API where the page was not built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import edge_runtime
from edge_runtime.server.security_headers import PAGE_HEADERS, DefaultHeaders

if TYPE_CHECKING:
    from starlette.requests import Request

PAGE_FOLDER = Path(edge_runtime.__file__).parent / "server" / "static"
"""Where the build of edge_runtime/web writes the page."""

_INDEX = "index.html"
_RUNTIME = "runtime"
_API_TEXT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>edge-runtime</title>
<h1>edge-runtime</h1>
<p>Send a picture: <code>curl -F file=@photo.jpg http://HOST/v1/scan</code></p>
<p>The API is described in <a href="/openapi.json">/openapi.json</a>.</p>
</html>
"""


def page_routes(folder: Path, browser_runtime: Path | None = None) -> list[BaseRoute]:
    """One route for each file and folder at the top level of the page's folder.

    No route catches every path, so that unknown paths are answered by the API's problem responses.

    Args:
        folder: Folder of the built page; it need not exist.
        browser_runtime: Served as ``/runtime`` in place of the page's own folder of that name.
    """
    if not (folder / _INDEX).is_file():
        return [Route("/", _show_api_text)]
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    files = [_file_route(f"/{entry.name}", entry) for entry in entries if entry.is_file()]
    folders = {entry.name: entry for entry in entries if entry.is_dir()}
    if browser_runtime is not None:
        folders[_RUNTIME] = browser_runtime
    mounts = [_folder_route(name, entry) for name, entry in folders.items()]
    return [_file_route("/", folder / _INDEX), *files, *mounts]


async def _show_api_text(_: Request) -> Response:
    return HTMLResponse(_API_TEXT)


def _file_route(path: str, file: Path) -> Route:
    async def show(_: Request) -> Response:
        return FileResponse(file, headers=dict(PAGE_HEADERS))

    return Route(path, show)


def _folder_route(name: str, folder: Path) -> Mount:
    files = DefaultHeaders(StaticFiles(directory=folder), PAGE_HEADERS)
    return Mount(f"/{name}", files)
