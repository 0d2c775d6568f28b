"""Questions to a provider about an entry: what can be asked, what was asked, and what an answer changes.

The questions are those of the room ``queries`` in the store of `Setup.questions`, so that ``cac query`` shows the same.
They belong to an entry by the text of its note.
"""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cac.errors import Conflict, Invalid, NotFound
from cac.queries import life, recode
from cac.queries.draft import Drafter, Drafts, shown
from cac.queries.lint import Linter
from cac.queries.store import Kept, digest_of, open_store
from cac.records import ClaimLine, Note, Result
from cac.web.setup import Setup
from cac.web.visit import VISIT
from cac.workbench import desk
from cac.workbench.chain import canonical
from cac.workbench.records import Actor, Desk
from cac.workbench.suggestions import whole_text


class Askable(NamedTuple):
    """A gap of which a question can be drafted: the rule that fired, its element, and the title of the question."""

    rule: str
    element: str
    title: str


class NotAskable(NamedTuple):
    """A gap of which none can be, and why."""

    rule: str
    reason: str


class Asked(NamedTuple):
    """A question and its state; ``text`` is what the provider gets, ``can`` what may happen to it now.

    ``loose``: its answer does not stand with the note yet: it was kept by ``cac query answer``, or the program ended.
    """

    kept: Kept
    state: str
    text: str
    can: tuple[str, ...]
    answer: str
    by: str
    change: recode.Change | None
    loose: bool

    @property
    def reminded(self) -> bool:
        """Whether it had its one reminder."""
        return any(event.kind == "reminded" for event in self.kept.events)


class Recoded(NamedTuple):
    """What coding the note with all its addenda changes; ``digest`` names exactly this answer."""

    result: Result
    change: recode.Change
    digest: str


_GAPS: OrderedDict[str, tuple[tuple[Askable, ...], tuple[NotAskable, ...]]] = OrderedDict()
"""What can be asked of the notes shown last, by digest; it holds no word of a note."""
_MOST_GAPS = 256


@lru_cache(2)
def _drafter(lexicons: Path | None) -> Drafter:
    return Drafter(lexicons)


@lru_cache(2)
def linter(lexicons: Path | None) -> Linter:
    """The linter, loaded once."""
    return Linter(lexicons)


def coded_text(shown: Desk) -> str:
    """The note with the addenda that the suggestion was made of.

    Raises:
        Conflict: "gone", "blind".
    """
    if shown.text is None:
        raise Conflict("gone", "The retention took this note away.")
    if shown.row is None:
        raise Conflict("blind", "Code this note yourself first: what it leaves open is shown after that.")
    return whole_text(shown.text, [one.text for one in shown.addenda[: shown.coded_with]])


