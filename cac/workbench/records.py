"""What the workbench hands out, all frozen. Times are UTC; ids are 16 hexadecimal digits that tell nothing."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Literal

from cac.errors import Forbidden
from cac.records import BilledLine, Record

Role = Literal["coder", "auditor", "administrator"]
Right = Literal["code", "audit", "manage"]
EntryState = Literal["open", "claimed", "finished"]
Sampled = Literal["", "random", "risk"]
Kind = Literal["accept", "edit", "refuse", "add", "delete", "undo"]
Part = Literal["line", "supply", "diagnosis"]
Standing = Literal["open", "accepted", "edited", "refused", "added", "deleted"]
Span = tuple[int, int]

RIGHTS: dict[Role, frozenset[Right]] = {
    "coder": frozenset(["code"]),
    "auditor": frozenset(["code", "audit"]),
    "administrator": frozenset(["code", "audit", "manage"]),
}
"""Who may do what: decide on notes; see figures, exports, the log and give entries of others back; manage people."""

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")
"""A name of a user or of a token."""


class Actor(Record):
    """Who asks: ``name`` is what the log keeps ("local", "user:alice", "token:ehr", "system:root")."""

    name: str
    role: Role

    def need(self, right: Right) -> None:
        """Refuse where the role lacks a right.

        Raises:
            Forbidden: "role".
        """
        if right not in RIGHTS[self.role]:
            raise Forbidden("role", f"A {self.role} may not do this: ask an administrator.")


LOCAL = Actor(name="local", role="administrator")
"""The one user of a workbench without accounts."""


class SuggestedLine(Record):
    """A line of a suggestion without words of the note: what is billed, by which rule, proven by which offsets."""

    billed: BilledLine
    rule: str = ""
    evidence: tuple[Span, ...] = ()


class Kept(Record):
    """What is kept of a suggestion for good: codes and offsets, no word of the note."""

    status: str
    lines: tuple[SuggestedLine, ...] = ()
    supplies: tuple[SuggestedLine, ...] = ()
    diagnoses: tuple[SuggestedLine, ...] = ()
    missing: tuple[str, ...] = ()


class Entry(Record):
    """A note in the worklist. ``version`` goes up with every change; a decision names the one it saw.

    ``status`` is that of the suggestion, ``sampled`` why a second coder looks at the note (both "" while the suggestion
    is hidden: blind mode). ``review_of`` is the entry whose coding this one codes a second time. ``name`` is what the
    note is called where it came from.
    """

    id: str
    note: str
    name: str = ""
    batch: str = ""
    position: int
    state: EntryState
    status: str = ""
    version: int
    blind: bool = False
    first_coded: bool = False
    sampled: Sampled = ""
    review_of: str = ""
    claimed_by: str = ""
    claimed_at: datetime | None = None
    finished_by: str = ""
    finished_at: datetime | None = None


class Batch(Record):
    """Where notes came from ("" = pasted), and how many of its entries are in which state."""

    name: str
    open: int = 0
    claimed: int = 0
    finished: int = 0


class Wanted(Record):
    """What a coder says of one line.

    ``line`` is "line:0", "supply:1", "diagnosis:0" (places in the suggestion), or what a decision that added a line
    gave it ("line:+0f…"); for ``add`` it is the part alone: "line", "supply" or "diagnosis". ``after`` is the line as
    it shall be (edit, add), ``reason`` a name of `lexicons/workbench/decisions.yaml` (all but accept), ``evidence`` the
    code points of the note that prove an added line.
    """

    kind: Literal["accept", "edit", "refuse", "add", "delete"]
    line: str
    after: BilledLine | None = None
    reason: str = ""
    comment: str = ""
    evidence: tuple[Span, ...] = ()


class Decision(Record):
    """What was decided of a line; ``number`` is the version that the entry had after it. ``undoes`` is a decision.

    ``comment`` is "" where there is none, or where the retention took it away (``pruned``).
    """

    id: str
    entry: str
    suggestion: str
    number: int
    at: datetime
    by: str
    kind: Kind
    line: str
    before: BilledLine | None = None
    after: BilledLine | None = None
    reason: str = ""
    comment: str = ""
    evidence: tuple[Span, ...] = ()
    undoes: str = ""


class LineState(Record):
    """How a line stands after all decisions: ``now`` is None where it is not (or not yet) on the claim."""

    line: str
    part: Part
    state: Standing
    suggested: BilledLine | None = None
    now: BilledLine | None = None
    decision: str = ""
    by: str = ""
    evidence: tuple[Span, ...] = ()


class FirstCoding(Record):
    """What a coder wrote in blind mode before the suggestion was shown."""

    entry: str
    by: str
    at: datetime
    lines: tuple[BilledLine, ...] = ()


class Message(Record):
    """A note from coder to coder about an entry; ``text`` is "" where the retention took it away."""

    id: str
    entry: str
    at: datetime
    by: str
    text: str = ""


class Addendum(Record):
    """What a provider added to the note, verbatim."""

    id: str
    at: datetime
    author: str
    text: str = ""


class Desk(Record):
    """Everything a coder sees of one entry.

    ``text`` is None where the retention took the note away. ``row`` is the suggestion (docs/row.md): None while blind
    mode hides it and where it is pruned; ``kept`` is what is left of it then, None while it is hidden. ``text`` is the
    note as it came; ``coded_with`` of the addenda stand, in order, behind it in what the suggestion was made of.
    """

    entry: Entry
    text: str | None
    row: dict[str, Any] | None
    kept: Kept | None
    version: str = ""
    coded_with: int = 0
    lines: tuple[LineState, ...] = ()
    decisions: tuple[Decision, ...] = ()
    first_coding: FirstCoding | None = None
    messages: tuple[Message, ...] = ()
    addenda: tuple[Addendum, ...] = ()

    @property
    def undecided(self) -> tuple[str, ...]:
        """The claim lines of the suggestion that nobody decided yet; finishing asks for all of them."""
        return tuple(line.line for line in self.lines if line.part == "line" and line.state == "open")

    @property
    def claim(self) -> tuple[LineState, ...]:
        """What stands on the claim."""
        return tuple(line for line in self.lines if line.now is not None)


class User(Record):
    """An account."""

    name: str
    role: Role
    disabled: bool
    made: datetime


class Token(Record):
    """A named bearer token, without its secret."""

    name: str
    role: Role
    made: datetime
    made_by: str
    used: datetime | None = None
    revoked: datetime | None = None
