"""Files and folders by name: local paths, and URLs that fsspec understands."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from edge_runtime.batch.batch_error import BatchRefused
from edge_runtime.batch.store_errors import store_errors


class Place(Protocol):
    """A file or a folder that may or may not exist."""

    def __str__(self) -> str:
        """The name it was opened by."""
        ...

    @property
    def local(self) -> Path | None:
        """Its path on this machine, where files can be appended to; None in a store."""
        ...

    def child(self, name: str) -> Place:
        """A file in this folder."""
        ...

    def exists(self) -> bool:
        """Whether there is such a file or a folder that is not empty."""
        ...

    def names(self) -> list[str]:
        """Files of this folder by name; none if there is no such folder."""
        ...

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            OSError: If it cannot be read.
        """
        ...

    def reading(self) -> AbstractContextManager[Path]:
        """Context whose value is a local path with the content of the file."""
        ...

    def writing(self) -> AbstractContextManager[Path]:
        """Context whose value is a local path to write to; the file appears whole at its end."""
        ...

    def write(self, data: bytes) -> None:
        """Make or replace the file, whole or not at all.

        Raises:
            OSError: If it cannot be written.
        """
        ...

    def remove(self) -> None:
        """Delete the file, or the folder and what is in it; nothing if there is none."""
        ...


def is_url(name: str) -> bool:
    """Whether a name is a URL and not a path."""
    return "://" in name


def place(name: str) -> Place:
    """The place of that name.

    Raises:
        BatchRefused: If it needs a package that is not installed.
    """
    return StorePlace(name) if is_url(name) else LocalPlace(Path(name))


class LocalPlace:
    """A file or folder of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    @property
    def local(self) -> Path | None:
        """The path."""
        return self._path

    def child(self, name: str) -> Place:
        """A file in this folder."""
        return LocalPlace(self._path / name)

    def exists(self) -> bool:
        """Whether there is such a file or folder."""
        return self._path.exists()

    def names(self) -> list[str]:
        """Files of this folder by name."""
        return sorted(os.listdir(self._path)) if self._path.is_dir() else []

    def read(self) -> bytes:
        """The bytes of the file."""
        return self._path.read_bytes()

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """The path."""
        yield self._path

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """A temporary file beside it, on disk for good before it takes its place."""
        from edge_runtime.files.atomic_write import atomic_write

        self._path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._path) as part:
            yield part
            with part.open("rb") as file:
                os.fsync(file.fileno())

    def write(self, data: bytes) -> None:
        """Make or replace the file."""
        with self.writing() as part:
            part.write_bytes(data)

    def remove(self) -> None:
        """Delete it."""
        if self._path.is_dir():
            shutil.rmtree(self._path)
        else:
            self._path.unlink(missing_ok=True)


class StorePlace:
    """An object, or a prefix of objects, in a store such as S3; or a page of a web server."""

    def __init__(self, url: str, store: Any = None) -> None:
        self._url = url
        self._store, self._path = (store, _path_of(url, store)) if store else _opened(url)

    def __str__(self) -> str:
        return self._url

    @property
    def local(self) -> Path | None:
        """None: objects are written whole."""
        return None

    def child(self, name: str) -> Place:
        """An object under this prefix."""
        return StorePlace(f"{self._url.rstrip('/')}/{name}", self._store)

    def exists(self) -> bool:
        """Whether there is such an object or prefix."""
        with store_errors(self._url):
            self._store.invalidate_cache()
            return bool(self._store.exists(self._path))

    def names(self) -> list[str]:
        """Objects under this prefix by name."""
        try:
            with store_errors(self._url):
                self._store.invalidate_cache()
                found = self._store.ls(self._path, detail=False)
        except FileNotFoundError:
            return []
        return sorted(str(name).rstrip("/").rpartition("/")[2] for name in found)

    def read(self) -> bytes:
        """The bytes of the object."""
        with store_errors(self._url):
            data: bytes = self._store.cat_file(self._path)
        return data

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """A copy that is gone at the end, with the ending of the object's name."""
        with tempfile.TemporaryDirectory(prefix="edge-runtime-") as folder:
            copy = Path(folder, "copy").with_suffix(Path(self._path).suffix)
            with store_errors(self._url):
                self._store.get_file(self._path, str(copy))
            yield copy

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """A local file that is uploaded at the end; an upload that breaks off leaves nothing."""
        with tempfile.TemporaryDirectory(prefix="edge-runtime-") as folder:
            part = Path(folder, "part")
            part.touch()
            yield part
            with store_errors(self._url):
                self._store.put_file(str(part), self._path)

    def write(self, data: bytes) -> None:
        """Make or replace the object."""
        with store_errors(self._url):
            self._store.pipe_file(self._path, data)

    def remove(self) -> None:
        """Delete it."""
        if self.exists():
            with store_errors(self._url):
                self._store.rm(self._path, recursive=True)


def _opened(url: str) -> tuple[Any, str]:
    try:
        import fsspec

        store, path = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise BatchRefused(
            f"{url}: {error}; pip install edge-deepfake[batch], and [s3] for S3"
        ) from error
    except ValueError as error:
        raise BatchRefused(f"{url}: {error}") from error
    return store, path


def _path_of(url: str, store: Any) -> str:
    return str(store._strip_protocol(url))
