"""Files and folders on this machine, and in stores that fsspec can reach, such as S3."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from edge_runtime.errors import BatchError

_EXTRAS = "edge-deepfake[batch], and [s3] for S3"


class Storage(Protocol):
    """A file or a folder that may or may not exist."""

    def __str__(self) -> str:
        """The path or URL it was opened with."""
        ...

    @property
    def local_path(self) -> Path | None:
        """Its path on this machine, where files can be appended to; None in a store."""
        ...

    def child(self, name: str) -> Storage:
        """A file in this folder."""
        ...

    def exists(self) -> bool:
        """Whether there is such a file or folder. In a store an empty folder does not exist."""
        ...

    def names(self) -> list[str]:
        """Sorted names of the files in this folder; empty if there is no such folder."""
        ...

    def read(self) -> bytes:
        """Read the whole file.

        Raises:
            OSError: If it cannot be read.
        """
        ...

    def readable_path(self) -> AbstractContextManager[Path]:
        """Context that gives a local path with the content of the file."""
        ...

    def writable_path(self) -> AbstractContextManager[Path]:
        """Context that gives a local path to write to; the file appears when the context ends."""
        ...

    def write(self, data: bytes) -> None:
        """Create or replace the file, completely or not at all.

        Raises:
            OSError: If it cannot be written.
        """
        ...

    def remove(self) -> None:
        """Delete the file, or the folder with its content; no error if it does not exist."""
        ...


def is_url(name: str) -> bool:
    """Whether a name is a URL and not a path."""
    return "://" in name


def open_storage(name: str) -> Storage:
    """The file or folder with that path or URL.

    Raises:
        BatchError: If a URL needs a package that is not installed, or its protocol is unknown.
    """
    return RemoteStorage(name, *_connect(name)) if is_url(name) else LocalStorage(Path(name))


def import_fsspec(url: str) -> Any:
    """The module `fsspec`.

    Raises:
        BatchError: If it is not installed; the message names the URL that needs it.
    """
    try:
        import fsspec
    except ImportError as error:
        raise BatchError(f"{url}: {error}; pip install {_EXTRAS}") from error
    return fsspec


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Turn every error of a store's client into an `OSError` that names the URL.

    Clients raise errors of their own classes where a store cannot be reached or refuses the
    credentials.

    Args:
        url: What is read or written.

    Raises:
        OSError: Instead of any error but `BatchError`; an `OSError` stays as it is.
    """
    try:
        yield
    except (OSError, BatchError):
        raise
    except Exception as error:  # clients raise whatever their libraries raise
        raise OSError(f"{url}: {type(error).__name__}: {error}") from error


class LocalStorage:
    """A file or folder of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    @property
    def local_path(self) -> Path | None:
        """The path."""
        return self._path

    def child(self, name: str) -> Storage:
        """A file in this folder."""
        return LocalStorage(self._path / name)

    def exists(self) -> bool:
        """Whether there is such a file or folder."""
        return self._path.exists()

    def names(self) -> list[str]:
        """Sorted names of the files in this folder."""
        return sorted(os.listdir(self._path)) if self._path.is_dir() else []

    def read(self) -> bytes:
        """Read the whole file."""
        return self._path.read_bytes()

    @contextmanager
    def readable_path(self) -> Iterator[Path]:
        """The path itself."""
        yield self._path

    @contextmanager
    def writable_path(self) -> Iterator[Path]:
        """A temporary file beside it, which is synced to disk before it replaces the file."""
        from edge_runtime.files.atomic_write import atomic_write

        self._path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._path) as temporary:
            yield temporary
            with temporary.open("rb") as file:
                os.fsync(file.fileno())

    def write(self, data: bytes) -> None:
        """Create or replace the file."""
        with self.writable_path() as temporary:
            temporary.write_bytes(data)

    def remove(self) -> None:
        """Delete the file, or the folder with its content."""
        if self._path.is_dir():
            shutil.rmtree(self._path)
        else:
            self._path.unlink(missing_ok=True)


class RemoteStorage:
    """An object, or a prefix of objects, in a store such as S3; or a file of a web server.

    Args:
        url: For messages.
        filesystem: An fsspec file system.
        path: The object's path in that file system.
    """

    def __init__(self, url: str, filesystem: Any, path: str) -> None:
        self._url = url
        self._filesystem = filesystem
        self._path = path

    def __str__(self) -> str:
        return self._url

    @property
    def local_path(self) -> Path | None:
        """None: an object can only be written as a whole."""
        return None

    def child(self, name: str) -> Storage:
        """An object under this prefix."""
        url, path = self._url.rstrip("/"), self._path.rstrip("/")
        return RemoteStorage(f"{url}/{name}", self._filesystem, f"{path}/{name}")

    def exists(self) -> bool:
        """Whether there is such an object or prefix."""
        with store_errors(self._url):
            self._filesystem.invalidate_cache()
            return bool(self._filesystem.exists(self._path))

    def names(self) -> list[str]:
        """Sorted names of the objects under this prefix."""
        try:
            with store_errors(self._url):
                self._filesystem.invalidate_cache()
                found = self._filesystem.ls(self._path, detail=False)
        except FileNotFoundError:
            return []
        return sorted(str(name).rstrip("/").rpartition("/")[2] for name in found)

    def read(self) -> bytes:
        """Read the whole object."""
        with store_errors(self._url):
            data: bytes = self._filesystem.cat_file(self._path)
        return data

    @contextmanager
    def readable_path(self) -> Iterator[Path]:
        """A copy with the object's file extension, which is deleted when the context ends."""
        with tempfile.TemporaryDirectory(prefix="edge-runtime-") as folder:
            copy = Path(folder, "copy").with_suffix(Path(self._path).suffix)
            with store_errors(self._url):
                self._filesystem.get_file(self._path, str(copy))
            yield copy

    @contextmanager
    def writable_path(self) -> Iterator[Path]:
        """A local file that is uploaded at the end; an interrupted upload leaves nothing."""
        with tempfile.TemporaryDirectory(prefix="edge-runtime-") as folder:
            temporary = Path(folder, "upload")
            temporary.touch()
            yield temporary
            with store_errors(self._url):
                self._filesystem.put_file(str(temporary), self._path)

    def write(self, data: bytes) -> None:
        """Create or replace the object."""
        with store_errors(self._url):
            self._filesystem.pipe_file(self._path, data)

    def remove(self) -> None:
        """Delete the object, or all objects under the prefix."""
        if self.exists():
            with store_errors(self._url):
                self._filesystem.rm(self._path, recursive=True)


def _connect(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    fsspec = import_fsspec(url)
    try:
        filesystem, path = fsspec.url_to_fs(url)
    except ImportError as error:
        raise BatchError(f"{url}: {error}; pip install {_EXTRAS}") from error
    except ValueError as error:
        raise BatchError(f"{url}: {error}") from error
    return filesystem, path
