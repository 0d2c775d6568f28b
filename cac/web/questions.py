"""Questions of an entry in the store of questions: which are of it, and how they are drafted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cac.errors import Conflict
from cac.queries.draft import Drafter
from cac.queries.gaps import Left
from cac.queries.lint import Linter
from cac.queries.store import Kept, open_store
from cac.web.setup import Setup
from cac.workbench.records import Desk
from cac.workbench.suggestions import whole_text


class Drafted(NamedTuple):
    """The questions of a note that are kept, new or from before, and the gaps of which none was made."""

    questions: tuple[Kept, ...]
    left: tuple[Left, ...]


@lru_cache(maxsize=2)
def linter(lexicons: Path | None) -> Linter:
    """The linter, loaded once."""
    return Linter(lexicons)


@lru_cache(maxsize=2)
def _drafter(lexicons: Path | None) -> Drafter:
    return Drafter(lexicons)


def draft(run: Setup, desk: Desk) -> Drafted:
    """Draft the questions that an entry gives rise to, and keep them under the id of its note.

    Raises:
        Conflict: "blind" while the suggestion is hidden, "gone" where the retention took the note away.
        InputError: "store".
    """
    if desk.text is None or (desk.row is None and desk.kept is not None):
        raise Conflict("gone", "The retention took this note away.")
    if desk.row is None:
        raise Conflict("blind", "Code this note yourself first: the suggestion is shown after that.")
    text = whole_text(desk.text, [each.text for each in desk.addenda[: desk.coded_with]])
    return draft_row(run, desk.row, text, desk.entry.note)


def draft_row(run: Setup, row: Mapping[str, Any], text: str, note: str) -> Drafted:
    """Draft the questions of a row and keep them; ``note`` is the name under which they are kept.

    Raises:
        InputError: "store".
    """
    drafts = _drafter(run.lexicons)(row, text)
    if not drafts.questions:
        return Drafted((), drafts.left)
    with open_store(run.questions, make=True) as store:
        for question in drafts.questions:
            store.add(question, note, str(row["version"]), dict(row["context"]))
        kept = tuple(one for one in store.all() if one.note_id == note and one.question in drafts.questions)
    return Drafted(kept, drafts.left)


def of_note(run: Setup, note: str) -> tuple[Kept, ...]:
    """The questions that are kept of a note, the oldest first.

    Raises:
        InputError: "store".
    """
    return tuple(one for one in every(run) if one.note_id == note)


def every(run: Setup) -> tuple[Kept, ...]:
    """All questions that are kept, the oldest first; none where there is no store of them yet.

    Raises:
        InputError: "store".
    """
    if not run.questions.is_file():
        return ()
    with open_store(run.questions) as store:
        return tuple(store.all())
