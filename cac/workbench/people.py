"""Accounts: named users with a role and a password. They are disabled, never deleted: their names stand in the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from cac.errors import Conflict, NotFound
from cac.workbench.checks import checked_name, checked_role
from cac.workbench.passwords import hash_password
from cac.workbench.records import NAME, Actor, User
from cac.workbench.sessions import end_sessions, forget_failures
from cac.workbench.store import Store, Work
from cac.workbench.tables import UserRow


def add_user(store: Store, actor: Actor, name: str, role: str, password: str) -> User:
    """Make an account; an administrator's right.

    Raises:
        Forbidden, Invalid.
        Conflict: "exists".
    """
    actor.need("manage")
    name, known, hashed = (
        checked_name(name, "user"),
        checked_role(role),
        hash_password(password, store.settings.password_length),
    )
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
            end_sessions(work, row.name)
        work.log("user.disabled" if disabled else "user.enabled", {"user": row.name})
        return _user(row)


def set_password(store: Store, actor: Actor, name: str, password: str) -> None:
    """Set a password, which ends the sessions of the account and its lock-out; one's own, or as an administrator.

    Raises:
        Forbidden, NotFound, Invalid.
    """
    if actor.name != f"user:{name.strip().lower()}":
        actor.need("manage")
    hashed = hash_password(password, store.settings.password_length)
    with store.writing(actor.name) as work:
        row = _row(work, name)
        row.password = hashed
        end_sessions(work, row.name)
        forget_failures(work, row.name)
        work.log("user.password", {"user": row.name})


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
