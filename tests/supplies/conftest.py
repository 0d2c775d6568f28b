"""Supply lines in words short enough for a table, and a reference with an NDC crosswalk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from cac import Coder
from cac.context import ClaimContext
from cac.lexicon.loader import load_lexicon
from cac.records import Facts, Given, Procedure, Site, Supply
from cac.reference.embedded import Embedded
from cac.reference.records import Authority, Package
from cac.supplies.stage import Supplier

CROSSWALK = {"00003029328": ("J3301", 4.0), "00009347501": ("J1010", 40.0), "00023392102": ("J0585", 200.0)}


class WithCrosswalk(Embedded):
    """The embedded facts and an NDC crosswalk, as when the user has imported one."""

    def package(self, ndc: str, day: date) -> Package | None:
        found = CROSSWALK.get(ndc)
        authority = Authority("ASP NDC-HCPCS crosswalk", "2026 Q1", "imported")
        return Package(ndc, *found, authority) if found else None


def line(supply: Supply) -> str:
    """ "J1010-JZ x40", "?" behind it when something is asked, "~" when its vial is asked at another line."""
    code = "-".join((supply.code or "none", *supply.modifiers))
    return f"{code} x{supply.units}" + ("?" if supply.question else "~" if "asked at" in supply.condition else "")


Lines = Callable[..., list[str]]
Told = Callable[..., tuple[Supply, ...]]


@pytest.fixture(scope="session")
def told(coder: Coder) -> Told:
    """The supplies of a note in an office, or in the context that is said."""

    def tell(text: str, **context: str) -> tuple[Supply, ...]:
        return coder.code(text, context={"place_of_service": "11", **context}).supplies

    return tell


@pytest.fixture(scope="session")
def from_facts() -> Told:
    """The supplies of givings at some sites of one family."""
    lexicon = load_lexicon()
    supplier = Supplier(lexicon, WithCrosswalk())

    def tell(
        *given: Given, sites: tuple[Site, ...] = (), family: str = "joint_injection", **context: object
    ) -> tuple[Supply, ...]:
        procedure = Procedure(family=family, sites=sites)
        facts = Facts(procedures=(procedure,), given=tuple(g.model_copy(update={"procedures": (0,)}) for g in given))
        said = ClaimContext(**{"place_of_service": "11", **context})  # type: ignore[arg-type]
        return supplier(facts, said, lexicon.payers[said.payer])[0]

    return tell
