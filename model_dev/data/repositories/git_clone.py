"""Lists and reads the files of a git repository without checking them out."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

GITHUB = "https://github.com"


class CloneError(ValueError):
    """A repository cannot be cloned or read; the message says what git said."""


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file of a commit: its path, and the name of its content."""

    path: str
    blob: str


class GitClone:
    """A bare clone. Files that it lacks are fetched when they are asked for, if it has a remote.

    Args:
        folder: The git folder.
        fetches: Whether contents that are missing may be fetched.
    """

    def __init__(self, folder: Path, fetches: bool) -> None:
        self._folder = folder
        self._fetches = fetches

    @staticmethod
    def of(repository: str, commit: str, folder: Path, host: str = GITHUB) -> GitClone:
        """Clone the newest or the named commit without its contents, unless it is there.

        Args:
            repository: ``owner/name``.
            commit: Full or short hash; empty for the newest one.
            folder: Where the clone is kept.
            host: Address or folder that holds the repositories.

        Raises:
            CloneError: If git refuses.
        """
        if not (folder / "HEAD").is_file():
            options = ["--bare", "--filter=blob:none", "--quiet"]
            options += [] if commit else ["--depth", "1"]
            _git(["clone", *options, f"{host}/{repository}", str(folder)])
        return GitClone(folder, fetches=True)

    def files(self, commit: str) -> Iterator[TreeFile]:
        """Every file of a commit.

        Raises:
            CloneError: If the commit is not in the clone.
        """
        listed = _git(["ls-tree", "-r", "-z", commit or "HEAD"], self._folder)
        for line in listed.split(b"\0"):
            if line:
                about, path = line.split(b"\t", 1)
                _, kind, blob = about.decode("ascii").split()
                if kind == "blob":
                    yield TreeFile(path.decode("utf-8", "replace"), blob)

    def fetch(self, blobs: Sequence[str]) -> None:
        """Fetch contents in one request, which is far quicker than one by one.

        Raises:
            CloneError: If the remote refuses.
        """
        if self._fetches and blobs:
            options = ["--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin"]
            names = "\n".join(blobs).encode("ascii")
            noop = ["-c", "fetch.negotiationAlgorithm=noop"]
            _git([*noop, "fetch", "origin", *options], self._folder, names)

    @contextmanager
    def reader(self) -> Iterator[BlobReader]:
        """Reads contents one after another."""
        present = None if self._fetches else self._present()
        command = ["git", "--git-dir", str(self._folder), "cat-file", "--batch"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdin is not None, "it is a pipe"
            assert process.stdout is not None, "it is a pipe"
            yield BlobReader(process.stdin, process.stdout, present)
            process.stdin.close()

    def _present(self) -> Set[str]:
        """Every content that the clone has: git would try to fetch any other one, and end."""
        listed = ["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]
        return frozenset(_git(listed, self._folder).decode("ascii").split())


class BlobReader:
    """Reads contents through a running ``git cat-file --batch``.

    Args:
        requests: Its standard input.
        answers: Its standard output.
        present: The contents that the clone has; None if it fetches the others.
    """

    def __init__(
        self, requests: IO[bytes], answers: IO[bytes], present: Set[str] | None = None
    ) -> None:
        self._requests = requests
        self._answers = answers
        self._present = present

    def read(self, blob: str) -> bytes | None:
        """A file's bytes; None if the clone lacks them.

        Raises:
            CloneError: If git ended.
        """
        if self._present is not None and blob not in self._present:
            return None
        self._requests.write(blob.encode("ascii") + b"\n")
        self._requests.flush()
        head = self._answers.readline().split()
        if not head:
            raise CloneError("git ended while files were read")
        if len(head) < 3:
            return None
        data = self._answers.read(int(head[2]))
        self._answers.read(1)
        return data


def _git(arguments: Sequence[str], folder: Path | None = None, text: bytes | None = None) -> bytes:
    place = [] if folder is None else ["--git-dir", str(folder)]
    try:
        done = subprocess.run(["git", *place, *arguments], input=text, capture_output=True)
    except FileNotFoundError as error:
        raise CloneError("git is not installed: install the package git") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise CloneError(f"git {arguments[0]}: {said}")
    return done.stdout
