"""The inputs of a batch: names are produced one by one, however many there are."""

from __future__ import annotations

import codecs
import itertools
import os
from collections.abc import Iterator, Sequence
from typing import Any

from edge_runtime.batch.storage import import_fsspec, is_url, store_errors
from edge_runtime.errors import BatchError
from edge_runtime.files.inputs import expand_one, is_wanted

COLUMN = "path"
"""Column of a Parquet manifest that contains the names."""

_ROWS = 10_000


def list_inputs(arguments: Sequence[str], recursive: bool = False) -> Iterator[str]:
    """Names of the inputs, in the order of the arguments; repeated names stay.

    An argument is a file, folder or glob pattern as for `edge-runtime scan`; ``NAME.txt``, a list
    with one name per line (UTF-8, or UTF-16 with a byte order mark); ``NAME.parquet``, a manifest
    with a column ``path``; or the URL of any of these except a pattern. Names in a list are URLs,
    or relative to the working folder.

    Args:
        arguments: As given on the command line.
        recursive: Whether to enter the folders inside a folder.

    Raises:
        BatchError: If a manifest has no such column, a list is no text, or a package is missing.
        OSError: If a list or folder cannot be read.
    """
    for argument in arguments:
        yield from _expand(argument, recursive)


def _expand(argument: str, recursive: bool) -> Iterator[str]:
    remote = is_url(argument)
    if not remote and os.path.isdir(argument):
        return map(str, expand_one(argument, recursive))
    extension = os.path.splitext(argument)[1].lower()
    if extension == ".txt":
        return _read_list(argument)
    if extension == ".parquet":
        return _read_manifest(argument)
    return _in_store(argument, recursive) if remote else map(str, expand_one(argument, recursive))


def _read_list(name: str) -> Iterator[str]:
    with _open(name) as file:
        first = file.readline()
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from _utf16_lines(name, first + file.read())
            return
        for line in itertools.chain((first.removeprefix(codecs.BOM_UTF8),), file):
            text = os.fsdecode(line.rstrip(b"\r\n"))
            if "\0" in text:
                raise BatchError(f"{name} is no list of names: save it as UTF-8, a name on a line")
            if text:
                yield text


def _utf16_lines(name: str, data: bytes) -> Iterator[str]:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise BatchError(f"{name} is no list of names: {error}") from error
    yield from filter(None, (line.rstrip("\r") for line in text.split("\n")))


def _read_manifest(name: str) -> Iterator[str]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise BatchError(f"{name}: {error}; pip install edge-deepfake[batch]") from error

    with _open(name) as file:
        table = parquet.ParquetFile(file)
        if COLUMN not in table.schema_arrow.names:
            columns = ", ".join(table.schema_arrow.names)
            raise BatchError(f"{name} has no column {COLUMN!r}, only: {columns}")
        for rows in table.iter_batches(_ROWS, columns=[COLUMN]):
            for text in rows.column(0).to_pylist():
                yield _checked(name, text)


def _checked(name: str, text: object) -> str:
    if isinstance(text, str) and text:
        return text
    raise BatchError(f"{name}: column {COLUMN!r} has {text!r} where a name is needed")


def _open(name: str) -> Any:
    if not is_url(name):
        return open(name, "rb")
    fsspec = import_fsspec(name)
    with store_errors(name):
        return fsspec.open(name, "rb").open()


def _in_store(url: str, recursive: bool) -> Iterator[str]:
    with store_errors(url):
        yield from _list_store(url, recursive)


def _list_store(url: str, recursive: bool) -> Iterator[str]:
    store, path = import_fsspec(url).url_to_fs(url)
    if url.startswith(("http://", "https://")) or not store.isdir(path):
        yield url
        return
    for parent, folders, files in store.walk(path, maxdepth=None if recursive else 1):
        visible = sorted(name for name in folders if not name.startswith("."))
        folders[:] = visible
        for name in sorted(filter(is_wanted, files)):
            yield str(store.unstrip_protocol(f"{parent}/{name}"))
