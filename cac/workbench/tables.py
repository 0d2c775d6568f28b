"""The tables of the store. Times are words of `settings.stamp`; sealed columns are what `sealing` makes.

What may never change is named in ``FIXED``; its digest stands in the log, and triggers refuse to change or delete it
(migration 0002). Sealed columns go to NULL when the retention takes a text away. A change here needs a migration.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from cac.workbench.chain import digest

REVISIONS = ("0001", "0002")
"""Every revision of the schema, the newest last."""

APPLICATION_ID = 0x43414357
"""The mark of our SQLite files: "CACW"."""


ID = re.compile(r"[0-9a-f]{16}")


def new_id() -> str:
    """An id that tells nothing: 16 hexadecimal digits."""
    return secrets.token_hex(8)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, bytes: LargeBinary}


class Fixed(Base):
    """A row whose ``FIXED`` columns never change once written; ``SEALED`` are its texts and their commitments."""

    __abstract__ = True
    FIXED: ClassVar[tuple[str, ...]] = ()
    SEALED: ClassVar[dict[str, str]] = {}
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)

    def digest(self) -> str:
        """What the log keeps of the row."""
        return digest({name: getattr(self, name) for name in self.FIXED})


class StoreRow(Base):
    """The one row about the store itself; every writer locks it first, so that the log grows one entry at a time."""

    __tablename__ = "store"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str]
    made: Mapped[str]
    secret: Mapped[bytes]
    how: Mapped[str | None]
    wrapped: Mapped[bytes | None]


class AuditRow(Base):
    """An entry of the log."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    rules: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class NoteRow(Fixed):
    """A note; ``name`` is what it was called where it came from, ``length`` its code points."""

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("batch", "name_mark"),)
    FIXED = ("id", "batch", "received", "length", "name_commitment", "text_commitment")
    SEALED: ClassVar[dict[str, str]] = {"name": "name_commitment", "text": "text_commitment"}
    batch: Mapped[str]
    received: Mapped[str] = mapped_column(index=True)
    length: Mapped[int]
    name: Mapped[bytes | None]
    name_commitment: Mapped[str]
    name_mark: Mapped[str | None]
    text: Mapped[bytes | None]
    text_commitment: Mapped[str]
    pruned: Mapped[str | None]


class AddendumRow(Fixed):
    """What a provider added."""

    __tablename__ = "addenda"
    __table_args__ = (UniqueConstraint("note_id", "number"),)
    FIXED = ("id", "note_id", "number", "at", "by", "author_commitment", "text_commitment")
    SEALED: ClassVar[dict[str, str]] = {"author": "author_commitment", "text": "text_commitment"}
    note_id: Mapped[str] = mapped_column(ForeignKey("notes.id"))
    number: Mapped[int]
    at: Mapped[str]
    by: Mapped[str]
    author: Mapped[bytes | None]
    author_commitment: Mapped[str]
    text: Mapped[bytes | None]
    text_commitment: Mapped[str]


class SuggestionRow(Fixed):
    """What the program said of a note; ``kept`` holds codes and offsets only, ``row`` the whole of it."""

    __tablename__ = "suggestions"
    __table_args__ = (UniqueConstraint("note_id", "number"),)
    FIXED = ("id", "note_id", "number", "made", "version", "coded_with", "kept", "row_commitment")
    SEALED: ClassVar[dict[str, str]] = {"row": "row_commitment"}
    note_id: Mapped[str] = mapped_column(ForeignKey("notes.id"))
    number: Mapped[int]
    made: Mapped[str]
    version: Mapped[str]
    coded_with: Mapped[int]
    kept: Mapped[str]
    row: Mapped[bytes | None]
    row_commitment: Mapped[str]


class EntryRow(Base):
    """A note in the worklist."""

    __tablename__ = "entries"
    __table_args__ = (Index(None, "state", "position"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    note_id: Mapped[str] = mapped_column(ForeignKey("notes.id"), index=True)
    suggestion_id: Mapped[str] = mapped_column(ForeignKey("suggestions.id"))
    position: Mapped[int] = mapped_column(unique=True)
    state: Mapped[str]
    status: Mapped[str]
    version: Mapped[int]
    blind: Mapped[bool]
    sampled: Mapped[str]
    review_of: Mapped[str | None] = mapped_column(ForeignKey("entries.id"))
    claimed_by: Mapped[str]
    claimed_at: Mapped[str | None]
    finished_by: Mapped[str]
    finished_at: Mapped[str | None]


class DecisionRow(Fixed):
    """A decision on a line; ``number`` is the version of the entry after it."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)
    FIXED = (
        "id", "entry_id", "suggestion_id", "number", "at", "by", "kind", "line", "before", "after", "reason",
        "evidence", "undoes", "comment_commitment",
    )  # fmt: skip
    SEALED: ClassVar[dict[str, str]] = {"comment": "comment_commitment"}
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id"))
    suggestion_id: Mapped[str] = mapped_column(ForeignKey("suggestions.id"))
    number: Mapped[int]
    at: Mapped[str]
    by: Mapped[str]
    kind: Mapped[str]
    line: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    reason: Mapped[str]
    comment: Mapped[bytes | None]
    comment_commitment: Mapped[str]
    evidence: Mapped[str]
    undoes: Mapped[str | None] = mapped_column(ForeignKey("decisions.id"), unique=True)


class FirstCodingRow(Fixed):
    """What was coded before the suggestion was shown."""

    __tablename__ = "first_codings"
    FIXED = ("id", "entry_id", "at", "by", "lines")
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id"), unique=True)
    at: Mapped[str]
    by: Mapped[str]
    lines: Mapped[str]


class MessageRow(Fixed):
    """A note between coders."""

    __tablename__ = "messages"
    FIXED = ("id", "entry_id", "at", "by", "text_commitment")
    SEALED: ClassVar[dict[str, str]] = {"text": "text_commitment"}
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id"), index=True)
    at: Mapped[str]
    by: Mapped[str]
    text: Mapped[bytes | None]
    text_commitment: Mapped[str]


class RequestRow(Base):
    """What was done under an idempotency key: the request's digest and the id of what it made."""

    __tablename__ = "requests"
    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    answer: Mapped[str]
    at: Mapped[str]


class UserRow(Base):
    """An account; ``password`` is a hash of Argon2id."""

    __tablename__ = "users"
    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    password: Mapped[str]
    disabled: Mapped[bool]
    made: Mapped[str]


class AttemptRow(Base):
    """Failures to sign in under a name, which need not exist; ``mark`` is a digest of it."""

    __tablename__ = "attempts"
    mark: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last: Mapped[str]


class SessionRow(Base):
    """Somebody signed in; only the hash of the session's token is kept."""

    __tablename__ = "sessions"
    hash: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(ForeignKey("users.name"))
    made: Mapped[str]
    seen: Mapped[str]


class TokenRow(Base):
    """A bearer token, of which only the hash is kept. A name is free again once its token is revoked."""

    __tablename__ = "tokens"
    __table_args__ = (
        Index(
            "uq_tokens_in_use",
            "name",
            unique=True,
            sqlite_where=text("revoked IS NULL"),
            postgresql_where=text("revoked IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    made: Mapped[str]
    made_by: Mapped[str]
    used: Mapped[str | None]
    revoked: Mapped[str | None]


FIXED: tuple[type[Fixed], ...] = (NoteRow, AddendumRow, SuggestionRow, DecisionRow, FirstCodingRow, MessageRow)
"""The tables whose rows the log vouches for; all their primary keys are ``id``."""
