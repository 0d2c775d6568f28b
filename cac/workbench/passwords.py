"""Passwords: kept as hashes of Argon2id, compared in the same time for names that nobody has."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from cac.errors import Invalid

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_MOST_PASSWORD = 1_024


@cache
def hasher() -> PasswordHasher:
    """Argon2id with the costs that argon2-cffi recommends."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def hash_password(password: str, least: int) -> str:
    """The hash of a password of at least ``least`` characters.

    Raises:
        Invalid: "password".
    """
    if not least <= len(password) <= _MOST_PASSWORD:
        raise Invalid("password", f"A password has {least} to {_MOST_PASSWORD} characters.")
    return hasher().hash(password.encode("utf-8", errors="surrogatepass"))


@cache
def nobody() -> str:
    """The hash of a password that nobody has, for names that nobody has."""
    return hasher().hash(secrets.token_bytes(16))


def fits(password: str, hashed: str) -> bool:
    """Whether a password is the one of a hash."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return hasher().verify(hashed, password[:_MOST_PASSWORD].encode("utf-8", errors="surrogatepass"))
    except (Argon2Error, InvalidHashError):
        return False
