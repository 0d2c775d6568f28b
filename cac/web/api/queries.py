"""Questions to providers: drafted from an entry or a note, released by a person, answered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from cac.errors import Invalid, NotFound
from cac.queries import life
from cac.queries.draft import shown
from cac.queries.store import Kept, open_store
from cac.web import asking
from cac.web.answers import ascii_json
from cac.web.api.bearer import Program
from cac.web.api.documented import problems
from cac.web.api.models import (
    AnswerIn,
    ByIn,
    DraftIn,
    DraftsOut,
    LeftOut,
    QuestionEvent,
    QuestionOut,
    QuestionQuote,
    QuestionsOut,
    QuestionState,
)
from cac.web.api.notes import told_note
from cac.web.setup import Setup
from cac.web.who import Run
from cac.workbench import desk
from cac.workbench.records import Actor

router = APIRouter(prefix="/queries", tags=["queries"])
_Id = Annotated[int, Path(description="The number of a question.", ge=1, lt=2**63)]
_ACTS = problems(404, 409, body=True)


@router.get("", response_model=QuestionsOut, responses=problems(422))
def all_of_them(
    run: Run,
    actor: Program,
    state: Annotated[QuestionState | None, Query(description="Only those in this state.")] = None,
    note: Annotated[str | None, Query(description="Only those of this note.", max_length=1_000)] = None,
) -> Response:
    """Questions that are kept."""
    actor.need("code")
    if not run.questions.is_file():
        return ascii_json({"questions": []})
    with open_store(run.questions) as store:
        found = [one for one in store.all() if note is None or one.note_id == note]
    told = tuple(_told(one) for one in found if state is None or life.state(one) == state)
    return ascii_json(QuestionsOut(questions=told).model_dump(mode="json"))


@router.post("", status_code=201, response_model=DraftsOut, responses=_ACTS)
def draft(run: Run, actor: Program, asked: DraftIn) -> Response:
    """Draft the questions that an entry or a note gives rise to, each proved not to lead; nothing is sent."""
    actor.need("code")
    if bool(asked.entry) == bool(asked.text):
        raise Invalid("draft", "Name an entry, or send the text of a note.")
    if asked.entry:
        entry = desk.show(run.store, actor, asked.entry)
        row, text, note = entry.row or {}, asking.coded_text(entry), asking.own_id(entry.text or "")
    else:
        sent = told_note(asked)
        row, text, note = run.code(sent).row(), sent.text, sent.id
    kept, drafts = asking.draft_all(run, row, text, note)
    left = tuple(LeftOut(rule=one.rule, reason=one.reason) for one in drafts.left)
    return ascii_json(DraftsOut(questions=tuple(map(_told, kept)), left=left).model_dump(mode="json"), 201)


@router.get("/{id}", response_model=QuestionOut, responses=problems(404, 422))
def one(run: Run, actor: Program, id: _Id) -> Response:
    """A question with its history."""
    actor.need("code")
    _there(run)
    with open_store(run.questions) as store:
        return _answer(store.get(id))


@router.post("/{id}/release", response_model=QuestionOut, responses=_ACTS)
def release(run: Run, actor: Program, id: _Id, asked: ByIn) -> Response:
    """Release a draft, as a person; it is proved once more that it does not lead."""
    by = _person(actor, asked)
    _there(run)
    with open_store(run.questions) as store:
        return _answer(life.release(store, id, by, asking.linter(run.lexicons)))


@router.post("/{id}/answer", response_model=QuestionOut, responses=_ACTS)
def answer(run: Run, actor: Program, id: _Id, asked: AnswerIn) -> Response:
    """Keep the answer of a provider, word for word; `by` is her name, which signs the addendum of the entry, if any."""
    actor.need("code")
    _there(run)
    if asked.entry:
        asking.act(run, actor, desk.show(run.store, actor, asked.entry), id, "answer", by=asked.by, text=asked.text)
        return one(run, actor, id)
    return _act(run, id, "answer", asked.by, asked.text)


@router.post("/{id}/remind", response_model=QuestionOut, responses=_ACTS)
def remind(run: Run, actor: Program, id: _Id, asked: ByIn) -> Response:
    """Remind the provider, once."""
    return _act(run, id, "remind", _person(actor, asked))


@router.post("/{id}/withdraw", response_model=QuestionOut, responses=_ACTS)
def withdraw(run: Run, actor: Program, id: _Id, asked: ByIn) -> Response:
    """Withdraw a draft or a released question."""
    return _act(run, id, "withdraw", _person(actor, asked))


@router.post("/{id}/no-response", response_model=QuestionOut, responses=_ACTS)
def no_response(run: Run, actor: Program, id: _Id, asked: ByIn) -> Response:
    """Close a released question that nobody answered."""
    return _act(run, id, "no-response", _person(actor, asked))


def _act(run: Setup, id: int, what: str, by: str, text: str = "") -> Response:
    _there(run)
    with open_store(run.questions) as store:
        return _answer(life.act(store, id, what, by, text))


def _person(actor: Actor, asked: ByIn) -> str:
    """The person, and the program through which she did it."""
    actor.need("code")
    return f"{asked.by} ({actor.name})"


def _there(run: Setup) -> None:
    if not run.questions.is_file():
        raise NotFound("question", "There is no such question.")


def _answer(kept: Kept) -> Response:
    return ascii_json(_told(kept).model_dump(mode="json"))


def _told(kept: Kept) -> QuestionOut:
    question = kept.question
    return QuestionOut.model_validate(
        {
            "id": kept.id,
            "state": life.state(kept),
            "note": kept.note_id,
            **question.model_dump(include={"rule", "element", "family", "kind", "title", "body", "options"}),
            "quotes": [QuestionQuote(**quote.model_dump()) for quote in question.quotes],
            "letter": shown(question),
            "events": [QuestionEvent(**event.model_dump()) for event in kept.events],
        }
    )
