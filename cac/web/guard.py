"""The guard before everything: who may ask from where, how much, and what every answer says to the browser.

The workbench listens on the loopback, where every page of every other site in the same browser can send requests to.
So a request must name this machine (a name that points here would do as well as ours: DNS rebinding), and what another
site made the browser ask is refused.
"""

from __future__ import annotations

import sys
from typing import Any

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cac.batch.runner import describe
from cac.readers.text import MOST_BYTES
from cac.web.paths import is_api
from cac.web.problems import Problem, answer, problem_of
from cac.web.who import cookie_of

MOST_FORM = 4 * MOST_BYTES
"""A form may write a byte of a note in three (%0A)."""
MOST_JSON = 8 * MOST_BYTES
"""JSON may write a character in six bytes."""
MOST_FILES = 64 * 1024 * 1024
"""All files of one form together."""
MOST_FROM_NOBODY = 64 * 1024
"""What comes without a session or a token, and all that signs in or out: other users of the machine may send it too."""
FORM_LIMITS: Any = {"max_fields": 1_000, "max_files": 1_000, "max_part_size": MOST_FORM}
_LIMITS = {
    "application/json": MOST_JSON,
    "application/x-www-form-urlencoded": MOST_FORM,
    "multipart/form-data": MOST_FILES,
}
_DOORS = ("/start", "/sign-in", "/sign-out")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_READ = frozenset(["GET", "HEAD", "OPTIONS"])

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer a browser sends Origin: null with its forms
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}

# Starlette writes what is larger than this of an uploaded file into a temporary file: no note stands on the disk.
MultiPartParser.spool_max_size = MOST_FILES + 1


class Guard:
    """Wraps the application; what it refuses never gets there."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        """``port`` is where the server listens: with it, an address of another server of this machine is foreign."""
        self._app = app
        names = ("127.0.0.1", "localhost", "[::1]")
        self._cookie = cookie_of(port)
        self._hosts = frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _dress(message, scope["path"])
            await send(message)

        refused = self._refused(scope)
        try:
            if refused is None:
                await self._app(scope, _limited(receive, self._most(scope)), sent)
            else:
                await answer(Request(scope), refused)(scope, receive, sent)
        except Exception as error:
            sys.stderr.write(f"cac: An error in the program ({describe(error)}).\n")
            if not begun:
                await answer(Request(scope), problem_of(error))(scope, receive, sent)

    def _refused(self, scope: Scope) -> Problem | None:
        headers, method = Headers(scope=scope), str(scope["method"])
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return Problem(421, "host", "The workbench answers only under the address that it printed.")
        fetched = headers.get("sec-fetch-site", "same-origin")
        origin = headers.get("origin")
        foreign = fetched != "same-origin" and (method not in _READ or fetched != "none")
        if foreign or (origin is not None and origin.lower() != f"http://{hosts[0].lower()}"):
            return Problem(
                403, "cross_site", "Another site asked for this, so it is refused: type the address of the workbench."
            )
        if method in _READ:
            return None
        kind = _kind(headers)
        has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        if has_body and kind not in (("application/json",) if is_api(scope["path"]) else _FORMS):
            wanted = "JSON (application/json)" if is_api(scope["path"]) else "forms"
            return Problem(415, "media_type", f"This address takes {wanted} only.")
        if _length(headers) > self._most(scope):
            return problem_of(HTTPException(413))
        return None

    def _most(self, scope: Scope) -> int:
        """How many bytes the body of a request may have."""
        request = Request(scope)
        most = _LIMITS.get(_kind(request.headers), 0)
        known = self._cookie in request.cookies or "authorization" in request.headers
        return most if known and request.url.path not in _DOORS else min(most, MOST_FROM_NOBODY)


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _length(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0 if not said else 2**62


def _limited(receive: Receive, limit: int) -> Receive:
    """``receive`` that ends a body that is longer than it may be, whatever its header said."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413)
        return message

    return limited


def _dress(message: Message, path: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        if name not in ("cache-control",) or not path.startswith("/static/"):
            headers[name] = value
    if path.startswith("/static/"):
        headers["cache-control"] = "no-cache"  # the program's own files: kept, and asked for again
