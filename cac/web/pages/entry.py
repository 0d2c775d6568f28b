"""One entry: the note with its proofs, the claim, what was decided."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse, Response

from cac.web.extras import Extras, extras_of
from cac.web.keys import Key, keys_of
from cac.web.screen import View, view
from cac.web.setup import Setup
from cac.web.templating import page
from cac.web.visit import offered
from cac.web.who import Reader, Run
from cac.workbench import desk
from cac.workbench.records import Actor

router = APIRouter()

_SAID = {
    "claimed": "You work on this note now.",
    "released": "The note is back in the worklist.",
    "reopened": "The note is open again: you work on it.",
    "next": "The note before is finished. This is the next one.",
    "coded": "Your own coding is kept. Now you see the suggestion.",
    "drafted": "A question is drafted: read it, then release it.",
    "question-released": "The question is released.",
    "question-reminded": "The reminder is noted.",
    "question-answered": "The answer is kept, word for word.",
    "question-withdrawn": "The question is withdrawn.",
    "question-closed": "The question is closed without an answer.",
    "addendum": "The addendum is kept, word for word.",
    "recoded": "The note is coded again: decide every line anew.",
    "message": "Your message is kept.",
}
_DONE = {
    "accept": "accepted", "edit": "edited", "refuse": "refused", "add": "added", "delete": "deleted", "undo": "undone",
}  # fmt: skip


@router.get("/entries/{entry}")
def show(
    request: Request,
    run: Run,
    actor: Reader,
    entry: str,
    said: str = "",
    x_part: Annotated[str, Header()] = "",
    x_cut: Annotated[str, Header()] = "",
) -> Response:
    """The screen of an entry; ``said`` names what was just done. With X-Part it leaves out a note that X-Cut knows."""
    return answer(request, run, actor, entry, said=said, known=x_cut if x_part else "")


def answer(
    request: Request,
    run: Setup,
    actor: Actor,
    entry: str,
    *,
    said: str = "",
    problem: str = "",
    status: int = 200,
    known: str = "",
    extras: Extras | None = None,
) -> HTMLResponse:
    """The screen of an entry as it is now, with what was just done, or why it was not (``problem``)."""
    shown = view(run, actor, desk.show(run.store, actor, entry))
    extras = extras or extras_of(run, actor, shown.desk)
    return page(
        request,
        "entry.html",
        actor,
        status,
        view=shown,
        desk=shown.desk,
        entry=shown.desk.entry,
        keys=listed_keys(run),
        keys_on=keys_are_on(request, run),
        said=problem or _sentence(shown, said),
        bad=bool(problem),
        extras=extras,
        askable={gap.element: gap.rule for gap in extras.gaps},
        with_note=known != shown.cut,
        codes=run.lexicon.codes,
        offered=offered(run.lexicon, run) if shown.mine and shown.desk.row and shown.desk.text is not None else None,
    )


def listed_keys(run: Setup) -> tuple[Key, ...]:
    """The keys of this run."""
    return keys_of(run.store.settings.keys, run.lexicons)


def keys_cookie(run: Setup) -> str:
    """The cookie that says whether this browser has the single keys switched off."""
    return f"cac_keys_{run.port}"


def keys_are_on(request: Request, run: Setup) -> bool:
    """Whether the single keys work in this browser."""
    return request.cookies.get(keys_cookie(run), "on") != "off"


def _sentence(shown: View, said: str) -> str:
    """What was just done, in a sentence."""
    made = shown.desk.decisions
    if said != "decided" or not made:
        return _SAID.get(said, "")
    last = made[-1]
    of = next((one for one in made if one.id == last.undoes), last)
    line = of.after or of.before
    code = "-".join((line.code or "The line", *line.modifiers)) if line else "The line"
    left = len(shown.waiting)
    waits = f"{left} claim line{'s wait' if left > 1 else ' waits'}" if left else "Every claim line is decided"
    return f"{code} {'as before' if last.kind == 'undo' else _DONE[last.kind]}. {waits}.{_edits(shown)}"


def _edits(shown: View) -> str:
    """What the edits find wrong with a claim that is no more the suggested one, counted."""
    counts = [(shown.edits.count(severity), severity) for severity in ("error", "warning")]
    told = " and ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count)
    return f" The edits tell {told} of the claim as it stands." if told and shown.edits.anew else ""
