"""What a batch will not do."""

from __future__ import annotations


class BatchRefused(Exception):  # noqa: N818 - the batch is all right, the request is not
    """A batch cannot start as asked; the message says what to change."""
