"""Who may come in: accounts with roles and passwords, sessions that end when nobody works, lock-out after failures.

A failure is counted before the password is looked at, so that many guesses at once gain nothing; a name that does not
exist takes as long, says the same and is locked out like one that does.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, select

from cac.errors import Conflict, Invalid, NotFound, SignInError
from cac.workbench.chain import digest
from cac.workbench.checks import checked_name
from cac.workbench.records import NAME, RIGHTS, Actor, Role, User
from cac.workbench.settings import stamp
from cac.workbench.store import Store, Work
from cac.workbench.tables import AttemptRow, SessionRow, UserRow

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_MOST_PASSWORD = 1_024
_TOUCH = 30  # seconds between two times that a session is written as in use


class SignedIn(NamedTuple):
    """A session: its token, which only the browser keeps, and who it is."""

    token: str
    actor: Actor


def add_user(store: Store, actor: Actor, name: str, role: str, password: str) -> User:
    """Make an account; an administrator's right.

    Raises:
        Forbidden, Invalid.
        Conflict: "exists".
    """
    actor.need("manage")
    name, known, hashed = checked_name(name, "user"), checked_role(role), _hash(store, password)
    with store.writing(actor.name) as work:
        if work.session.get(UserRow, name) is not None:
            raise Conflict("exists", "There is a user of this name already.")
        row = UserRow(name=name, role=known, password=hashed, disabled=False, made=work.now)
        work.add(row)
        work.log("user.added", {"user": name, "role": role})
        return _user(row)


def users(store: Store, actor: Actor) -> tuple[User, ...]:
    """All accounts by name.

    Raises:
        Forbidden.
    """
    actor.need("manage")
    with store.reading() as session:
        return tuple(_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.name)))


def any_users(store: Store) -> bool:
    """Whether there are accounts: without any, a workbench is for one user on the loopback."""
    with store.reading() as session:
        return session.scalars(select(UserRow.name).where(UserRow.disabled.is_(False)).limit(1)).first() is not None


def set_disabled(store: Store, actor: Actor, name: str, disabled: bool) -> User:
    """Disable an account, which ends its sessions, or enable it again.

    Raises:
        Forbidden, NotFound.
        Conflict: "last", for the last administrator.
    """
    actor.need("manage")
    with store.writing(actor.name) as work:
        row = _row(work, name)
        if disabled and row.role == "administrator":
            others = select(func.count()).where(
                UserRow.role == "administrator", UserRow.disabled.is_(False), UserRow.name != row.name
            )
            if not work.session.scalar(others):
                raise Conflict("last", "This is the last administrator: add another one first.")
        row.disabled = disabled
        if disabled:
            work.session.execute(delete(SessionRow).where(SessionRow.user == row.name))
        work.log("user.disabled" if disabled else "user.enabled", {"user": row.name})
        return _user(row)


def set_password(store: Store, actor: Actor, name: str, password: str) -> None:
    """Set a password, which ends the sessions of the account and its lock-out; one's own, or as an administrator.

    Raises:
        Forbidden, NotFound, Invalid.
    """
    if actor.name != f"user:{name.strip().lower()}":
        actor.need("manage")
    hashed = _hash(store, password)
    with store.writing(actor.name) as work:
        row = _row(work, name)
        row.password = hashed
        work.session.execute(delete(SessionRow).where(SessionRow.user == row.name))
        work.session.execute(delete(AttemptRow).where(AttemptRow.mark == _mark(store, row.name)))
        work.log("user.password", {"user": row.name})


def sign_in(store: Store, name: str, password: str) -> SignedIn:
    """Begin a session.

    Raises:
        SignInError: "wrong" for a wrong name or password or a disabled account, "locked_out" after too many failures.
    """
    name = name.strip().lower()
    name = name if NAME.fullmatch(name) else ""  # a name that nobody can have
    _count_failure(store, name)
    with store.reading() as session:
        row = session.get(UserRow, name)
    fits = _fits(password, row.password if row is not None else _nobody())
    if row is None or row.disabled or not fits:
        raise _refused(store, row.name if row is not None else "")
    token = secrets.token_urlsafe(32)
    with store.writing(f"user:{name}") as work:
        now = work.session.get(UserRow, name)
        if now is None or now.disabled or now.password != row.password:
            raise SignInError("wrong", "The name or the password is wrong.")
        work.session.execute(delete(AttemptRow).where(AttemptRow.mark == _mark(store, name)))
        oldest = stamp(store.now() - timedelta(hours=store.settings.session_hours))
        work.session.execute(delete(SessionRow).where(SessionRow.made < oldest))
        work.add(SessionRow(hash=_token_hash(token), user=name, made=work.now, seen=work.now))
        work.log("user.signed_in", {"user": name})
    return SignedIn(token, Actor(name=f"user:{name}", role=checked_role(row.role)))


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


def checked_role(role: str) -> Role:
    """A role by its name.

    Raises:
        Invalid: "role".
    """
    for known in RIGHTS:
        if role == known:
            return known
    raise Invalid("role", f"A role is one of {', '.join(RIGHTS)}.")


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


def _row(work: Work, name: str) -> UserRow:
    name = name.strip().lower()
    row = work.session.get(UserRow, name) if NAME.fullmatch(name) else None
    if row is None:
        raise NotFound("user", "There is no such user.")
    return row


def _user(row: UserRow) -> User:
    return User(
        name=row.name, role=checked_role(row.role), disabled=row.disabled, made=datetime.fromisoformat(row.made)
    )


def _mark(store: Store, name: str) -> str:
    return digest(["sign in", store.uid, name])


def _token_hash(token: str) -> str:
    return sha256(token.encode("utf-8", errors="surrogatepass")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _hash(store: Store, password: str) -> str:
    least = store.settings.password_length
    if not least <= len(password) <= _MOST_PASSWORD:
        raise Invalid("password", f"A password has {least} to {_MOST_PASSWORD} characters.")
    return _hasher().hash(password.encode("utf-8", errors="surrogatepass"))


@cache
def _nobody() -> str:
    """The hash of a password that nobody has, for names that nobody has."""
    return _hasher().hash(secrets.token_bytes(16))


def _fits(password: str, hashed: str) -> bool:
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(hashed, password[:_MOST_PASSWORD].encode("utf-8", errors="surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False
