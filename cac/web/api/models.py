"""What the API takes and gives, for its documentation and the check of what comes in. Rows: docs/row.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from cac.context import FIELDS
from cac.records import (
    BilledLine,
    ClaimLine,
    CrossCheck,
    Diagnosis,
    ElementAnswer,
    Finding,
    Note,
    Record,
    Refusal,
    Status,
    Supply,
)
from cac.workbench.checks import MOST_ADDENDUM, MOST_COMMENT, MOST_LINES
from cac.workbench.records import Entry, Wanted

_WORD = 200


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number; 1.0 is one in JSON."""


class Taken(BaseModel):
    """What comes in: no other field, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NoteIn(Taken):
    """A note, and what is known of its claim; what nobody says is as `cac serve` was started, else by default."""

    text: str = Field(description="The note as it is; offsets of the answer are code points of it.")
    id: str = Field("", description="What the note is called where it comes from; it comes back in the row.")
    date_of_service: str = Field("", max_length=_WORD, description="YYYY-MM-DD", examples=["2026-01-15"])
    place_of_service: str = Field("", max_length=_WORD, description="11, 19, 21, 22 or 24", examples=["24"])
    payer: str = Field("", max_length=_WORD, description="A payer profile", examples=["medicare_part_b"])
    claim: str = Field("", max_length=_WORD, description="professional or facility")
    contractor: str = Field("", max_length=_WORD, description="The Medicare contractor, such as CGS")
    state: str = Field("", max_length=_WORD, description="Two letters")
    provider: str = Field("", max_length=_WORD, description="The practice's own key of the provider")
    patient: str = Field("", max_length=_WORD, description="The practice's own key of the patient")

    def note(self, text: str, id: str) -> Note:
        """The note that it is."""
        context = {name: value for name in FIELDS if (value := getattr(self, name))}
        return Note(id=id, text=text, context=context)


class NewNote(NoteIn):
    """A note for the worklist."""

    batch: str = Field("", max_length=_WORD, description="Where it comes from; a named note of a batch is kept once.")
    blind: bool = Field(False, description="Hide the suggestion until a person has coded the note.")
    claimed: bool = Field(False, description="Claim it at once for who asks.")


class Row(BaseModel):
    """The answer for one note, the same as `cac code --format json` prints: docs/row.md tells every key."""

    model_config = ConfigDict(extra="forbid")

    id: str
    status: Status
    reason: str
    lines: tuple[ClaimLine, ...]
    procedures: tuple[dict[str, Any], ...]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]
    review: tuple[str, ...]
    refused: tuple[Refusal, ...]
    checklist: tuple[ElementAnswer, ...]
    further: tuple[ElementAnswer, ...]
    cross_checks: tuple[CrossCheck, ...]
    not_counted: tuple[dict[str, Any], ...]
    diagnoses: tuple[Diagnosis, ...]
    diagnoses_not_counted: tuple[dict[str, Any], ...]
    supplies: tuple[Supply, ...]
    supplies_note: str
    findings: tuple[Finding, ...]
    context: dict[str, str]
    version: str
    notices: tuple[str, ...]
    error: dict[str, str] | None


class Health(Record):
    """The server answers, and its store can be read."""

    status: Literal["ok"] = "ok"
    version: str
    rules: str


class Worklist(Record):
    """A part of the worklist; ``next`` is the position to ask for more ``after``, null at its end."""

    entries: tuple[Entry, ...]
    next: int | None = None


class NextIn(Taken):
    """Of which batch the next entry shall be; null for any."""

    batch: str | None = Field(None, max_length=_WORD)


class NextOut(Record):
    """The entry that is claimed now, null where none is left."""

    entry: Entry | None = None


class Seen(Taken):
    """The version of the entry that the asker saw."""

    seen: Whole = Field(ge=0, le=2**31 - 1)


class RecodeIn(Seen):
    """What shall be another day, place or payer than before; what is left out stays."""

    date_of_service: str = Field("", max_length=_WORD, description="YYYY-MM-DD", examples=["2026-01-15"])
    place_of_service: str = Field("", max_length=_WORD, description="11, 19, 21, 22 or 24", examples=["24"])
    payer: str = Field("", max_length=_WORD, description="A payer profile", examples=["medicare_part_b"])
    contractor: str = Field("", max_length=_WORD, description="The Medicare contractor, such as CGS")
    state: str = Field("", max_length=_WORD, description="Two letters")

    def said(self) -> dict[str, str]:
        """What was said."""
        return {name: value for name, value in self.model_dump(exclude={"seen"}).items() if value}


class LineIn(Taken):
    """A line as it shall stand on the claim."""

    code: str = Field(max_length=_WORD, examples=["64483"])
    modifiers: list[str] = Field([], max_length=10, examples=[["LT"]])
    units: Whole = Field(1, ge=1, le=9_999)
    diagnoses: list[str] = Field([], max_length=10, examples=[["M54.16"]])

    def line(self) -> BilledLine:
        """The line that it is."""
        return BilledLine(
            code=self.code, modifiers=tuple(self.modifiers), units=self.units, diagnoses=tuple(self.diagnoses)
        )


class Place(Taken):
    """Code points of the note."""

    start: Whole = Field(ge=0, le=2**31 - 1)
    end: Whole = Field(ge=0, le=2**31 - 1)


class DecisionIn(Seen):
    """A decision on one line (docs/workbench.md); reasons are those of `lexicons/workbench/decisions.yaml`."""

    kind: Literal["accept", "edit", "refuse", "add", "delete"]
    line: str = Field(max_length=_WORD, examples=["line:0"])
    after: LineIn | None = None
    reason: str = Field("", max_length=_WORD)
    comment: str = Field("", max_length=MOST_COMMENT)
    evidence: list[Place] = Field([], max_length=MOST_LINES)

    def wanted(self) -> Wanted:
        """The decision that it is."""
        return Wanted(
            kind=self.kind,
            line=self.line,
            after=self.after.line() if self.after else None,
            reason=self.reason,
            comment=self.comment,
            evidence=tuple((place.start, place.end) for place in self.evidence),
        )


class UndoIn(Seen):
    """Which decision to take back; "" for the last one that counts."""

    decision: str = Field("", max_length=_WORD)


class FirstIn(Seen):
    """What was coded before the suggestion is shown (blind mode)."""

    lines: list[LineIn] = Field(max_length=MOST_LINES)


class MessageIn(Taken):
    """A note between coders."""

    text: str = Field(max_length=MOST_COMMENT)


class AddendumIn(Taken):
    """What the provider added, word for word."""

    author: str = Field(max_length=_WORD)
    text: str = Field(max_length=MOST_ADDENDUM)


class DraftIn(NoteIn):
    """An entry of the worklist, or a note, of which questions are drafted."""

    text: str = Field("", description="The note, where it is not in the worklist.")
    entry: str = Field("", max_length=_WORD, description="The id of an entry; then nothing else is said.")


QuestionState = Literal["draft", "released", "answered", "withdrawn", "no_response", "confirmed"]


class QuestionQuote(Record):
    """A passage of the note: code points and words."""

    start: int
    end: int
    text: str


class QuestionEvent(Record):
    """What happened to a question: what, by whom, when (UTC), and what was said, word for word."""

    kind: str
    by: str
    at: str
    text: str


class QuestionOut(Record):
    """A question with its history; ``letter`` is what the provider reads."""

    id: int
    state: QuestionState
    note: str = Field(description="The note it is of: the id that was given, else one made of its text.")
    rule: str
    element: str
    family: str
    kind: str
    title: str
    body: str
    options: tuple[str, ...]
    quotes: tuple[QuestionQuote, ...]
    letter: str
    events: tuple[QuestionEvent, ...]


class LeftOut(Record):
    """A gap of which no question is made, and why."""

    rule: str
    reason: str


class DraftsOut(Record):
    """The drafts of a note."""

    questions: tuple[QuestionOut, ...]
    left: tuple[LeftOut, ...]


class QuestionsOut(Record):
    """Questions, the oldest first."""

    questions: tuple[QuestionOut, ...]


class ByIn(Taken):
    """Which person does it; who asked stands beside her in the history."""

    by: str = Field(min_length=1, max_length=60, examples=["Dr. Ada Lee"])


class AnswerIn(ByIn):
    """The answer of a provider, word for word."""

    text: str = Field(min_length=1, max_length=20_000)
    entry: str = Field("", max_length=_WORD, description="The entry of its note, which gets the answer as an addendum.")


class Problem(BaseModel):
    """What went wrong (RFC 9457). ``code`` is stable, ``detail`` one sentence without a word of what was sent."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    code: str
