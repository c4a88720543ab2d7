"""Takes the pictures of a list of sources out of git repositories."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from PIL import Image, ImageOps

from edge_runtime.errors import ContractError
from edge_runtime.files import json_document, strict_reader
from edge_runtime.files.atomic_write import atomic_write
from model_dev.data.repositories.git_clone import CloneError, GitClone, TreeFile
from model_dev.data.repositories.picture_source import PictureSource
from model_dev.data.sample_by_hash import first_by_hash

RECORD = "fetched.json"
"""Written last into a source's folder: a folder without it is fetched again."""

AHEAD = 200
"""Contents that are fetched in one request."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was taken of a source.

    Attributes:
        repository: Its repository.
        commit: As in the list.
        pattern: As in the list.
        cap: As in the list.
        matching: Files whose path matches.
        paths: Path in the repository by the name of the picture's file.
        left_out: Number of files passed over, by reason.
    """

    repository: str
    commit: str
    pattern: str
    cap: int
    matching: int
    paths: Mapping[str, str]
    left_out: Mapping[str, int]

    def is_of(self, source: PictureSource) -> bool:
        """Whether the list still states what was fetched."""
        now = (source.repository, source.commit, source.pattern, source.cap)
        return (self.repository, self.commit, self.pattern, self.cap) == now


def fetched_of(folder: Path) -> Fetched | None:
    """The record of a source's folder; None if it was not fetched to its end."""
    try:
        data = json_document.load((folder / RECORD).read_bytes(), RECORD)
        return strict_reader.read(Fetched, data)
    except (OSError, ContractError):
        return None


def fetch_source(source: PictureSource, root: Path, clone: GitClone) -> Fetched:
    """Write a source's pictures below ``root / source.name``, each under its hash's name.

    Files are drawn by the hash of their paths, until the cap is reached. A picture with a mark is
    written as PNG without its lowest part; any other keeps its bytes.

    Args:
        source: One line of the list.
        root: Folder of the data set.
        clone: Of its repository.

    Raises:
        CloneError: If the repository cannot be read, or nothing in it matches.
    """
    files = {file.path: file for file in clone.files(source.commit) if source.matches(file.path)}
    if not files:
        raise CloneError(f"{source.repository}: no file matches the pattern of {source.name}")
    folder = root / source.name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    drawn = [files[path] for path in first_by_hash(sorted(files), len(files))]
    left_out: Counter[str] = Counter()
    paths: dict[str, str] = {}
    for file, data in _contents(drawn, clone):
        try:
            name, picture = _picture(source, file, data)
            _write(folder / name, picture)
            paths[name] = file.path
        except _LeftOutError as error:
            left_out[str(error)] += 1
        if len(paths) == source.cap:
            break
    record = Fetched(
        source.repository, source.commit, source.pattern, source.cap, len(files), paths,
        dict(left_out),
    )  # fmt: skip
    with atomic_write(folder / RECORD) as temporary:
        temporary.write_text(json.dumps(asdict(record), indent=2), encoding="utf-8")
    return record


def fetch_all(
    sources: Sequence[PictureSource],
    root: Path,
    clone_of: Callable[[PictureSource, Path], GitClone],
) -> Iterator[tuple[PictureSource, Fetched | CloneError]]:
    """Fetch what is missing; one repository that fails costs its own sources alone.

    Args:
        sources: The list.
        root: Folder of the data set.
        clone_of: Gives a repository's clone, kept in the given folder while it is used.
    """
    with tempfile.TemporaryDirectory() as clones:
        for source in sources:
            known = fetched_of(root / source.name)
            if known is not None and known.is_of(source):
                yield source, known
                continue
            try:
                name = f"{source.repository.replace('/', '+')}@{source.commit}"
                yield source, fetch_source(source, root, clone_of(source, Path(clones) / name))
            except CloneError as error:
                yield source, error


def _contents(
    files: Sequence[TreeFile], clone: GitClone
) -> Iterator[tuple[TreeFile, bytes | None]]:
    waiting = iter(files)
    with clone.reader() as reader:
        while chunk := list(islice(waiting, AHEAD)):
            clone.fetch([file.blob for file in chunk])
            for file in chunk:
                yield file, reader.read(file.blob)


class _LeftOutError(ValueError):
    """A file is passed over; the message is the reason."""


def _picture(source: PictureSource, file: TreeFile, data: bytes | None) -> tuple[str, bytes]:
    """Name and bytes of a picture.

    Raises:
        _LeftOutError: If it takes no part.
    """
    if data is None:
        raise _LeftOutError("missing")
    if source.marker and source.marker.encode() not in data:
        raise _LeftOutError("no marker")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            suffix = f".{(picture.format or 'bin').lower()}"
            side = min(picture.size)
            if source.trim_bottom:
                data, suffix = _trimmed(picture, source.trim_bottom), ".png"
    except Exception as error:  # decoders raise whatever a damaged file makes them raise
        raise _LeftOutError(type(error).__name__) from error
    if side < source.least_side:
        raise _LeftOutError("small")
    return f"{file.blob[:16]}{suffix}", data


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        raise _LeftOutError("same content")
    with atomic_write(path) as temporary:
        temporary.write_bytes(data)


def _trimmed(picture: Image.Image, share: float) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    kept = upright.crop((0, 0, upright.width, int(upright.height * (1 - share))))
    made = io.BytesIO()
    kept.save(made, "PNG", compress_level=1)
    return made.getvalue()
