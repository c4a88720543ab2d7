"""Checks the optional bearer token of a request."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from edge_runtime.server.problem import ProblemError

_BEARER = HTTPBearer(auto_error=False, description="The token the server was started with.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def require_token(token: str) -> Callable[..., Awaitable[None]]:
    """A FastAPI dependency that refuses requests without the token.

    Args:
        token: What ``Authorization: Bearer`` must carry (RFC 6750); compared in constant time.
    """
    expected = token.encode()

    async def check(credentials: Credentials) -> None:
        sent = credentials.credentials.encode() if credentials else b""
        if not hmac.compare_digest(sent, expected):
            raise ProblemError(
                "unauthorized",
                "send the token as Authorization: Bearer",
                {"WWW-Authenticate": "Bearer"},
            )

    return check
