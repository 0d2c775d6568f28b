"""Who sits at the browser: accounts of the store, or the one user of a workbench without accounts.

Without accounts the sessions are kept in memory alone: they end with the run. As soon as there is an account, only
accounts count.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from datetime import datetime, timedelta
from hashlib import sha256

from cac.errors import SignInError
from cac.web.setup import Setup
from cac.workbench import people, sessions
from cac.workbench.records import LOCAL, Actor
from cac.workbench.tokens import token_actor

CODE_MINUTES = 5
"""For how long the code lets in that stands in the address which the browser is opened with."""


class Sessions:
    """The sessions of a run."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._lock = threading.Lock()
        self._codes: dict[str, datetime] = {}
        self._open: dict[str, tuple[datetime, datetime]] = {}  # when it began, when it was last in use
        self._failures: list[datetime] = []

    def with_accounts(self) -> bool:
        """Whether people sign in with names."""
        return people.any_users(self._setup.store)

    def one_time_code(self) -> str:
        """A code that lets one browser in, once, within some minutes."""
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[_hash(code)] = self._now()
        return code

    def begin(self, code: str) -> str:
        """The session of a one-time code.

        Raises:
            SignInError: "code", when it was used, is too old or was never made, or when there are accounts.
        """
        with self._lock:
            made = self._codes.pop(_hash(code), None)
        if made is None or made < self._now() - timedelta(minutes=CODE_MINUTES) or self.with_accounts():
            raise SignInError("code", "This address lets nobody in any more: sign in.")
        return self._begun()

    def unlock(self, token: str) -> str:
        """The session of somebody who typed the token of the run; without accounts.

        Raises:
            SignInError: "wrong", "locked_out" after too many failures.
        """
        settings, now = self._setup.store.settings, self._now()
        since = now - timedelta(minutes=settings.locked_minutes)
        with self._lock:  # a failure is counted before the token is looked at: many at once gain nothing
            self._failures = [at for at in self._failures if at > since]
            if len(self._failures) >= settings.failures:
                left = self._failures[-1] + timedelta(minutes=settings.locked_minutes) - now
                minutes = max(1, round(left.total_seconds() / 60))
                raise SignInError("locked_out", f"Too many failures: try again in {minutes} minutes.")
            self._failures.append(now)
        if self.with_accounts() or not self.is_run_token(token.strip()):
            raise SignInError("wrong", "This is not the token of this run.")
        with self._lock:
            self._failures.clear()
        return self._begun()

    def sign_in(self, name: str, password: str) -> str:
        """The session of an account.

        Raises:
            SignInError: as `cac.workbench.sessions.sign_in`.
        """
        return sessions.sign_in(self._setup.store, name, password).token

    def actor(self, cookie: str) -> Actor:
        """Who a session is; it counts as in use now.

        Raises:
            SignInError: "expired".
        """
        if self.with_accounts():
            return sessions.session_actor(self._setup.store, cookie)
        settings, now, hash = self._setup.store.settings, self._now(), _hash(cookie)
        idle, oldest = now - timedelta(minutes=settings.idle_minutes), now - timedelta(hours=settings.session_hours)
        with self._lock:
            self._open = {
                one: (made, seen) for one, (made, seen) in self._open.items() if seen >= idle and made >= oldest
            }
            if hash in self._open:
                self._open[hash] = (self._open[hash][0], now)
                return LOCAL
        raise SignInError("expired", "You were signed out: sign in again.")

    def end(self, cookie: str) -> None:
        """End a session; nothing happens where it ended before."""
        with self._lock:
            self._open.pop(_hash(cookie), None)
        sessions.sign_out(self._setup.store, cookie)

    def bearer(self, token: str) -> Actor:
        """Who a bearer token lets in: that of the run, or a named one.

        Raises:
            SignInError: "token".
        """
        if self.is_run_token(token):
            return self._setup.owner if self.with_accounts() else LOCAL
        return token_actor(self._setup.store, token)

    def is_run_token(self, token: str) -> bool:
        """Whether this is the token of the run."""
        given = token.encode("utf-8", errors="surrogatepass")
        return hmac.compare_digest(given, self._setup.token.encode())

    def _begun(self) -> str:
        cookie = secrets.token_urlsafe(32)
        with self._lock:
            now = self._now()
            self._open[_hash(cookie)] = (now, now)
        return cookie

    def _now(self) -> datetime:
        return self._setup.store.now()


def _hash(word: str) -> str:
    return sha256(word.encode("utf-8", errors="surrogatepass")).hexdigest()
