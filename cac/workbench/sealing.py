"""Texts as they are kept: with a salt and a commitment, and encrypted where the store has a key.

A commitment is SHA-256 over salt and text. It stands in the log, so a changed text is found; when the text goes with
its salt, the commitment stays and tells nothing. Encryption is AES-256-GCM under a key of the store, which is itself
kept wrapped under a key that Argon2id makes of a key file or a passphrase; the place of a text is authenticated with
it, so that no text can be put in the place of another.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

from cac.errors import StoreError

_SALT, _NONCE, _KEY = 16, 12, 32
_WRAPPED = b"cac workbench key"
_COST = {"time": 3, "memory": 65_536, "lanes": 4}
"""Argon2id as RFC 9106 (section 4, second choice) recommends it: 3 passes over 64 MiB in 4 lanes."""

MOST_KEY = 64 * 1024
"""The largest key file, in bytes."""


class Sealed(NamedTuple):
    """A text as it is kept, and its commitment."""

    blob: bytes
    commitment: str


class Key(NamedTuple):
    """What opens an encrypted store."""

    secret: bytes

    @classmethod
    def from_file(cls, path: Path) -> Key:
        """The key of a key file: all its bytes.

        Raises:
            StoreError: "key", when it cannot be read, is empty or is too large to be one.
        """
        try:
            with path.open("rb") as handle:
                secret = handle.read(MOST_KEY + 1)
        except OSError as error:
            raise StoreError("key", f"The key file cannot be read ({error.strerror}): name the right one.") from None
        if not _KEY <= len(secret) <= MOST_KEY:
            raise StoreError("key", f"The key file must hold {_KEY} to {MOST_KEY} bytes: name the right one.")
        return cls(secret)

    @classmethod
    def from_passphrase(cls, words: str) -> Key:
        """The key of a passphrase.

        Raises:
            StoreError: "key", when it is shorter than 12 characters.
        """
        if len(words) < 12:
            raise StoreError("key", "A passphrase has at least 12 characters.")
        return cls(words.encode("utf-8", errors="surrogatepass"))

    @classmethod
    def make_file(cls, path: Path) -> Key:
        """A new key in a new file of mode 0600.

        Raises:
            StoreError: "key", when it cannot be written.
        """
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(_KEY).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError("key", f"The key file cannot be made ({error.strerror}): name another one.") from None
        return cls.from_file(path)


class Box(Protocol):
    """Seals texts and opens them; ``place`` is "table.column/id"."""

    def seal(self, place: str, text: str) -> Sealed:
        """A text as it is kept."""
        ...

    def open(self, place: str, blob: bytes) -> str:
        """The text again."""
        ...


class PlainBox:
    """The box of a store that is not encrypted: salt and text."""

    def seal(self, place: str, text: str) -> Sealed:
        """A text as it is kept."""
        salted = _salted(text)
        return Sealed(salted, sha256(salted).hexdigest())

    def open(self, place: str, blob: bytes) -> str:
        """The text again."""
        return _text(blob)


class LockedBox:
    """The box of an encrypted store that was opened without its key."""

    def seal(self, place: str, text: str) -> Sealed:
        """Refuse."""
        raise _locked()

    def open(self, place: str, blob: bytes) -> str:
        """Refuse."""
        raise _locked()


class KeyBox:
    """The box of an encrypted store."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def seal(self, place: str, text: str) -> Sealed:
        """A text as it is kept."""
        salted, nonce = _salted(text), secrets.token_bytes(_NONCE)
        return Sealed(nonce + self._cipher.encrypt(nonce, salted, place.encode()), sha256(salted).hexdigest())

    def open(self, place: str, blob: bytes) -> str:
        """The text again.

        Raises:
            StoreError: "damaged", when it was changed or stands in another place than it was sealed for.
        """
        return _text(self.reveal(place, blob))

    def reveal(self, place: str, blob: bytes) -> bytes:
        """Salt and text.

        Raises:
            StoreError: "damaged".
        """
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(blob[:_NONCE], blob[_NONCE:], place.encode())
        except (InvalidTag, ValueError):
            raise _damaged() from None

    def wrap_again(self, place: str, salted: bytes) -> bytes:
        """What a plain store kept, encrypted with its salt, so that its commitment stays true."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, salted, place.encode())


def commitment_of(box: Box, place: str, blob: bytes) -> str:
    """The commitment that a kept text has.

    Raises:
        StoreError: "damaged" or "locked".
    """
    salted = blob if isinstance(box, PlainBox) else box.reveal(place, blob) if isinstance(box, KeyBox) else None
    if salted is None:
        raise _locked()
    return sha256(salted).hexdigest()


def new_key(key: Key, store: str) -> tuple[bytes, bytes, str]:
    """A new key of a store, the same wrapped under ``key``, and what must be kept to unwrap it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    inner = AESGCM.generate_key(bit_length=256)
    how = json.dumps({"salt": secrets.token_hex(_SALT), **_COST})
    nonce = secrets.token_bytes(_NONCE)
    return inner, nonce + AESGCM(_outer(key, how)).encrypt(nonce, inner, _WRAPPED + store.encode()), how


def unwrap(key: Key, wrapped: bytes, how: str, store: str) -> bytes:
    """The key of a store.

    Raises:
        StoreError: "key", when ``key`` is not the right one; "damaged", when what was kept of it is none.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        outer = AESGCM(_outer(key, how))
    except (ValueError, KeyError, TypeError):
        raise _damaged() from None
    try:
        return outer.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _WRAPPED + store.encode())
    except (InvalidTag, ValueError):
        raise StoreError(
            "key", "This key does not open the store: name the key file or passphrase that it was encrypted with."
        ) from None


def mark(secret: bytes, text: str) -> str:
    """A keyed digest, by which equal texts are found without keeping them."""
    return hmac.new(secret, text.encode("utf-8", errors="surrogatepass"), sha256).hexdigest()


def _outer(key: Key, how: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    told = json.loads(how)
    cost = {name: int(told[name]) for name in _COST}
    if not (cost["time"] <= 20 and 8 * cost["lanes"] <= cost["memory"] <= 1_048_576 and 1 <= cost["lanes"] <= 16):
        raise ValueError("cost")
    return hash_secret_raw(
        key.secret, bytes.fromhex(told["salt"]), cost["time"], cost["memory"], cost["lanes"], _KEY, Type.ID
    )


def _salted(text: str) -> bytes:
    return secrets.token_bytes(_SALT) + text.encode("utf-8", errors="surrogatepass")


def _text(salted: bytes) -> str:
    try:
        return salted[_SALT:].decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        raise _damaged() from None


def _locked() -> StoreError:
    return StoreError("locked", "The store is encrypted: name its key with --key-file or CAC_STORE_KEY_FILE.")


def _damaged() -> StoreError:
    return StoreError("damaged", "A text of the store was changed or damaged: `cac audit verify` says more.")
