"""The life of a question: draft, released by a person, answered, withdrawn or without response.

One reminder at most. What is not in `_MOVES` cannot happen. The answer is kept as it came, and nothing follows from it
by itself: the note with its addendum is coded again, and a person confirms.
"""

from __future__ import annotations

import json
import unicodedata

from cac.errors import InputError
from cac.queries.lint import Linter
from cac.queries.store import Kept, Store

_MOVES: dict[tuple[str, str], str] = {
    ("draft", "release"): "released",
    ("draft", "withdraw"): "withdrawn",
    ("released", "remind"): "released",
    ("released", "answer"): "answered",
    ("released", "withdraw"): "withdrawn",
    ("released", "no-response"): "no_response",
    ("answered", "recode"): "answered",
    ("answered", "confirm"): "confirmed",
}
"""From which state which act leads where."""

_EVENTS = {
    "drafted": "draft",
    "released": "released",
    "answered": "answered",
    "withdrawn": "withdrawn",
    "no_response": "no_response",
    "confirmed": "confirmed",
}
_KINDS = {
    "release": "released",
    "withdraw": "withdrawn",
    "remind": "reminded",
    "answer": "answered",
    "no-response": "no_response",
    "recode": "recoded",
    "confirm": "confirmed",
}
STATES = tuple(_EVENTS.values())
"""The states, in the order of a life."""

MOST_NAME = 100
MOST_ANSWER = 20_000


def state(kept: Kept) -> str:
    """The state of a question: that of the last event that gave it one."""
    return next(_EVENTS[event.kind] for event in reversed(kept.events) if event.kind in _EVENTS)


def possible(kept: Kept) -> tuple[str, ...]:
    """What may happen to a question now, in the order of a life."""
    kinds = [event.kind for event in kept.events]
    moves = [what for (begin, what) in _MOVES if begin == state(kept)]
    late = {"remind"} if "reminded" in kinds else set()
    return tuple(what for what in moves if what not in late and (what != "confirm" or "recoded" in kinds))


def act(store: Store, id: int, what: str, by: str, text: str = "") -> Kept:
    """Let something happen to a question.

    Args:
        store: an open store.
        id: of the question.
        what: ``release``, ``remind``, ``answer``, ``withdraw``, ``no-response`` or ``confirm``.
        by: who does it, a name.
        text: the answer, as it came; for other acts a remark, or nothing.

    Raises:
        InputError: "unknown" for no such question, "state" for what cannot happen to it now, "name" or "answer" for a
            name or an answer that is none, "not_compliant" for a release of a question that the linter refuses.
    """
    name = _name(by)
    kept = store.get(id)
    _check(kept, what)
    if what == "answer" and not text.strip():
        raise InputError("answer", "The answer is empty: a question without one is closed by `cac query no-response`.")
    if len(text) > MOST_ANSWER:
        raise InputError("answer", f"The answer is longer than {MOST_ANSWER:,} signs: keep to what was asked.")
    store.happened(id, _KINDS[what], name, text)
    return store.get(id)


def release(store: Store, id: int, by: str, linter: Linter) -> Kept:
    """Let a person release a draft, which the linter judges once more.

    Raises:
        InputError: as `act`.
    """
    kept = store.get(id)
    _check(kept, "release")
    rules = list(dict.fromkeys(violation.rule for violation in linter(kept.question)))
    if rules:
        raise InputError("not_compliant", f"The draft breaks {', '.join(rules)}: withdraw it and draft it again.")
    return act(store, id, "release", by)


def recoded(store: Store, id: int, change: dict[str, object]) -> Kept:
    """Keep what coding the note with its addenda again changed; a person has yet to confirm it.

    Raises:
        InputError: "unknown" or "state".
    """
    _check(store.get(id), "recode")
    store.happened(id, "recoded", "cac", json.dumps(change))
    return store.get(id)


def check_recode(kept: Kept) -> None:
    """Prove that a question has an answer to code again.

    Raises:
        InputError: "state".
    """
    _check(kept, "recode")


def _check(kept: Kept, what: str) -> None:
    """Whether something can happen to a question now.

    Raises:
        InputError: "state".
    """
    is_ = state(kept)
    if (is_, what) not in _MOVES:
        allowed = [move for (begin, move) in _MOVES if begin == is_]
        mend = f"it can take {_listed(allowed)}" if allowed else "nothing more can happen to it"
        raise InputError("state", f"Question {kept.id} is {is_.replace('_', ' ')}, so {what} is not possible: {mend}.")
    kinds = [event.kind for event in kept.events]
    if what == "remind" and "reminded" in kinds:
        raise InputError("state", f"Question {kept.id} has had its one reminder: close it, withdraw it or wait.")
    if what == "confirm" and "recoded" not in kinds:
        raise InputError("state", f"Question {kept.id} has not been coded again: run `cac query recode` first.")


def _listed(acts: list[str]) -> str:
    return acts[0] if len(acts) == 1 else f"{', '.join(acts[:-1])} or {acts[-1]}"


def _name(by: str) -> str:
    """A name on one line.

    Raises:
        InputError: "name".
    """
    name = " ".join(by.split())
    odd = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in by)
    if not any(sign.isalpha() for sign in name) or odd or len(name) > MOST_NAME:
        raise InputError("name", f"--by needs the name of a person, on one line, at most {MOST_NAME} signs.")
    return name
