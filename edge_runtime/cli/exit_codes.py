"""Exit codes of the command line tool."""

from __future__ import annotations

OK = 0
"""Every input was scanned, whatever the verdicts."""

SOME_FAILED = 1
"""At least one input could not be scanned; all others were."""

USAGE = 2
"""The command line is wrong or names no picture, or an output cannot be written."""

BROKEN = 3
"""The bundle or the engine does not work."""

INTERRUPTED = 130
"""Ctrl-C, as shells report it."""

CLOSED_PIPE = 141
"""The reader of stdout closed the pipe, as shells report it."""

TERMINATED = 143
"""SIGTERM, as shells report it."""
