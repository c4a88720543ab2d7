"""What clients of stores raise, as the one error that a batch expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from edge_runtime.batch.batch_error import BatchRefused


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Every error of a store's client becomes an `OSError` that names the URL.

    Clients of S3, for one, raise errors of their own where a store cannot be reached or refuses the
    credentials.

    Args:
        url: What is read or written.

    Raises:
        OSError: In place of any error but `BatchRefused`; one that already is an `OSError` stays.
    """
    try:
        yield
    except (OSError, BatchRefused):
        raise
    except Exception as error:  # clients raise whatever their libraries raise
        raise OSError(f"{url}: {type(error).__name__}: {error}") from error
