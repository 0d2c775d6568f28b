"""Sessions: they begin with a password, end when nobody works, and a name is locked out after too many failures.

A failure is counted before the password is looked at, so that many guesses at once gain nothing; a name that does not
exist takes as long, says the same and is locked out like one that does.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, select

from cac.errors import SignInError
from cac.workbench.chain import digest
from cac.workbench.checks import checked_role
from cac.workbench.passwords import fits, nobody
from cac.workbench.records import NAME, Actor
from cac.workbench.settings import stamp
from cac.workbench.store import Store, Work
from cac.workbench.tables import AttemptRow, SessionRow, UserRow

_TOUCH = 30  # seconds between two times that a session is written as in use


class SignedIn(NamedTuple):
    """A session: its token, which only the browser keeps, and who it is."""

    token: str
    actor: Actor


def sign_in(store: Store, name: str, password: str) -> SignedIn:
    """Begin a session.

    Raises:
        SignInError: "wrong" for a wrong name or password or a disabled account, "locked_out" after too many failures.
    """
    row = _fitting(store, name, password)
    name, token = row.name, secrets.token_urlsafe(32)
    with store.writing(f"user:{name}") as work:
        _still_fits(work, row)
        oldest = stamp(store.now() - timedelta(hours=store.settings.session_hours))
        work.session.execute(delete(SessionRow).where(SessionRow.made < oldest))
        work.add(SessionRow(hash=_token_hash(token), user=name, made=work.now, seen=work.now))
        work.log("user.signed_in", {"user": name})
    return SignedIn(token, Actor(name=f"user:{name}", role=checked_role(row.role)))


def check_password(store: Store, name: str, password: str) -> None:
    """Prove that somebody who is in knows her password; no session begins.

    Raises:
        SignInError: as `sign_in`.
    """
    row = _fitting(store, name, password)
    with store.writing(f"user:{row.name}") as work:
        _still_fits(work, row)


def session_actor(store: Store, token: str) -> Actor:
    """Who a session is; it counts as in use now.

    Raises:
        SignInError: "expired", when it ended, was ended, or nobody worked for too long.
    """
    found = _token_hash(token)
    now = store.now()
    idle = stamp(now - timedelta(minutes=store.settings.idle_minutes))
    oldest = stamp(now - timedelta(hours=store.settings.session_hours))
    with store.reading() as session:
        asked = select(SessionRow, UserRow).join(UserRow, UserRow.name == SessionRow.user)
        pair = session.execute(asked.where(SessionRow.hash == found)).one_or_none()
    if pair is None or pair[1].disabled or pair[0].seen < idle or pair[0].made < oldest:
        raise SignInError("expired", "You were signed out: sign in again.")
    if pair[0].seen < stamp(now - timedelta(seconds=_TOUCH)):
        with store.writing(f"user:{pair[1].name}") as work:
            row = work.session.get(SessionRow, found)
            if row is not None:
                row.seen = work.now
    return Actor(name=f"user:{pair[1].name}", role=checked_role(pair[1].role))


def sign_out(store: Store, token: str) -> None:
    """End a session; nothing happens where it ended before."""
    found = _token_hash(token)
    with store.reading() as session:
        row = session.get(SessionRow, found)
    if row is not None:
        with store.writing(f"user:{row.user}") as work:
            work.session.execute(delete(SessionRow).where(SessionRow.hash == found))
            work.log("user.signed_out", {"user": row.user})


def end_sessions(work: Work, user: str) -> None:
    """End the sessions of a user, in the open transaction."""
    work.session.execute(delete(SessionRow).where(SessionRow.user == user))


def forget_failures(work: Work, user: str) -> None:
    """End the lock-out of a user, in the open transaction."""
    work.session.execute(delete(AttemptRow).where(AttemptRow.mark == _mark(work.store, user)))


def _fitting(store: Store, name: str, password: str) -> UserRow:
    """The account of a name and its password; a failure stays counted until `_still_fits`."""
    name = name.strip().lower()
    name = name if NAME.fullmatch(name) else ""  # a name that nobody can have
    _count_failure(store, name)
    with store.reading() as session:
        row = session.get(UserRow, name)
    right = fits(password, row.password if row is not None else nobody())
    if row is None or row.disabled or not right:
        raise _refused(store, row.name if row is not None else "")
    return row


def _still_fits(work: Work, row: UserRow) -> None:
    """Prove in the open transaction that the account is as it was looked at, and forget its failures."""
    now = work.session.get(UserRow, row.name)
    if now is None or now.disabled or now.password != row.password:
        raise SignInError("wrong", "The name or the password is wrong.")
    forget_failures(work, row.name)


def _count_failure(store: Store, name: str) -> None:
    """Count a failure that is taken back when the password fits; refuse where there were too many."""
    mark, now = _mark(store, name), store.now()
    since = stamp(now - timedelta(minutes=store.settings.locked_minutes))
    with store.writing("system") as work:
        work.session.execute(delete(AttemptRow).where(AttemptRow.last < since))
        row = work.session.get(AttemptRow, mark)
        if row is None:
            row = AttemptRow(mark=mark, failures=0, last=work.now)
            work.session.add(row)
        locked = row.failures >= store.settings.failures
        if not locked:
            row.failures, row.last = row.failures + 1, work.now
            if row.failures == store.settings.failures:
                known = work.session.get(UserRow, name)
                work.log("user.locked_out", {"user": known.name if known is not None else ""})
        last = row.last
    if locked:
        left = datetime.fromisoformat(last) + timedelta(minutes=store.settings.locked_minutes) - now
        minutes = max(1, round(left.total_seconds() / 60))
        raise SignInError("locked_out", f"Too many failures: try again in {minutes} minutes.")


def _refused(store: Store, user: str) -> SignInError:
    """Log a failure; what was typed is not kept, for it may be a password."""
    with store.writing("system") as work:
        work.log("user.sign_in_failed", {"user": user})
    return SignInError("wrong", "The name or the password is wrong.")


def _mark(store: Store, name: str) -> str:
    return digest(["sign in", store.uid, name])


def _token_hash(token: str) -> str:
    return sha256(token.encode("utf-8", errors="surrogatepass")).hexdigest()
