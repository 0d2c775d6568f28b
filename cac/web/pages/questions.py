"""Questions to the provider of a note, addenda, and coding it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from cac.errors import Conflict, InputError, Invalid, NotFound
from cac.web import asking
from cac.web.pages.entry import answer
from cac.web.problems import shown_again
from cac.web.screen import context_of
from cac.web.templating import page
from cac.web.visit import Visit
from cac.web.who import Run, Writer
from cac.workbench import desk

router = APIRouter()
Words = Annotated[str, Form()]
Said = Annotated[Visit, Depends()]


@router.post("/entries/{entry}/questions")
def draft(request: Request, run: Run, actor: Writer, entry: str, rule: Words = "", element: Words = "") -> Response:
    """Draft the question of a gap; the same one twice is one."""
    shown = desk.show(run.store, actor, entry)
    try:
        made = asking.draft(run, shown, rule=rule, element=element)
    except (Conflict, Invalid) as error:
        return answer(request, run, actor, entry, problem=error.message, status=shown_again(error))
    return RedirectResponse(f"/entries/{entry}?said=drafted#question-{made}", 303)


@router.post("/entries/{entry}/questions/{question}/{act}")
def act(
    request: Request,
    run: Run,
    actor: Writer,
    entry: str,
    question: str,
    act: str,
    by: Words = "",
    text: Words = "",
) -> Response:
    """Release a question, remind, keep the answer, withdraw it, or close it without one."""
    if act not in _SAID or not re.fullmatch(r"[0-9]{1,18}", question):
        raise NotFound("question", "There is no such question about this note.")
    if act == "answer" and not by.strip():
        raise Invalid("name", "Say who signed the answer.")
    shown = desk.show(run.store, actor, entry)
    asking.coded_text(shown)
    try:
        asking.act(run, actor, shown, int(question), act, by=by if act == "answer" else "", text=_sent(text))
    except (Conflict, InputError) as error:
        if error.code not in ("state", "not_compliant") and not isinstance(error, Conflict):
            raise
        return answer(request, run, actor, entry, problem=error.message, status=409)
    return RedirectResponse(f"/entries/{entry}?said={_SAID[act]}#question-{question}", 303)


_SAID = {
    "release": "question-released",
    "remind": "question-reminded",
    "answer": "question-answered",
    "keep": "addendum",
    "withdraw": "question-withdrawn",
    "no-response": "question-closed",
}


@router.post("/entries/{entry}/addenda")
def addendum(run: Run, actor: Writer, entry: str, key: Words, author: Words = "", text: Words = "") -> Response:
    """Keep an addendum of the provider, word for word."""
    desk.add_addendum(run.store, actor, entry, author.strip(), _sent(text), key)
    return RedirectResponse(f"/entries/{entry}?said=addendum#addenda", 303)


@router.post("/entries/{entry}/recode")
def recode(request: Request, run: Run, actor: Writer, entry: str, said: Said, visit: Words = "") -> Response:
    """Show what coding the note with its addenda, or for another ``visit``, changes; nothing is stored."""
    shown = desk.show(run.store, actor, entry)
    try:
        context = said.context(run) if visit else None
        recoded = asking.preview(run, shown, context)
    except (Conflict, InputError) as error:
        status = shown_again(error)
        return answer(request, run, actor, entry, problem=error.message, status=status)
    mine = shown.entry.state == "claimed" and shown.entry.claimed_by == actor.name
    return page(
        request,
        "recode.html",
        actor,
        entry=shown.entry,
        recoded=recoded,
        mine=mine,
        said=context,
        context=context_of(recoded.result.context),
        drugs=(_drugs((shown.row or {}).get("supplies", ())), _drugs(recoded.result.row()["supplies"])),
        here=f"/entries/{entry}",
    )


@router.post("/entries/{entry}/recode/confirm")
def confirm(
    request: Request, run: Run, actor: Writer, entry: str, said: Said, seen: Words, digest: Words, visit: Words = ""
) -> Response:
    """Take what was shown in the place of the suggestion before."""
    if not re.fullmatch(r"[0-9]{1,9}", seen):
        raise Invalid("seen", "This page is broken: load it again.")
    try:
        context = said.context(run) if visit else None
        asking.confirm(run, actor, desk.show(run.store, actor, entry), int(seen), digest, context)
    except Conflict as error:
        return answer(request, run, actor, entry, problem=error.message, status=409)
    return RedirectResponse(f"/entries/{entry}?said=recoded", 303)


def _drugs(supplies: Iterable[Mapping[str, Any]]) -> list[str]:
    """Drug lines in short: ``J1100 x10``."""
    return [f"{one['code'] or 'no code yet'} x{one['units']}" for one in supplies]


def _sent(text: str) -> str:
    """A text of a form, with the line ends of what was typed: forms send CR LF for each."""
    return text.replace("\r\n", "\n")
