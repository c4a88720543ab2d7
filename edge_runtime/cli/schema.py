"""``edge-runtime schema``: the JSON Schema of what the other verbs print."""

from __future__ import annotations

import argparse
from typing import Any

FILES = {
    "scan-result": "result/result.schema.json",
    "video-result": "result/video_result.schema.json",
    "camera-frame": "camera/camera_frame.schema.json",
}


def add(verbs: Any) -> None:
    """Add the verb to argparse's subparsers."""
    parser = verbs.add_parser("schema", help="print the JSON Schema of a result")
    parser.add_argument("name", nargs="?", choices=FILES, default="scan-result")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the schema as it is packaged."""
    from importlib.resources import files

    from edge_runtime.cli import exit_codes

    file = files("edge_runtime").joinpath(FILES[arguments.name])
    print(file.read_text("utf-8").rstrip())
    return exit_codes.OK
