"""What a browser sees at ``/``: the web page if it has been built, else a pointer to the API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

import edge_runtime
from edge_runtime.server.security_headers import PAGE_HEADERS, WithHeaders

if TYPE_CHECKING:
    from starlette.requests import Request

PAGE = Path(edge_runtime.__file__).parent / "server" / "static"
"""Where the build of the web page, edge_runtime/web, puts its files."""

_INDEX = "index.html"
_RUNTIME = "runtime"
_POINTER = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>edge-runtime</title>
<h1>edge-runtime</h1>
<p>Send a picture: <code>curl -F file=@photo.jpg http://HOST/v1/scan</code></p>
<p>The API is described in <a href="/openapi.json">/openapi.json</a>.</p>
</html>
"""


def page_routes(folder: Path, browser_runtime: Path | None = None) -> list[BaseRoute]:
    """A route for each file and folder at the top of the page's folder.

    There is no route that catches every path, so that the API's own errors stay what they are.

    Args:
        folder: The built page; it need not exist.
        browser_runtime: Served as ``/runtime`` in place of the page's own folder of that name.
    """
    if not (folder / _INDEX).is_file():
        return [Route("/", _point)]
    found = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    files = [_file_route(f"/{entry.name}", entry) for entry in found if entry.is_file()]
    folders = {entry.name: entry for entry in found if entry.is_dir()}
    if browser_runtime is not None:
        folders[_RUNTIME] = browser_runtime
    mounts = [_folder_route(name, entry) for name, entry in folders.items()]
    return [_file_route("/", folder / _INDEX), *files, *mounts]


async def _point(_: Request) -> Response:
    return HTMLResponse(_POINTER)


def _file_route(path: str, file: Path) -> Route:
    async def show(_: Request) -> Response:
        return FileResponse(file, headers=dict(PAGE_HEADERS))

    return Route(path, show)


def _folder_route(name: str, folder: Path) -> Mount:
    files = WithHeaders(StaticFiles(directory=folder), PAGE_HEADERS)
    return Mount(f"/{name}", files)
