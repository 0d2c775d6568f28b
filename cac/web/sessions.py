"""Who sits at the browser: accounts of the store, or the one user of a workbench without accounts."""

from __future__ import annotations

import secrets

from cac.errors import SignInError
from cac.web.setup import Setup
from cac.workbench.records import LOCAL, Actor


class Sessions:
    """The sessions of a run without accounts; kept in memory alone."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._codes: set[str] = set()
        self._open: set[str] = set()

    def one_time_code(self) -> str:
        """A code that lets one browser in, once."""
        code = secrets.token_urlsafe(32)
        self._codes.add(code)
        return code

    def begin(self, code: str) -> str:
        """The session of a one-time code.

        Raises:
            SignInError: "code", when it was used or never made.
        """
        if code not in self._codes:
            raise SignInError("code", "This address was used before: start the workbench anew, or sign in.")
        self._codes.discard(code)
        token = secrets.token_urlsafe(32)
        self._open.add(token)
        return token

    def actor(self, token: str) -> Actor:
        """Who a session is.

        Raises:
            SignInError: "expired".
        """
        if token not in self._open:
            raise SignInError("expired", "You were signed out: sign in again.")
        return LOCAL
