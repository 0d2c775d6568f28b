"""Named bearer tokens, for programs: shown once, kept as a hash, revoked by name."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from cac.errors import Conflict, NotFound, SignInError
from cac.workbench.checks import checked_name, checked_role
from cac.workbench.records import NAME, Actor, Token
from cac.workbench.rows import moment
from cac.workbench.settings import stamp
from cac.workbench.store import Store
from cac.workbench.tables import TokenRow

PREFIX = "cac_"
_TOUCH = timedelta(minutes=1)


def create_token(store: Store, actor: Actor, name: str, role: str = "coder") -> str:
    """Make a token and return it; it cannot be shown again.

    Raises:
        Forbidden, Invalid.
        Conflict: "exists", while a token of this name is in use.
    """
    actor.need("manage")
    name, known = checked_name(name, "token"), checked_role(role)
    token = PREFIX + secrets.token_urlsafe(32)
    with store.writing(actor.name) as work:
        if _in_use(work.session, name) is not None:
            raise Conflict("exists", "A token of this name is in use: revoke it first, or take another name.")
        row = TokenRow(
            name=name, hash=_hash(token), role=known, made=work.now, made_by=actor.name, used=None, revoked=None
        )
        work.add(row)
        work.log("token.made", {"token": name, "id": row.id, "role": known})
    return token


def tokens(store: Store, actor: Actor) -> tuple[Token, ...]:
    """All tokens that were ever made, the oldest first.

    Raises:
        Forbidden.
    """
    actor.need("manage")
    with store.reading() as session:
        return tuple(
            Token(
                name=row.name,
                role=checked_role(row.role),
                made=datetime.fromisoformat(row.made),
                made_by=row.made_by,
                used=moment(row.used),
                revoked=moment(row.revoked),
            )
            for row in session.scalars(select(TokenRow).order_by(TokenRow.made, TokenRow.id))
        )


def revoke_token(store: Store, actor: Actor, name: str) -> None:
    """Revoke the token of a name; it lets nobody in any more.

    Raises:
        Forbidden.
        NotFound: when no token of this name is in use.
    """
    actor.need("manage")
    with store.writing(actor.name) as work:
        row = _in_use(work.session, name.strip().lower())
        if row is None:
            raise NotFound("token", "No token of this name is in use.")
        row.revoked = work.now
        work.log("token.revoked", {"token": row.name, "id": row.id})


def token_actor(store: Store, token: str) -> Actor:
    """Who a bearer token lets in.

    Raises:
        SignInError: "token", when it was never made or is revoked.
    """
    with store.reading() as session:
        row = session.scalars(select(TokenRow).where(TokenRow.hash == _hash(token))).one_or_none()
    if row is None or row.revoked is not None:
        raise SignInError("token", "This token is not known, or it is revoked.")
    if (row.used or "") < stamp(store.now() - _TOUCH):
        with store.writing(f"token:{row.name}") as work:
            if (same := work.session.get(TokenRow, row.id)) is not None:
                same.used = work.now
    return Actor(name=f"token:{row.name}", role=checked_role(row.role))


def _in_use(session: Session, name: str) -> TokenRow | None:
    if not NAME.fullmatch(name):
        return None
    asked = select(TokenRow).where(TokenRow.name == name, TokenRow.revoked.is_(None))
    return session.scalars(asked).one_or_none()


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", errors="surrogatepass")).hexdigest()
