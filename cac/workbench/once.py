"""Idempotency: what is asked twice under one key is done once."""

from __future__ import annotations

from typing import Any

from cac.errors import Conflict
from cac.workbench.chain import canonical
from cac.workbench.checks import checked_key
from cac.workbench.store import Work
from cac.workbench.tables import RequestRow


class Once:
    """One request of an actor under ``key``, within a transaction; ``answer`` is the id of what it made, if it was."""

    def __init__(self, work: Work, actor: str, key: str, request: Any) -> None:
        """Look the key up.

        Raises:
            Invalid: "key", when it is none.
            Conflict: "reused", when something else was asked under it.
        """
        self._work = work
        self._actor = actor
        self._key = checked_key(key)
        self._digest = work.store.mark(canonical(request))
        done = work.session.get(RequestRow, (actor, key))
        if done is not None and done.digest != self._digest:
            raise Conflict("reused", "Something else was asked under this idempotency key: take a new one.")
        self.answer = done.answer if done is not None else ""

    def keep(self, answer: str) -> None:
        """Keep what was made."""
        row = RequestRow(actor=self._actor, key=self._key, digest=self._digest, answer=answer, at=self._work.now)
        self._work.add(row)
