"""What the command line tool returns to the shell."""

from __future__ import annotations

OK = 0
"""Everything was scanned, whatever the verdicts."""

SOME_FAILED = 1
"""Some file could not be scanned; the others were."""

USAGE = 2
"""The command line makes no sense, names no picture, or an output cannot be written."""

BROKEN = 3
"""The bundle or the engine does not work."""

INTERRUPTED = 130
"""Ctrl-C, as shells report it."""

CLOSED_PIPE = 141
"""The reader of stdout went away, as shells report it."""

TERMINATED = 143
"""SIGTERM, as shells report it."""
