"""What the templates ``entry/questions``, ``messages``, ``addendum`` and ``first`` show of an entry."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cac.errors import InputError
from cac.web import asking
from cac.web.asking import Askable, Asked, NotAskable
from cac.web.setup import Setup
from cac.workbench.checks import MOST_LINES
from cac.workbench.records import Actor, Desk

FIRST_ROWS = 6
_BLANK = {"code": "", "modifiers": "", "units": "1", "diagnoses": ""}


class Extras(NamedTuple):
    """All of it.

    ``hidden``: blind mode hides the suggestion, and with it what is open. ``waiting``: so many addenda are not coded
    yet. ``mine``: the actor works on the entry. ``unsealed``: notes are encrypted, and questions are not.
    """

    hidden: bool
    mine: bool
    questions: tuple[Asked, ...] = ()
    gaps: tuple[Askable, ...] = ()
    not_askable: tuple[NotAskable, ...] = ()
    waiting: int = 0
    unsealed: bool = False
    problem: str = ""
    first_rows: tuple[Mapping[str, str], ...] = ()

    def new_key(self) -> str:
        """A fresh idempotency key."""
        return secrets.token_urlsafe(16)


def extras_of(
    run: Setup, actor: Actor, shown: Desk, first: Sequence[Mapping[str, str]] = (), rows: int = FIRST_ROWS
) -> Extras:
    """The extras of an entry; ``first`` are lines of a first coding that are shown again, in ``rows`` or more."""
    entry = shown.entry
    mine = entry.state == "claimed" and entry.claimed_by == actor.name
    hidden = entry.blind and not entry.first_coded
    waiting = len(shown.addenda) - shown.coded_with
    written = (*first, *(_BLANK for _ in range(max(1, min(rows, MOST_LINES) - len(first)))))
    if hidden or shown.text is None or shown.row is None:
        return Extras(hidden, mine, waiting=waiting, first_rows=written if hidden else ())
    problem = ""
    asked: tuple[Asked, ...] = ()
    try:
        asked = asking.questions(run, shown)
    except InputError as error:
        problem = error.message
    gaps, not_askable = asking.askable(run, shown)
    return Extras(
        hidden=False,
        mine=mine,
        questions=asked,
        gaps=asking.open_gaps(gaps, asked),
        not_askable=not_askable,
        waiting=waiting,
        unsealed=run.store.encrypted,
        problem=problem,
    )
