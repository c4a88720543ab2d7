"""Why a build stops."""

from __future__ import annotations


class BuildError(Exception):
    """A step failed; the message is for the person who started the build."""
