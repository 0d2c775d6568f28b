"""Which program asks: by a bearer token alone, for a browser sends a cookie whoever asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from cac.errors import Invalid, SignInError
from cac.web.who import sessions_of
from cac.workbench.records import Actor

_SCHEME = HTTPBearer(
    scheme_name="token",
    description="The token that `cac serve` printed, or a named one of `cac token create`.",
    auto_error=False,
)


def program(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_SCHEME)]) -> Actor:
    """Who asks.

    Raises:
        SignInError: "token".
        Invalid: "query", when a parameter of the address stands twice: nobody knows which counts.
    """
    if given is None:
        raise SignInError("token", "A bearer token is needed: `cac token create` makes one.")
    actor = sessions_of(request).bearer(given.credentials)
    if len(request.query_params.multi_items()) != len(request.query_params.keys()):
        raise Invalid("query", "A parameter of the address stands twice: name each once.")
    return actor


Program = Annotated[Actor, Depends(program)]