def askable(run: Setup, shown: Desk) -> tuple[tuple[Askable, ...], tuple[NotAskable, ...]]:
    """The gaps of a suggestion of which questions can be drafted, and those of which none can be.

    Raises:
        Conflict: as `coded_text`.
    """
    text = coded_text(shown)
    told = sha256(f"{json.dumps(shown.row)}\n{run.lexicons}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
    known = _GAPS.get(told)
    if known is None:
        drafts = _drafts(run, shown, text)
        gaps = tuple(Askable(one.rule, one.element, one.title) for one in drafts.questions)
        known = gaps, tuple(NotAskable(one.rule, one.reason) for one in drafts.left if not one.meant)
        _GAPS[told] = known
        if len(_GAPS) > _MOST_GAPS:
            _GAPS.popitem(last=False)
    return known


def open_gaps(gaps: tuple[Askable, ...], asked: tuple[Asked, ...]) -> tuple[Askable, ...]:
    """The gaps of which no question was drafted yet."""
    drafted = Counter((one.kept.question.rule, one.kept.question.title) for one in asked)
    left = []
    for gap in gaps:
        if drafted[gap.rule, gap.title] > 0:
            drafted[gap.rule, gap.title] -= 1
        else:
            left.append(gap)
    return tuple(left)


def questions(run: Setup, shown: Desk) -> tuple[Asked, ...]:
    """The questions about the note of an entry, the oldest first.

    Raises:
        InputError: "store".
    """
    if shown.text is None or not run.questions.is_file():
        return ()
    with open_store(run.questions) as store:
        return tuple(_asked(kept, shown) for kept in store.about(_ids(shown)) if _is_of(kept, shown))


def draft(run: Setup, shown: Desk, *, rule: str = "", element: str = "") -> int:
    """Draft and keep the questions of a gap, by its rule or its element; the id of the first.

    Raises:
        Conflict: as `coded_text`.
        Invalid: "no_question", when none can be asked about it.
        InputError: "store".
    """
    text = coded_text(shown)
    drafts = _drafts(run, shown, text)
    wanted = [one for one in drafts.questions if (rule and one.rule == rule) or (element and one.element == element)]
    if not wanted:
        ends = f"/{element}" if element else ""
        why = next((one.reason for one in drafts.left if one.rule == rule or (ends and one.rule.endswith(ends))), "")
        raise Invalid("no_question", f"No question is drafted: {why or 'the note leaves nothing of it open'}.")
    context = {name: str(value) for name, value in dict((shown.row or {}).get("context", {})).items()}
    with open_store(run.questions, make=True) as store:
        for one in wanted:
            store.add(one, _ids(shown)[0], shown.version, context)
        mine = [kept.id for kept in store.about(_ids(shown)) if any(map(kept.asks, wanted))]
    return mine[0] if mine else 0


def draft_all(run: Setup, row: Mapping[str, Any], text: str, note: str = "") -> tuple[tuple[Kept, ...], Drafts]:
    """Draft and keep every question that the row of a text gives rise to: those that are kept, and what was drafted.

    Args:
        run: the run.
        row: the row of the text.
        text: a note, with the addenda that the row was made of.
        note: under which id they are kept; by default that of the text.

    Raises:
        InputError: "store".
    """
    drafts = _drafter(run.lexicons)(row, text)
    if not drafts.questions:
        return (), drafts
    id = note or own_id(text)
    with open_store(run.questions, make=True) as store:
        for one in drafts.questions:
            store.add(one, id, str(row["version"]), {name: str(value) for name, value in row["context"].items()})
        return tuple(kept for kept in store.about([id]) if any(map(kept.asks, drafts.questions))), drafts


def act(run: Setup, actor: Actor, shown: Desk, id: int, what: str, *, by: str = "", text: str = "") -> None:
    """Let something happen to a question of an entry; an answer is kept with the note as its addendum.

    Raises:
        NotFound, Invalid, Conflict, Forbidden.
        InputError: as `cac.queries.life.act`.
    """
    name = by or person(actor)
    with open_store(run.questions) as store:
        kept = _one(shown, store.get(id))
        if what == "release":
            life.release(store, id, name, linter(run.lexicons))
            return
        if what == "keep":
            if not any(event.kind == "answered" for event in kept.events):
                raise Conflict("state", "This question is not answered yet.")
            keep_answer(run, actor, shown, kept)
            return
        if what not in ("remind", "answer", "withdraw", "no-response"):
            raise Invalid("act", "This cannot happen to a question.")
        kept = life.act(store, id, what, name, text)
    if what == "answer":
        keep_answer(run, actor, shown, kept)


def keep_answer(run: Setup, actor: Actor, shown: Desk, kept: Kept) -> None:
    """Keep an answer as an addendum of the note, once.

    Raises:
        Forbidden, NotFound, Invalid, Conflict.
    """
    if _stands(kept, shown):
        return
    words = recode.addendum(kept).removeprefix("\n\n")
    answer = next(event for event in reversed(kept.events) if event.kind == "answered")
    key = f"answer-{kept.id}-{sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}"
    desk.add_addendum(run.store, actor, shown.entry.id, answer.by, words, key)


def preview(run: Setup, shown: Desk, visit: Mapping[str, str] | None = None) -> Recoded:
    """Code the note with all its addenda again, and compare; nothing is stored.

    It is coded for the day, place and payer of before, or for those of ``visit``, where it is given.

    Raises:
        Conflict: as `coded_text`.
        InputError: as `cac.Coder.code`.
    """
    coded_text(shown)
    row: dict[str, Any] = shown.row or {}
    text = whole_text(shown.text or "", [one.text for one in shown.addenda])
    context = recode.told(row.get("context", {}))
    if visit is not None:
        context = {**{name: value for name, value in context.items() if name not in VISIT}, **visit}
    result = run.code(Note(id=str(row.get("id", "")), text=text, context=context))
    change = recode.compare(_before(row), result)
    return Recoded(result, change, sha256(canonical(result.row()).encode()).hexdigest())


def confirm(
    run: Setup, actor: Actor, shown: Desk, seen: int, digest: str, visit: Mapping[str, str] | None = None
) -> None:
    """Take the answer that a person saw in `preview` in the place of the one before; its questions are confirmed.

    Raises:
        Forbidden, NotFound.
        Conflict: as `cac.workbench.desk.recode`; "stale", when another answer would be taken than the one she saw.
    """
    made = preview(run, shown, visit)
    if made.digest != digest:
        raise Conflict("stale", "The addenda or the rules changed since you looked: look at the change again.")
    desk.recode(run.store, actor, shown.entry.id, seen, made.result)
    if not run.questions.is_file():
        return
    texts = {one.text for one in shown.addenda}
    with open_store(run.questions) as store:
        for kept in list(store.about(_ids(shown))):
            if life.state(kept) == "answered" and recode.addendum(kept).removeprefix("\n\n") in texts:
                life.recoded(store, kept.id, made.change.model_dump(mode="json"))
                life.act(store, kept.id, "confirm", person(actor))


def person(actor: Actor) -> str:
    """The name under which somebody acts on questions."""
    return actor.name.removeprefix("user:")


def _drafts(run: Setup, shown: Desk, text: str) -> Drafts:
    return _drafter(run.lexicons)(shown.row or {}, text)


def _ids(shown: Desk) -> list[str]:
    """Under which ids questions about a note are kept: that of the workbench, and that of ``cac query draft``."""
    own = own_id(shown.text or "")
    return [own, shown.entry.name] if shown.entry.name else [own]


def own_id(text: str) -> str:
    """Under which id the questions about a text are kept."""
    return "note-" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_of(kept: Kept, shown: Desk) -> bool:
    texts = [one.text for one in shown.addenda]
    return any(kept.digest == digest_of(whole_text(shown.text or "", texts[:end])) for end in range(len(texts) + 1))


def _one(shown: Desk, kept: Kept) -> Kept:
    if not _is_of(kept, shown):
        raise NotFound("question", "There is no such question about this note.")
    return kept


def _asked(kept: Kept, of: Desk) -> Asked:
    answer = next((event for event in reversed(kept.events) if event.kind == "answered"), None)
    told = next((event.text for event in reversed(kept.events) if event.kind == "recoded"), "")
    return Asked(
        kept=kept,
        state=life.state(kept),
        text=shown_text(kept),
        can=life.possible(kept),
        answer=answer.text if answer else "",
        by=answer.by if answer else "",
        change=recode.Change.model_validate_json(told) if told else None,
        loose=answer is not None and not _stands(kept, of),
    )


def _stands(kept: Kept, shown: Desk) -> bool:
    """Whether the answer of a question is an addendum of its note."""
    words = recode.addendum(kept).removeprefix("\n\n")
    return any(one.text == words for one in shown.addenda)


def shown_text(kept: Kept) -> str:
    """The question exactly as the provider gets it."""
    return shown(kept.question)


def _before(row: dict[str, Any]) -> Result:
    """What is compared of a row."""
    lines = tuple(
        ClaimLine(code=line["code"], modifiers=tuple(line["modifiers"]), units=line["units"]) for line in row["lines"]
    )
    return Result(status=row["status"], lines=lines, missing=tuple(row["missing"]), conflicts=tuple(row["conflicts"]))
