"""The exception that stops a build."""

from __future__ import annotations


class BuildError(Exception):
    """A step failed. The message tells the person who started the build why."""
