"""``edge-runtime serve``: the same scan over HTTP."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from edge_runtime.cli import exit_codes
from edge_runtime.cli.options import positive
from edge_runtime.server.settings import Settings

TOKEN_VARIABLE = "EDGE_RUNTIME_TOKEN"
EXTRA = ("fastapi", "h11", "prometheus_client", "python_multipart", "starlette", "uvicorn")
_LONGEST_SECONDS = 86_400


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser(
        "serve",
        help="serve scans over HTTP",
        description=__doc__,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    _add_address(parser)
    _add_engine(parser)
    _add_limits(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    settings = _settings(arguments)
    try:
        from edge_runtime.server.run import run as serve

        serve(settings)
    except ImportError as error:
        if (error.name or "").split(".")[0] not in EXTRA:
            raise
        needs = f"{error.name} is missing: pip install 'edge-deepfake[server]'"
        print(f"edge-runtime: {needs}", file=sys.stderr)
        return exit_codes.USAGE
    return exit_codes.OK


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=_default("host"), help="address to listen on")
    parser.add_argument(
        "--port", type=_port, default=_default("port"), metavar="N", help="0 takes any free one"
    )
    parser.add_argument(
        "--workers", type=positive, default=_default("workers"), metavar="N", help="processes"
    )
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"holds the token that clients must send; without it ${TOKEN_VARIABLE} does, if set",
    )
    parser.add_argument(
        "--browser-runtime",
        type=Path,
        metavar="DIR",
        help="holds LiteRT.js' WebAssembly (the folder wasm of the npm package @litertjs/core): "
        "the page can then judge in the browser",
    )
    parser.add_argument(
        "--cors-origin",
        dest="cors_origins",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="web origin whose pages may call the server; may be repeated",
    )


def _add_engine(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("engine")
    group.add_argument("--bundle", type=Path, metavar="DIR", help="bundle; without it the built-in")
    group.add_argument("--accelerator", default=_default("accelerator"), metavar="NAME", help="one")
    group.add_argument("--backend", metavar="NAME", help="TFLite runtime; without it the first")
    group.add_argument(
        "--engines",
        type=positive,
        metavar="N",
        help="pictures scanned at a time by a worker; without it processors / workers",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("limits of each worker")
    for name, text in (
        ("queue", "pictures that may wait for an engine"),
        ("max_picture_bytes", "largest picture"),
        ("max_body_bytes", "largest request"),
        ("max_files", "most pictures of a request"),
        ("max_held_bytes", "bytes of all pictures in memory"),
        ("max_connections", "open connections"),
    ):
        option = f"--{name.replace('_', '-')}"
        group.add_argument(option, type=positive, default=_default(name), metavar="N", help=text)
    for name, text in (
        ("body_seconds", "wait for the bytes of a request"),
        ("request_seconds", "time for a whole request"),
    ):
        option = f"--{name.replace('_', '-')}"
        group.add_argument(option, type=_seconds, default=_default(name), metavar="S", help=text)


def _default(name: str) -> Any:
    return next(field.default for field in fields(Settings) if field.name == name)


def _settings(arguments: argparse.Namespace) -> Settings:
    names = {field.name for field in fields(Settings)} - {"token", "cors_origins"}
    chosen = {name: getattr(arguments, name) for name in names}
    _check_browser_runtime(arguments.browser_runtime)
    origins = tuple(arguments.cors_origins)
    return Settings(**chosen, cors_origins=origins, token=_token(arguments.token_file))


def _check_browser_runtime(folder: Path | None) -> None:
    if folder is not None and not any(folder.glob("*.wasm")):
        raise OSError(f"{folder} holds no .wasm of LiteRT.js")


def _token(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(TOKEN_VARIABLE) or None
    token = file.read_text("utf-8").strip()
    if not token:
        raise OSError(f"{file} holds no token")
    return token


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("must be from 0 to 65535")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < _LONGEST_SECONDS:
        raise argparse.ArgumentTypeError("must be above 0 and below a day")
    return number
