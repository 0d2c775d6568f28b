"""The tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _open(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=True)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _sealed(name: str) -> tuple[sa.Column[bytes], sa.Column[str]]:
    return sa.Column(name, sa.LargeBinary(), nullable=True), _text(f"{name}_commitment")


def _key(*columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns)


def _of(column: str, table: str, name: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.{name}"])


def _words(*names: str) -> list[sa.Column[str]]:
    return [_text(name) for name in names]


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *_words("uid", "made"),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        _open("how"),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        _key("id"),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_words("at", "actor", "action", "subject", "rules", "previous", "hash"),
        _key("number"),
    )
    op.create_table(
        "notes",
        *_words("id", "batch", "received"),
        _whole("length"),
        *_sealed("name"),
        _open("name_mark"),
        *_sealed("text"),
        _open("pruned"),
        _key("id"),
        sa.UniqueConstraint("batch", "name_mark"),
    )
    op.create_index(op.f("ix_notes_received"), "notes", ["received"])
    op.create_table(
        "addenda",
        *_words("id", "note_id"),
        _whole("number"),
        *_words("at", "by"),
        *_sealed("author"),
        *_sealed("text"),
        _key("id"),
        _of("note_id", "notes"),
        sa.UniqueConstraint("note_id", "number"),
    )
    op.create_table(
        "suggestions",
        *_words("id", "note_id"),
        _whole("number"),
        *_words("made", "version"),
        _whole("coded_with"),
        _text("kept"),
        *_sealed("row"),
        _key("id"),
        _of("note_id", "notes"),
        sa.UniqueConstraint("note_id", "number"),
    )
    _worklist()
    _people()


def _worklist() -> None:
    op.create_table(
        "entries",
        *_words("id", "note_id", "suggestion_id"),
        _whole("position"),
        _text("state"),
        _text("status"),
        _whole("version"),
        sa.Column("blind", sa.Boolean(), nullable=False),
        _text("sampled"),
        _open("review_of"),
        _text("claimed_by"),
        _open("claimed_at"),
        _text("finished_by"),
        _open("finished_at"),
        _key("id"),
        _of("note_id", "notes"),
        _of("suggestion_id", "suggestions"),
        _of("review_of", "entries"),
        sa.UniqueConstraint("position"),
    )
    op.create_index(op.f("ix_entries_note_id"), "entries", ["note_id"])
    op.create_index(op.f("ix_entries_state_position"), "entries", ["state", "position"])
    op.create_table(
        "decisions",
        *_words("id", "entry_id", "suggestion_id"),
        _whole("number"),
        *_words("at", "by", "kind", "line"),
        _open("before"),
        _open("after"),
        _text("reason"),
        *_sealed("comment"),
        _text("evidence"),
        _open("undoes"),
        _key("id"),
        _of("entry_id", "entries"),
        _of("suggestion_id", "suggestions"),
        _of("undoes", "decisions"),
        sa.UniqueConstraint("entry_id", "number"),
        sa.UniqueConstraint("undoes"),
    )
    op.create_table(
        "first_codings",
        *_words("id", "entry_id", "at", "by", "lines"),
        _key("id"),
        _of("entry_id", "entries"),
        sa.UniqueConstraint("entry_id"),
    )
    op.create_table(
        "messages", *_words("id", "entry_id", "at", "by"), *_sealed("text"), _key("id"), _of("entry_id", "entries")
    )
    op.create_index(op.f("ix_messages_entry_id"), "messages", ["entry_id"])
    op.create_table("requests", *_words("actor", "key", "digest", "answer", "at"), _key("actor", "key"))


def _people() -> None:
    op.create_table(
        "users",
        *_words("name", "role", "password"),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        _text("made"),
        _key("name"),
    )
    op.create_table("attempts", _text("mark"), _whole("failures"), _text("last"), _key("mark"))
    op.create_table("sessions", *_words("hash", "user", "made", "seen"), _key("hash"), _of("user", "users", "name"))
    op.create_table(
        "tokens",
        *_words("id", "name", "hash", "role", "made", "made_by"),
        _open("used"),
        _open("revoked"),
        _key("id"),
        sa.UniqueConstraint("hash"),
    )
    in_use = sa.text("revoked IS NULL")
    op.create_index("uq_tokens_in_use", "tokens", ["name"], unique=True, sqlite_where=in_use, postgresql_where=in_use)
