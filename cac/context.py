"""For which day, place and payer a note is coded: what was said, checked, and the defaults for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from cac.errors import InputError
from cac.records import Record

if TYPE_CHECKING:
    from cac.lexicon.schema import Payer

PLACES = {
    "11": "office",
    "19": "outpatient hospital, off campus",
    "21": "inpatient hospital",
    "22": "outpatient hospital, on campus",
    "24": "ambulatory surgical center",
}
FACILITIES = frozenset(["19", "21", "22", "24"])
"""Places at which somebody else bears the room, the staff and the drugs (CMS place of service codes)."""

FIELDS = ("date_of_service", "place_of_service", "payer", "claim", "contractor", "state", "provider", "patient")
CONTRACTORS = {
    "cgs": "CGS",
    "first coast": "FCSO",
    "fcso": "FCSO",
    "national government services": "NGS",
    "ngs": "NGS",
    "noridian": "Noridian",
    "novitas": "Novitas",
    "palmetto": "Palmetto",
    "wisconsin physicians": "WPS",
    "wps": "WPS",
}
"""How the names of the Medicare contractors (A/B MACs) begin, and what they are called here (CMS list of MACs)."""
_STATES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC
SD TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP
"""
STATES = frozenset(_STATES.split())
"""The states, the district and the territories, by their postal codes."""
DEFAULT_DAY = date(2026, 1, 15)
DEFAULT_PAYER = "medicare_part_b"


class ClaimContext(Record):
    """What decides a claim beside the note. ``place_of_service`` is "" where nobody said it.

    ``provider`` and ``patient`` are
    the practice's own keys, by which reports and the search for cloned notes group notes. ``defaults`` names the fields
    nobody said.
    """

    date_of_service: date = DEFAULT_DAY
    place_of_service: str = ""
    claim: Literal["professional", "facility"] = "professional"
    payer: str = DEFAULT_PAYER
    contractor: str = ""
    state: str = ""
    provider: str = ""
    patient: str = ""
    defaults: tuple[str, ...] = ()

    @property
    def in_facility(self) -> bool:
        """Whether the service was given where a facility bears its costs."""
        return self.place_of_service in FACILITIES

    def told(self) -> dict[str, str]:
        """The fields that are not empty, as the row prints them."""
        fields = {name: str(getattr(self, name)) for name in FIELDS if getattr(self, name)}
        return {**fields, "defaults": ", ".join(self.defaults)} if self.defaults else fields


def read_context(said: Mapping[str, str], payers: Mapping[str, Payer]) -> ClaimContext:
    """The context of a claim from what was said of it.

    Raises:
        InputError: for a day that is none, for a place, payer, state or contractor that is not known, or for a claim
            that the payer does not take.
    """
    known = {name: value for name, value in said.items() if name in FIELDS and value}
    slug = known.get("payer", DEFAULT_PAYER).lower().replace(" ", "_").replace("-", "_")
    payer = payers.get(slug)
    if payer is None:
        raise InputError("context", f"This payer is not known; write one of {', '.join(sorted(payers))}.")
    claim = known.get("claim", payer.claim)
    if claim != payer.claim:
        raise InputError("context", f"{payer.label} takes {payer.claim} claims: name another payer.")
    only_place = payer.places[0] if len(payer.places) == 1 else ""
    place = known.get("place_of_service", only_place)
    if place and place not in PLACES:
        raise InputError("context", f"This place of service is not known; write one of {', '.join(PLACES)}.")
    if place and place not in payer.places:
        raise InputError("context", f"{payer.label} takes place of service {', '.join(payer.places)}, not {place}.")
    return ClaimContext(
        date_of_service=_day(known["date_of_service"]) if "date_of_service" in known else DEFAULT_DAY,
        place_of_service=place,
        claim=payer.claim,
        payer=slug,
        contractor=_contractor(known.get("contractor", "")),
        state=_state(known.get("state", "")),
        provider=known.get("provider", ""),
        patient=known.get("patient", ""),
        defaults=tuple(name for name in ("date_of_service", "payer", "place_of_service") if name not in known),
    )


def _contractor(said: str) -> str:
    """The contractor by the name used here; "First Coast Service Options" is FCSO."""
    words = re.findall(r"[a-z]+", said.casefold())
    for begins, name in CONTRACTORS.items():
        wanted = begins.split()
        if words[: len(wanted)] == wanted:
            return name
    if said.strip():
        names = ", ".join(sorted(set(CONTRACTORS.values())))
        raise InputError("context", f"This Medicare contractor is not known; write one of {names}.")
    return ""


def _state(said: str) -> str:
    state = said.strip().upper()
    if state and state not in STATES:
        raise InputError("context", "This is no state of the US; write its two letters, such as NJ.")
    return state


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise InputError("context", "The date of service is no day: write it as YYYY-MM-DD.") from None
