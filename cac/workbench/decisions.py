"""Decisions on the lines of an entry: stored once, in order, never overwritten; an undo is one more of them."""

from __future__ import annotations

from cac.errors import Conflict, Invalid
from cac.lexicon.schema import DecisionRules
from cac.records import BilledLine
from cac.workbench.chain import canonical
from cac.workbench.checks import MOST_COMMENT, checked_text
from cac.workbench.desk import first_coding_missing, length_of
from cac.workbench.entries import check_working
from cac.workbench.once import Once
from cac.workbench.records import Actor, Decision, Kind, Wanted
from cac.workbench.rows import decision_of, decisions_of, kept_of, line_json
from cac.workbench.standing import outcome, standing, to_undo
from cac.workbench.store import Store, Work
from cac.workbench.tables import DecisionRow, EntryRow, NoteRow, SuggestionRow, new_id


def decide(store: Store, actor: Actor, entry: str, seen: int, wanted: Wanted, key: str) -> Decision:
    """Store a decision on one line; the entry's version is then the decision's ``number``.

    Args:
        store: the store.
        actor: who decides; must have claimed the entry.
        entry: the id of the entry.
        seen: the version of the entry that the coder saw.
        wanted: what is decided.
        key: an idempotency key: the same request under the same key gives the decision that was stored before.

    Raises:
        Forbidden, NotFound.
        Conflict: "stale", "claimed", "not_claimed", "finished", "blind", "reused", "gone".
        Invalid: what cannot be decided of this line, a reason that is missing or does not fit.
    """
    actor.need("code")
    _check_reason(wanted, store.rules)
    with store.writing(actor.name) as work:
        once = Once(work, actor.name, key, ["decide", entry, wanted.model_dump(mode="json")])
        if once.answer:
            return decision_of(store, work.get(DecisionRow, once.answer, "decision"))
        row = _working(work, actor, entry, seen)
        suggestion = work.get(SuggestionRow, row.suggestion_id, "suggestion")
        lines = standing(kept_of(suggestion), decisions_of(store, work.session, entry, suggestion.id))
        id = new_id()
        length = length_of(work, work.get(NoteRow, row.note_id, "note"), suggestion.coded_with)
        line, before, after, evidence = outcome(wanted, lines, length, id)
        told = _told(id, wanted.kind, line, before, after)
        told.reason = wanted.reason
        told.evidence = canonical([list(span) for span in evidence])
        return _stored(work, once, row, suggestion, told, wanted.comment)


def undo(store: Store, actor: Actor, entry: str, seen: int, key: str, decision: str = "") -> Decision:
    """Take a decision back: the last one of the entry that counts, or ``decision``. Nothing is deleted.

    Raises:
        Forbidden, NotFound.
        Conflict: as `decide`; "undone", where there is nothing to undo; "later", where something was decided of the
            line after it.
    """
    actor.need("code")
    with store.writing(actor.name) as work:
        once = Once(work, actor.name, key, ["undo", entry, decision])
        if once.answer:
            return decision_of(store, work.get(DecisionRow, once.answer, "decision"))
        row = _working(work, actor, entry, seen)
        suggestion = work.get(SuggestionRow, row.suggestion_id, "suggestion")
        made = decisions_of(store, work.session, entry, suggestion.id)
        undone = to_undo(made, decision)
        kept = kept_of(suggestion)
        was = standing(kept, made)[undone.line]
        back = standing(kept, [each for each in made if each.id != undone.id]).get(undone.line)
        told = _told(new_id(), "undo", undone.line, was.now, back.now if back else None)
        told.undoes = undone.id
        return _stored(work, once, row, suggestion, told)


def _working(work: Work, actor: Actor, entry: str, seen: int) -> EntryRow:
    row = work.get(EntryRow, entry, "entry")
    check_working(row, actor, seen)
    if first_coding_missing(work.session, row):
        raise Conflict("blind", "Code this note yourself first: the suggestion is shown after that.")
    return row


def _told(id: str, kind: Kind, line: str, before: BilledLine | None, after: BilledLine | None) -> DecisionRow:
    """What becomes of a line; the rest is the decision's own."""
    return DecisionRow(
        id=id,
        kind=kind,
        line=line,
        before=line_json(before),
        after=line_json(after),
        reason="",
        evidence="[]",
        undoes=None,
    )


def _stored(
    work: Work, once: Once, entry: EntryRow, suggestion: SuggestionRow, row: DecisionRow, comment: str = ""
) -> Decision:
    sealed = work.store.box.seal(f"decisions.comment/{row.id}", comment)
    row.comment, row.comment_commitment = sealed.blob, sealed.commitment
    entry.version += 1
    row.entry_id, row.suggestion_id, row.number = entry.id, suggestion.id, entry.version
    row.at, row.by = work.now, work.by
    work.add_fixed(row, f"decision.{row.kind}", {"entry": entry.id, "line": row.line}, rules=suggestion.version)
    once.keep(row.id)
    return decision_of(work.store, row)


def _check_reason(wanted: Wanted, rules: DecisionRules) -> None:
    checked_text(wanted.comment, "comment", MOST_COMMENT, empty=True)
    if wanted.kind == "accept":
        if wanted.reason:
            raise Invalid("reason", "To accept a line needs no reason.")
        return
    reasons = rules.reasons
    reason = reasons.get(wanted.reason)
    if reason is None or wanted.kind not in reason.decisions:
        fitting = ", ".join(name for name, each in reasons.items() if wanted.kind in each.decisions)
        raise Invalid("reason", f"To {wanted.kind} a line needs a reason: one of {fitting}.")
    if reason.comment and not wanted.comment.strip():
        raise Invalid("reason", "This reason needs a comment.")
