"""What a form says of the visit of a note, and what its fields offer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form

from cac.context import CONTRACTORS, DEFAULT_DAY, DEFAULT_PAYER, PLACES, STATES, read_context
from cac.lexicon.loader import Lexicon
from cac.web.setup import Setup
from cac.workbench.checks import checked_label

VISIT = ("date_of_service", "place_of_service", "payer", "contractor", "state")
"""What the screen of a note asks for again."""
_Field = Annotated[str, Form()]


class Visit:
    """The fields of a form; empty where nobody said anything."""

    def __init__(
        self,
        date_of_service: _Field = "",
        place_of_service: _Field = "",
        payer: _Field = "",
        contractor: _Field = "",
        state: _Field = "",
        provider: _Field = "",
        patient: _Field = "",
    ) -> None:
        said = {
            "date_of_service": date_of_service,
            "place_of_service": place_of_service,
            "payer": payer,
            "contractor": contractor,
            "state": state,
            "provider": provider,
            "patient": patient,
        }
        self.said = {name: value.strip() for name, value in said.items()}

    def context(self, setup: Setup) -> dict[str, str]:
        """What was said, checked together with what the run says of every note.

        Raises:
            InputError: "context".
            Invalid: "label", for a key that is too long or cannot be printed.
        """
        for name in ("provider", "patient"):
            checked_label(self.said[name], f"key of the {name}")
        said = {name: value for name, value in self.said.items() if value}
        read_context({**setup.context, **said}, setup.lexicon.payers)
        return said


def offered(lexicon: Lexicon, setup: Setup) -> dict[str, object]:
    """What the fields offer, and what holds where nothing is said."""
    base = setup.context
    payer = lexicon.payers.get(base.get("payer", "") or DEFAULT_PAYER) or lexicon.payers[DEFAULT_PAYER]
    return {
        "payers": [(slug, one.label) for slug, one in sorted(lexicon.payers.items(), key=lambda pair: pair[1].label)],
        "places": list(PLACES.items()),
        "contractors": sorted(set(CONTRACTORS.values())),
        "states": sorted(STATES),
        "default_payer": payer.label,
        "default_day": base.get("date_of_service", "") or DEFAULT_DAY.isoformat(),
        "default_place": PLACES.get(base.get("place_of_service", ""), ""),
    }
