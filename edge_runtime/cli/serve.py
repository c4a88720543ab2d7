"""``edge-runtime serve``: scan pictures over HTTP."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from edge_runtime.cli import exit_codes
from edge_runtime.cli.options import positive
from edge_runtime.server.settings import ONE_THREAD, Settings
from edge_runtime.server.token import TOKEN_VARIABLE, read_token

_EXTRA_PACKAGES = (
    "fastapi", "h11", "prometheus_client", "pydantic", "python_multipart", "starlette", "uvicorn",
)  # fmt: skip
_SECONDS_PER_DAY = 86_400


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser(
        "serve",
        help="serve scans over HTTP",
        description="Scan pictures over HTTP until SIGTERM or SIGINT.",
    )
    _add_address(parser)
    _add_engine(parser)
    _add_limits(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    settings = _settings(arguments)
    try:
        from edge_runtime.server.run import run as serve

        serve(settings)
    except ImportError as error:
        if (error.name or "").split(".")[0] not in _EXTRA_PACKAGES:
            raise
        message = f"{error.name} is missing: pip install 'edge-deepfake[server]'"
        print(f"edge-runtime: {message}", file=sys.stderr)
        return exit_codes.USAGE
    return exit_codes.OK


def _add_address(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--host", str, "address to listen on")
    _add(parser, "--port", _port, "TCP port; 0 for any free one")
    _add(parser, "--workers", positive, "worker processes")
    parser.add_argument(
        "--token-file",
        type=Path,
        metavar="FILE",
        help=f"file with the token that clients must send; without it ${TOKEN_VARIABLE}, if set",
    )
    parser.add_argument(
        "--cors-origin",
        dest="cors_origins",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="web origin whose pages may call the server; may be repeated",
    )
    _add(
        parser,
        "--browser-runtime",
        Path,
        "folder with the WebAssembly of LiteRT.js (folder wasm of the npm package "
        "@litertjs/core), with which the web page scans in the browser",
    )


def _add_engine(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("engine")
    _add(group, "--bundle", Path, "folder; without it the built-in bundle")
    group.add_argument(
        "--accelerator",
        default="auto",
        metavar="NAME",
        help="auto, cpu, gpu, npu or delegate:LIBRARY (default: auto)",
    )
    group.add_argument(
        "--backend", metavar="NAME", help="TFLite runtime; without it the first found"
    )
    _add(
        group,
        "--engines",
        positive,
        "pictures that one worker scans at a time; without it processors / workers",
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("limits of each worker process")
    _add(group, "--queue", positive, "pictures that may wait for an engine")
    _add(group, "--max-picture-bytes", positive, "largest picture")
    _add(group, "--max-body-bytes", positive, "largest request")
    _add(group, "--max-files", positive, "most pictures in one request")
    _add(
        group,
        "--upload-budget",
        positive,
        "bytes of uploads that all requests together may keep in memory",
        "--max-held-bytes",
    )
    _add(group, "--max-connections", positive, "open connections")
    _add(group, "--body-seconds", _seconds, "longest wait for the body of a request")
    _add(group, "--request-seconds", _seconds, "longest time for a whole request")


def _add(group: Any, option: str, read: Callable[[str], Any], text: str, *older_names: str) -> None:
    """Add the option of the field of `Settings` that has its name; the default is the field's."""
    name = option.removeprefix("--").replace("-", "_")
    default = next(field.default for field in fields(Settings) if field.name == name)
    shown = "" if default is None else f" (default: {default})"
    metavar = {str: "NAME", Path: "DIR", _seconds: "S"}.get(read, "N")
    group.add_argument(
        option, *older_names, type=read, default=default, metavar=metavar, help=text + shown
    )


def _settings(arguments: argparse.Namespace) -> Settings:
    _check_browser_runtime(arguments.browser_runtime)
    computed = {"engine_options", "cors_origins", "token"}
    names = {field.name for field in fields(Settings)} - computed
    return Settings(
        **{name: getattr(arguments, name) for name in names},
        engine_options=replace(
            ONE_THREAD, accelerator=arguments.accelerator, backend=arguments.backend
        ),
        cors_origins=tuple(arguments.cors_origins),
        token=read_token(arguments.token_file),
    )


def _check_browser_runtime(folder: Path | None) -> None:
    if folder is not None and not any(folder.glob("*.wasm")):
        raise OSError(f"{folder} contains no .wasm file of LiteRT.js")


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("must be between 0 and 65535")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < _SECONDS_PER_DAY:
        raise argparse.ArgumentTypeError("must be greater than 0 and less than one day")
    return number
