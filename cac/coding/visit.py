"""An evaluation and management service on the day of a procedure: told, never levelled, never on the claim."""

from __future__ import annotations

from cac.coding.draft import Draft
from cac.records import Refusal, SeparateVisit


def note_visit(visit: SeparateVisit | None, draft: Draft) -> None:
    """Say that a visit is described beside the lines of a procedure (RULEBOOK 1.5; GUIDE: no visit on the claim)."""
    if visit is None or not draft.lines:
        return
    words = " ".join(visit.evidence.text.split())
    draft.refused.append(
        Refusal(
            code="E/M",
            reason=f'an evaluation and management service is described on the same day ("{words}")',
            would_change="only significant, separately identifiable work carries 25; the level is not chosen here",
            rule="visit/1",
        )
    )
