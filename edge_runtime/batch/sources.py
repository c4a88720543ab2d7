"""The inputs of a batch, one name after the other, however many there are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.storage import is_url
from edge_runtime.batch.store_errors import store_errors
from edge_runtime.files.inputs import expand_one, is_wanted

COLUMN = "path"
"""Column of a Parquet manifest that holds the names."""

_ROWS = 10_000


def sources(arguments: Sequence[str], recursive: bool = False) -> Iterator[str]:
    """Names of what is to be scanned: the order is kept and repetition is not removed.

    An argument is a file, folder or glob pattern as for a scan of few pictures; ``NAME.txt``, a
    list with a name per line; ``NAME.parquet``, a manifest with a column ``path``; or the URL of
    any of these but a pattern. Names in a list count from the working folder, or are URLs.

    Args:
        arguments: As given.
        recursive: Whether to enter the folders inside a folder.

    Raises:
        BatchRefused: If a list has no such column, or a package is missing.
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
        return _lines(argument)
    if extension == ".parquet":
        return _column(argument)
    return _in_store(argument, recursive) if remote else map(str, expand_one(argument, recursive))


def _lines(name: str) -> Iterator[str]:
    with _open(name) as file:
        for line in file:
            text = os.fsdecode(line.rstrip(b"\r\n"))
            if text:
                yield text


def _column(name: str) -> Iterator[str]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise BatchRefused(f"{name}: {error}; pip install edge-deepfake[batch]") from error

    with _open(name) as file:
        table = parquet.ParquetFile(file)
        if COLUMN not in table.schema_arrow.names:
            columns = ", ".join(table.schema_arrow.names)
            raise BatchRefused(f"{name} has no column {COLUMN!r}, only: {columns}")
        for batch in table.iter_batches(_ROWS, columns=[COLUMN]):
            for row, text in enumerate(batch.column(0).to_pylist()):
                yield _checked(name, row, text)


def _checked(name: str, row: int, text: object) -> str:
    if isinstance(text, str) and text:
        return text
    raise BatchRefused(f"{name}: column {COLUMN!r} has {text!r} where a name is needed")


def _open(name: str) -> Any:
    if not is_url(name):
        return open(name, "rb")
    fsspec = _fsspec(name)
    with store_errors(name):
        return fsspec.open(name, "rb").open()


def _in_store(url: str, recursive: bool) -> Iterator[str]:
    with store_errors(url):
        yield from _listed(url, recursive)


def _listed(url: str, recursive: bool) -> Iterator[str]:
    store, path = _fsspec(url).core.url_to_fs(url)
    if url.startswith(("http://", "https://")) or not store.isdir(path):
        yield url
        return
    for parent, folders, files in store.walk(path, maxdepth=None if recursive else 1):
        visible = sorted(name for name in folders if not name.startswith("."))
        folders[:] = visible
        for name in sorted(filter(is_wanted, files)):
            yield str(store.unstrip_protocol(f"{parent}/{name}"))


def _fsspec(url: str) -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise BatchRefused(f"{url}: {error}; pip install edge-deepfake[batch]") from error
    return fsspec
