"""What is remembered of a request until its line is logged."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Scope

    from edge_runtime.server.upload import Upload

ID_HEADER = "X-Request-ID"
NOT_ANSWERED = 499
"""Logged where the client hung up before there was an answer; nginx's word for it."""

_KEY = "edge_runtime.journal"
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(slots=True)
class Journal:
    """One request.

    Attributes:
        request_id: The client's, if it sent a harmless one, else a new one.
        status: Of the answer, or ``NOT_ANSWERED``.
        code: Of the problem, if there was one.
        pictures: Sha256 and length of each picture; all that is ever logged of it.
    """

    request_id: str
    status: int = NOT_ANSWERED
    code: str | None = None
    pictures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answered(self) -> bool:
        """Whether an answer has begun."""
        return self.status != NOT_ANSWERED

    def note(self, upload: Upload) -> None:
        """Remember a picture's sha256 and length."""
        self.pictures.append({"sha256": upload.sha256, "bytes": len(upload.data)})


def open_journal(scope: Scope) -> Journal:
    """Begin a request's journal; `journal_of` finds it again."""
    offered = Headers(scope=scope).get(ID_HEADER, "")
    request_id = offered if _ACCEPTABLE_ID.fullmatch(offered) else uuid.uuid4().hex
    journal = Journal(request_id)
    scope.setdefault("state", {})[_KEY] = journal
    return journal


def journal_of(scope: Scope) -> Journal:
    """The journal that `open_journal` began."""
    journal: Journal = scope["state"][_KEY]
    return journal
