"""The database itself refuses to change or delete what only grows: the log, and what the log vouches for."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision: str | None = "0001"

_FIXED = {
    "audit": (),  # no column at all
    "notes": ("id", "batch", "received", "length", "name_commitment", "text_commitment"),
    "addenda": ("id", "note_id", "number", "at", "by", "author_commitment", "text_commitment"),
    "suggestions": ("id", "note_id", "number", "made", "version", "coded_with", "kept", "row_commitment"),
    "decisions": (
        "id", "entry_id", "suggestion_id", "number", "at", "by", "kind", "line", "before", "after", "reason",
        "evidence", "undoes", "comment_commitment",
    ),
    "first_codings": (),
    "messages": ("id", "entry_id", "at", "by", "text_commitment"),
}  # fmt: skip
_REFUSE = """
CREATE FUNCTION cac_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only';
END
$$
"""


def upgrade() -> None:
    """Make the triggers."""
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(_REFUSE)
    for table, columns in _FIXED.items():
        of = f" OF {', '.join(columns)}" if columns else ""
        if postgres:
            refuse = "EXECUTE FUNCTION cac_append_only()"
            op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE{of} ON {table} FOR EACH ROW {refuse}")
            op.execute(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
            op.execute(f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}")
        else:
            refuse = "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            op.execute(f"CREATE TRIGGER {table}_update BEFORE UPDATE{of} ON {table} {refuse}")
            op.execute(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}")
