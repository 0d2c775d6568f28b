"""Who asks: a browser by its cookie and, when it writes, the token of its form; another program by a bearer token."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Form, Header, Request

from cac.errors import Forbidden
from cac.web.sessions import Sessions
from cac.web.setup import Setup
from cac.workbench.records import Actor


def setup_of(request: Request) -> Setup:
    """What the run has."""
    found: Setup = request.app.state.setup
    return found


def csrf_of(request: Request) -> str:
    """The word that the forms of this session send back; "" where nobody is signed in."""
    cookie = request.cookies.get(cookie_name(setup_of(request)), "")
    secret = setup_of(request).token.encode()
    return hmac.new(secret, b"csrf " + cookie.encode(), "sha256").hexdigest() if cookie else ""


def cookie_name(setup: Setup) -> str:
    """The cookie of a session; browsers keep one jar for all ports of a host, so the port is in it."""
    return f"cac_session_{setup.port}"


def reader(request: Request) -> Actor:
    """Who looks at a page.

    Raises:
        SignInError: "expired", when nobody is signed in.
    """
    sessions: Sessions = request.app.state.sessions
    return sessions.actor(request.cookies.get(cookie_name(setup_of(request)), ""))


def writer(
    request: Request,
    actor: Annotated[Actor, Depends(reader)],
    csrf: Annotated[str, Form()] = "",
    x_csrf: Annotated[str, Header()] = "",
) -> Actor:
    """Who changes something from a page: the field ``csrf`` or the header ``X-CSRF`` proves that it was asked for there.

    Raises:
        SignInError, Forbidden: "csrf".
    """
    if not hmac.compare_digest(csrf or x_csrf, csrf_of(request)):
        raise Forbidden("csrf", "This page is of an older session: load it again.")
    return actor


Run = Annotated[Setup, Depends(setup_of)]
Reader = Annotated[Actor, Depends(reader)]
Writer = Annotated[Actor, Depends(writer)]
