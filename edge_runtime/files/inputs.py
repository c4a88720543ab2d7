"""Turns the files, folders and patterns of a command line into a list of files."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EXTENSIONS = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".mpo",
        ".png",
        ".apng",
        ".webp",
        ".heic",
        ".heif",
        ".avif",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
    }
)
"""Lower-case file name endings that count as pictures inside a folder."""

VIDEO_EXTENSIONS = frozenset({".mp4", ".m4v", ".mov", ".3gp", ".mkv", ".webm", ".avi", ".wmv"})
"""Lower-case file name endings that count as videos, inside a folder and by name."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a command line.

    Attributes:
        paths: Files to scan, each once, in the order of the arguments, and by name within a folder
            or a pattern.
        empty: Arguments (folders, patterns) without a file.
    """

    paths: tuple[Path, ...]
    empty: tuple[str, ...]


def expand(arguments: Sequence[str], recursive: bool = False) -> Inputs:
    """Turn files, folders and glob patterns into a list of files.

    A named file is always taken, even if it does not exist: scanning it reports why it cannot be
    read. Of a folder, only visible files with the extension of a picture or a video are taken, and
    no pipe, socket or device. A pattern that is not itself the name of a file is matched as a
    shell does (``**`` crosses folders).

    Args:
        arguments: Paths and patterns, as given.
        recursive: Whether to enter the folders inside a folder; links to folders are not followed.
    """
    found = {argument: tuple(expand_one(argument, recursive)) for argument in arguments}
    paths = dict.fromkeys(path for files in found.values() for path in files)
    return Inputs(tuple(paths), tuple(name for name, files in found.items() if not files))


def is_video(path: str | os.PathLike[str]) -> bool:
    """Whether a file is scanned as a video, by its name."""
    return _extension(os.fspath(path)) in VIDEO_EXTENSIONS


def unicode_of(name: str) -> str:
    r"""A file name as valid Unicode: bytes that are not UTF-8 become ``\xNN``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def printable(name: str) -> str:
    """A file name that is safe to show: like `unicode_of`, with control characters escaped."""
    text = unicode_of(name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def expand_one(argument: str, recursive: bool = False) -> Iterable[Path]:
    """The files of one argument of `expand`; a folder is listed lazily."""
    if os.path.isdir(argument):
        return _in_folder(argument, recursive)
    if os.path.lexists(argument) or not glob.has_magic(argument):
        return (Path(argument),)
    return _matching(argument, recursive)


def _matching(pattern: str, recursive: bool) -> Iterator[Path]:
    for match in sorted(glob.glob(pattern, recursive=True)):
        if not os.path.isdir(match):
            yield Path(match)
        elif "**" not in pattern:
            yield from _in_folder(match, recursive)


def _in_folder(folder: str, recursive: bool) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if recursive and not name.startswith("."))
        wanted = (Path(parent, name) for name in sorted(files) if is_wanted(name))
        yield from (path for path in wanted if not _is_special(path))


def _is_special(path: Path) -> bool:
    """Whether it is a pipe, socket or device, whose reading might never end."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def is_wanted(name: str) -> bool:
    """Whether a file inside a folder is scanned, by its name."""
    return not name.startswith(".") and (_extension(name) in EXTENSIONS or is_video(name))


def _extension(name: str) -> str:
    return os.path.splitext(name)[1].lower()
