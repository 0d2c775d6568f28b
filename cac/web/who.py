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


def sessions_of(request: Request) -> Sessions:
    """The sessions of the run."""
    found: Sessions = request.app.state.sessions
    return found


def csrf_of(request: Request) -> str:
    """The word that the forms of this session send back; "" where nobody is signed in."""
    cookie = request.cookies.get(cookie_name(setup_of(request)), "")
    secret = setup_of(request).token.encode()
    return hmac.new(secret, b"csrf " + cookie.encode(), "sha256").hexdigest() if cookie else ""


def cookie_name(setup: Setup) -> str:
    """The cookie of a session; browsers keep one jar for all ports of a host, so the port is in it."""
    return cookie_of(setup.port)


def cookie_of(port: int) -> str:
    """As `cookie_name`, for a port."""
    return f"cac_session_{port}"


def reader(request: Request) -> Actor:
    """Who looks at a page.

    Raises:
        SignInError: "expired", when nobody is signed in.
    """
    actor = sessions_of(request).actor(request.cookies.get(cookie_name(setup_of(request)), ""))
    request.state.actor = actor  # a page that tells of an error shows who is signed in
    return actor


def writer(
    request: Request,
    actor: Annotated[Actor, Depends(reader)],
    csrf: Annotated[str, Form()] = "",
    x_csrf: Annotated[str, Header()] = "",
) -> Actor:
    """Who changes something from a page: the field ``csrf`` or the header ``X-CSRF`` proves that it was asked there.

    Raises:
        SignInError, Forbidden: "csrf".
    """
    check_csrf(request, csrf or x_csrf)
    return actor


def check_csrf(request: Request, given: str) -> None:
    """Prove that a form is one of this session.

    Raises:
        Forbidden: "csrf".
    """
    wanted = csrf_of(request).encode()
    if not wanted or not hmac.compare_digest(given.encode("utf-8", errors="surrogatepass"), wanted):
        raise Forbidden("csrf", "This page is of an older session: load it again.")


Run = Annotated[Setup, Depends(setup_of)]
Reader = Annotated[Actor, Depends(reader)]
Writer = Annotated[Actor, Depends(writer)]
