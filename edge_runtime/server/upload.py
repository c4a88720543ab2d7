"""One uploaded picture in memory: complete, or still arriving."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_runtime.server.problem import ProblemError

if TYPE_CHECKING:
    from edge_runtime.server.multipart import PartHead
    from edge_runtime.server.upload_budget import UploadBudget


@dataclass(frozen=True, slots=True)
class Upload:
    """One picture file.

    Attributes:
        field: Name of its form field; None if the request's body is the file.
        name: File name as the client sent it; None if it sent none.
        data: Bytes of the file.
        sha256: Digest of ``data``, hexadecimal.
    """

    field: str | None
    name: str | None
    data: bytes
    sha256: str


class UploadBuffer:
    """Collects the chunks of one picture.

    Args:
        head: Form field and file name.
        max_bytes: Size limit of one picture.
        budget: Counts the bytes; whoever drops the buffer or its upload releases ``size``.

    Attributes:
        size: Bytes so far.
    """

    def __init__(self, head: PartHead, max_bytes: int, budget: UploadBudget) -> None:
        self._head = head
        self._max_bytes = max_bytes
        self._budget = budget
        self._chunks: list[bytes] = []
        self._sha256 = hashlib.sha256()
        self.size = 0

    def add(self, chunk: bytes) -> None:
        """Append a chunk.

        Raises:
            ProblemError: ``too_large`` beyond the size limit, ``overloaded`` beyond the budget.
        """
        if self.size + len(chunk) > self._max_bytes:
            raise ProblemError("too_large", f"a picture has more than {self._max_bytes} bytes")
        self._budget.reserve(len(chunk))
        self.size += len(chunk)
        self._chunks.append(chunk)
        self._sha256.update(chunk)

    def finish(self) -> Upload:
        """The complete picture."""
        data = b"".join(self._chunks)
        return Upload(self._head.field, self._head.filename, data, self._sha256.hexdigest())
