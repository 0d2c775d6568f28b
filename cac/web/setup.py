"""What one run of the server has: its store, its coder, its token."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cac.coder import Coder
from cac.lexicon.loader import Lexicon
from cac.records import BilledClaim, Finding, Note, Result
from cac.workbench.records import LOCAL, Actor
from cac.workbench.store import Store


@dataclass
class Setup:
    """One run of the server.

    ``context`` is what the command and ``cac.toml`` say of every note, ``questions`` the store of provider questions
    (docs/queries.md), ``token`` the bearer token of the run, ``port`` where it listens. ``owner`` is who that token is
    where there are accounts.
    """

    store: Store
    coder: Coder
    lexicon: Lexicon
    port: int
    questions: Path
    lexicons: Path | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    owner: Actor = LOCAL
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _coding: threading.Lock = field(default_factory=threading.Lock)

    def code(self, note: Note) -> Result:
        """Code a note for its own context above that of the run; one at a time, as all requests share one coder.

        Raises:
            InputError: as `Coder.code`.
        """
        with self._coding:
            return self.coder.code(note.text, note.id, {**self.context, **note.context})

    def label(self, code: str, day: date) -> str:
        """As `Coder.label`."""
        with self._coding:
            return self.coder.label(code, day)

    def judge(self, claim: BilledClaim) -> tuple[Finding, ...]:
        """What the edits say of a claim that a coder made.

        Raises:
            InputError: as `Coder.judge`.
        """
        with self._coding:
            return self.coder.judge(claim)
