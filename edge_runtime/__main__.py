"""``python -m edge_runtime`` is the command line tool."""

from __future__ import annotations

from edge_runtime.cli import run

run()
