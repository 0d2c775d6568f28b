"""Facts → supply lines: every drug of the data, units, containers, days, places."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cac.lexicon.loader import load_lexicon
from cac.records import Given, Site
from cac.reference.embedded import Embedded
from cac.reference.records import DrugCode
from tests.supplies.conftest import line

if TYPE_CHECKING:
    from tests.supplies.conftest import Told

SDV = {"container": "single_dose", "discarded": "none"}
MDV = {"container": "multi_dose"}


def drug(name: str, product: str = "", **told: Any) -> Given:
    return Given(name=name, product=product or name, **told)


def contrast(product: str, **told: Any) -> Given:
    return Given(name="contrast", kind="contrast", product=product, **told)


# what was given, and the lines in an office in 2026
DRUGS = [
    (drug("methylprednisolone", "depo medrol", dose="80 mg", **MDV), ["J1010 x80"]),
    (drug("methylprednisolone", "methylprednisolone acetate", volume="1 mL", concentration="40 mg/mL", **MDV), ["J1010 x40"]),
    (drug("methylprednisolone", "solu medrol", dose="40 mg", **MDV), ["J2919 x8"]),
    (drug("methylprednisolone", dose="40 mg", **MDV), ["none x0?"]),
    (drug("methylprednisolone", "depo medrol; solu medrol", dose="40 mg", **MDV), ["none x0?"]),
    (drug("triamcinolone", "kenalog", dose="40 mg", **MDV), ["J3301 x4"]),
    (drug("triamcinolone", "kenalog", dose="15 mg", **MDV), ["J3301 x2"]),
    (drug("triamcinolone", "zilretta", dose="32 mg", discarded="none"), ["J3304-JZ x32"]),
    (drug("triamcinolone", "triamcinolone hexacetonide", dose="20 mg", **MDV), ["J3303 x4"]),
    (drug("triamcinolone", "triesence", dose="40 mg", discarded="none"), ["J3300-JZ x40"]),
    (drug("dexamethasone", dose="10 mg", **MDV), ["J1100 x10"]),
    (drug("dexamethasone", volume="2.5 mL", concentration="4 mg/mL", **MDV), ["J1100 x10"]),
    (drug("betamethasone", "celestone soluspan", volume="1 mL", **MDV), ["J0702 x1"]),
    (drug("betamethasone", "celestone", volume="2 mL", concentration="6 mg/mL", **MDV), ["J0702 x2"]),
    (drug("betamethasone", "celestone", dose="12 mg", **MDV), ["J0702 x2"]),
    (drug("betamethasone", "celestone", dose="9 mg", **MDV), ["J0702 x2"]),
    (drug("hydrocortisone", "solu cortef", dose="100 mg", **MDV), ["J1720 x1"]),
    (drug("bupivacaine", volume="5 mL", concentration="0.25%"), ["J0665 x25"]),
    (drug("bupivacaine", "exparel", dose="133 mg", discarded="none"), ["J0666-JZ x133"]),
    (drug("ropivacaine", volume="5 mL", concentration="0.2%"), ["J2795 x10"]),
    (drug("lidocaine", volume="2 mL", concentration="1%"), ["J2003 x20"]),
    (drug("chloroprocaine", volume="2 mL", concentration="3%"), ["J2401 x60"]),
    (drug("chloroprocaine", "clorotekal", volume="5 mL"), ["J2402 x50"]),
    (drug("mepivacaine", volume="5 mL", concentration="1%"), ["J0670 x1"]),
    (drug("mepivacaine", volume="15 mL", concentration="1%"), ["J0670 x2"]),
    (drug("botulinum", "botox", dose="155 units", discarded="45 units"), ["J0585 x155", "J0585-JW x45"]),
    (drug("botulinum", "dysport", dose="500 units", discarded="none"), ["J0586-JZ x100"]),
    (drug("botulinum", "myobloc", dose="5000 units", discarded="none"), ["J0587-JZ x50"]),
    (drug("botulinum", "xeomin", dose="100 units", package="100 units"), ["J0588-JZ x100"]),
    (drug("botulinum", "daxxify", dose="125 units", discarded="none"), ["J0589-JZ x125"]),
    (drug("botulinum", "botulinum toxin", dose="100 units"), ["none x0?"]),
    (drug("hyaluron", "synvisc one", volume="6 mL", discarded="none"), ["J7325-JZ x48"]),
    (drug("hyaluron", "durolane", dose="60 mg", discarded="none"), ["J7318-JZ x60"]),
    (drug("hyaluron", "gelsyn 3", volume="2 mL", discarded="none"), ["J7328-JZ x168"]),
    (drug("hyaluron", "euflexxa", discarded="none"), ["J7323-JZ x1"]),
    (drug("hyaluron", "hyaluronic acid", volume="2 mL"), ["none x0?"]),
    (drug("ketorolac", dose="30 mg", **MDV), ["J1885 x2"]),
    (drug("fentanyl", dose="50 mcg", **MDV), ["J3010 x1"]),
    (drug("phenol", volume="10 mL", concentration="6%"), ["J3490 x1"]),
    (drug("platelet-rich plasma", volume="4 mL"), []),
    (drug("dextrose", volume="4 mL"), []),
    (drug("unheard of", dose="4 mg"), ["none x0?"]),
    (contrast("omnipaque 180", volume="3 mL", **MDV), ["Q9965 x3"]),
    (contrast("isovue m 200", volume="2 mL", **MDV), ["Q9966 x2"]),
    (contrast("omnipaque 240", volume="0.5 cc", **MDV), ["Q9966 x1"]),
    (contrast("omnipaque 300", volume="2 mL", **MDV), ["Q9967 x2"]),
    (contrast("magnevist", volume="2 mL", **MDV), ["A9579 x2"]),
    (contrast("multihance", volume="2 mL", **MDV), ["A9577 x2"]),
    (contrast("omnipaque", volume="2 mL"), ["none x0?"]),
    (contrast("contrast", volume="2 mL"), ["none x0?"]),
    (contrast("omnipaque 240; omnipaque 300", volume="2 mL"), ["none x0?"]),
    # the containers
    (drug("methylprednisolone", "depo medrol", dose="40 mg"), ["J1010 x40?"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", **SDV), ["J1010-JZ x40"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", container="single_dose"), ["J1010 x40?"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", container="single_dose", package="40 mg"), ["J1010-JZ x40"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", concentration="40 mg/mL", container="single_dose", package="1 mL"), ["J1010-JZ x40"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", container="single_dose", discarded="40 mg"), ["J1010 x40", "J1010-JW x40"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", container="single_dose", discarded="unclear"), ["J1010 x40?"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", container="single_dose", package="80 mg", discarded="none"), ["J1010 x40?"]),
    (drug("methylprednisolone", "depo medrol", dose="40 mg", discarded="40 mg"), ["J1010 x40?"]),
    (contrast("omnipaque 240", volume="3 mL", container="single_dose", package="10 mL", discarded="7 mL"), ["Q9966 x3", "Q9966-JW x7"]),
    (contrast("omnipaque 240", volume="3 mL", container="single_dose", package="10 mL", discarded="5 mL"), ["Q9966 x3?"]),
    (drug("botulinum", "botox", dose="155 units", package="200 units"), ["J0585 x155?"]),
    (drug("botulinum", "botox", dose="200 units", package="100 units", packages=2), ["J0585-JZ x200"]),
    (drug("botulinum", "dysport", dose="251 units", discarded="49 units"), ["J0586 x51", "J0586-JW x9"]),
    (drug("triamcinolone", "kenalog", dose="35 mg", container="single_dose", discarded="5 mg"), ["J3301 x4"]),  # the last unit holds the rest
    # NDC
    (drug("triamcinolone", "kenalog", dose="40 mg", ndc="0003-0293-28", **MDV), ["J3301 x4"]),
    (drug("methylprednisolone", dose="40 mg", ndc="0009-3475-01", **MDV), ["J1010 x40"]),
    (drug("botulinum", "botulinum toxin", dose="100 units", ndc="0023-3921-02", discarded="none"), ["J0585-JZ x100"]),
    (drug("dexamethasone", dose="10 mg", ndc="0003-0293-28", **MDV), ["J1100 x10?"]),
    (drug("dexamethasone", dose="10 mg", ndc="0003-0293", **MDV), ["J1100 x10?"]),
    (drug("dexamethasone", dose="10 mg", ndc="99999-9999-99", **MDV), ["J1100 x10"]),
    # what proves no amount
    (drug("triamcinolone", "kenalog", volume="2 mL"), ["J3301 x0?"]),
    (drug("triamcinolone", "kenalog"), ["J3301 x0?"]),
    (drug("triamcinolone", "kenalog", dose="80 mg", range=True), ["J3301 x0?"]),
    (drug("triamcinolone", "kenalog", dose="one eighty mg"), ["J3301 x0?"]),
    (drug("lidocaine"), []),
    (drug("triamcinolone", "kenalog", dose="40 mg", volume="2 mL", concentration="40 mg/mL", **MDV), ["J3301 x4?"]),
]  # fmt: skip


@pytest.mark.parametrize(("giving", "lines"), DRUGS)
def test_drugs_in_an_office(giving: Given, lines: list[str], from_facts: Told) -> None:
    supplies = from_facts(giving)
    assert [line(supply) for supply in supplies] == lines
    for supply in supplies:
        assert supply.question or supply.units
        assert supply.units == 0 or supply.rule


def test_every_code_of_the_data_is_in_the_reference() -> None:
    lexicon, reference = load_lexicon(), Embedded()
    codes = {c for d in lexicon.supply_drugs.drugs.values() for p in d.products for c in p.codes}
    for agent in lexicon.supply_contrast.agents:
        codes.update(agent.by_iodine, filter(None, [agent.code]))
    codes.add(lexicon.supply_drugs.compounded)
    assert codes
    assert not {code for code in codes if reference.drug_row(code) is None}


def test_every_drug_of_the_language_is_known_or_a_question(from_facts: Told) -> None:
    for name in load_lexicon().drugs.drugs:
        for supply in from_facts(drug(name, dose="10 mg", volume="1 mL")):
            assert supply.code or supply.question


DAYS = [
    ("2024-04-01", drug("methylprednisolone", "depo medrol", dose="80 mg"), ["J1010 x80?"]),
    ("2024-03-31", drug("methylprednisolone", "depo medrol", dose="80 mg", **MDV), ["J1040 x1"]),
    ("2024-03-31", drug("methylprednisolone", "depo medrol", dose="120 mg", **MDV), ["J1040 x1", "J1030 x1"]),
    ("2024-03-31", drug("methylprednisolone", "depo medrol", dose="30 mg", **MDV), ["J1020 x2"]),
    ("2024-03-31", drug("methylprednisolone", "solu medrol", dose="40 mg"), ["none x0?"]),
    ("2023-07-01", drug("bupivacaine", volume="5 mL", concentration="0.25%"), ["J0665 x25"]),
    ("2023-06-30", drug("bupivacaine", volume="5 mL", concentration="0.25%"), ["S0020 x1"]),
    ("2024-09-30", drug("lidocaine", volume="2 mL", concentration="1%"), ["none x0?"]),
    ("2024-09-30", drug("hydromorphone", dose="2 mg", **MDV), ["J1170 x1"]),
    ("2024-10-01", drug("hydromorphone", dose="2 mg", **MDV), ["J1171 x20"]),
    ("2023-06-30", drug("botulinum", "botox", dose="200 units", discarded="none"), ["J0585 x200"]),  # JZ from July on
    ("2023-06-30", drug("botulinum", "botox", dose="155 units", discarded="45 units"), ["J0585 x155", "J0585-JW x45"]),
    ("2016-12-31", drug("botulinum", "botox", dose="155 units", discarded="45 units"), ["J0585 x155"]),
]


@pytest.mark.parametrize(("day", "giving", "lines"), DAYS)
def test_days(day: str, giving: Given, lines: list[str], from_facts: Told) -> None:
    assert [line(supply) for supply in from_facts(giving, date_of_service=date.fromisoformat(day))] == lines


PUMP = [
    ([drug("baclofen", volume="40 mL", concentration="500 mcg/mL", dose="120 mcg", **MDV)], ["J0475-KD x2"]),
    ([drug("baclofen", dose="120 mcg")], ["J0475-KD x0?"]),
    ([drug("morphine", "preservative free morphine", volume="20 mL", concentration="25 mg/mL", **MDV)], ["J2274-KD x50"]),
    ([drug("morphine", volume="20 mL", concentration="25 mg/mL")], ["none x0?"]),
    ([drug("ziconotide", volume="20 mL", concentration="25 mcg/mL", discarded="none")], ["J2278-KD-JZ x500"]),
    ([drug("clonidine", volume="10 mL", concentration="500 mcg/mL", **MDV)], ["J0735-KD x5"]),
    ([drug("hydromorphone", volume="20 mL", concentration="10 mg/mL", **MDV)], ["J1171-KD x2000"]),
    ([drug("morphine", compounded=True), drug("bupivacaine", compounded=True)], ["J7999-KD x1"]),
    ([drug("hydromorphone", volume="20 mL", concentration="1 mg/mL", **MDV), drug("bupivacaine", volume="20 mL", concentration="1 mg/mL")], ["J1171-KD x200?", "J0665-KD x40?"]),
]  # fmt: skip


@pytest.mark.parametrize(("givings", "lines"), PUMP)
def test_pump(givings: list[Given], lines: list[str], from_facts: Told) -> None:
    assert [line(supply) for supply in from_facts(*givings, family="pump_refill")] == lines


LEFT_RIGHT = (Site(name="knee", sides=("left", "right")),)
TWO_LEVELS = (Site(name="L4-L5", sides=("left",)), Site(name="L5-S1", sides=("left",)))
TWO_BOTH = (Site(name="L4-L5", sides=("left", "right")), Site(name="L5-S1", sides=("left", "right")))
SHARES = [
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", each="places", **MDV)], ["J3301 x8"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", each="sides", **MDV)], ["J3301 x8"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", total=True, **MDV)], ["J3301 x4"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", **MDV)], ["J3301 x4?"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", each="unclear", **MDV)], ["J3301 x4?"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", field=True, **MDV)], ["J3301 x4"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", sides={"left"}, **MDV), drug("triamcinolone", dose="40 mg", sides={"right"}, **MDV)], ["J3301 x8"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="80 mg", field=True, **MDV), drug("triamcinolone", dose="40 mg", each="places", **MDV)], ["J3301 x8"]),
    (LEFT_RIGHT, [drug("triamcinolone", dose="40 mg", field=True, **MDV), drug("triamcinolone", dose="80 mg", **MDV)], ["J3301 x4?"]),
    (TWO_LEVELS, [drug("dexamethasone", dose="5 mg", each="levels", **MDV)], ["J1100 x10"]),
    (TWO_LEVELS, [drug("dexamethasone", dose="5 mg", each="levels", each_count=3, **MDV)], ["J1100 x10?"]),
    (TWO_LEVELS, [drug("dexamethasone", dose="5 mg", each="levels", mixed=True, **MDV)], ["J1100 x5?"]),
    (TWO_BOTH, [drug("dexamethasone", dose="5 mg", each="levels", **MDV)], ["J1100 x10?"]),
    (TWO_BOTH, [drug("dexamethasone", dose="5 mg", each="places", **MDV)], ["J1100 x20"]),
    (TWO_BOTH, [drug("dexamethasone", dose="5 mg", each="sides", **MDV)], ["J1100 x10"]),
    (TWO_LEVELS, [contrast("omnipaque 240", volume="1 mL", each="levels", **MDV)], ["Q9966 x2"]),
    (TWO_LEVELS, [drug("dexamethasone", dose="5 mg", places={"L4-L5"}, **MDV), drug("dexamethasone", dose="5 mg", places={"L5-S1"}, **MDV)], ["J1100 x10"]),
]  # fmt: skip


@pytest.mark.parametrize(("sites", "givings", "lines"), SHARES)
def test_places(sites: tuple[Site, ...], givings: list[Given], lines: list[str], from_facts: Told) -> None:
    assert [line(supply) for supply in from_facts(*givings, sites=sites, family="transforaminal_esi")] == lines


def test_a_place_nobody_said_is_a_condition(from_facts: Told) -> None:
    (supply,) = from_facts(drug("dexamethasone", dose="10 mg", **MDV), place_of_service="")
    assert "place of service 11" in supply.condition
    (office,) = from_facts(drug("dexamethasone", dose="10 mg", **MDV))
    assert office.condition == ""


@pytest.mark.parametrize("place", ["19", "21", "22", "24"])
def test_a_facility_bears_the_drugs(place: str, from_facts: Told) -> None:
    assert from_facts(drug("dexamethasone", dose="10 mg"), place_of_service=place) == ()


@pytest.mark.parametrize(("payer", "place"), [("medicare_asc", "24"), ("medicare_opps", "22")])
def test_a_facility_claim_says_what_is_packaged(payer: str, place: str, from_facts: Told) -> None:
    for supply in from_facts(
        drug("dexamethasone", dose="10 mg", **MDV), contrast("omnipaque 240", volume="2 mL", **MDV),
        payer=payer, place_of_service=place, claim="facility",
    ):  # fmt: skip
        assert "packaged" in supply.condition


@settings(max_examples=200, deadline=None)
@given(
    st.decimals(min_value="0.1", max_value="400", places=1),
    st.sampled_from([("triamcinolone", 10), ("dexamethasone", 1), ("ketorolac", 15), ("betamethasone", 6)]),
)
def test_units_are_the_dose_rounded_up(dose: Decimal, one: tuple[str, int]) -> None:
    name, per = one
    (supply,) = _supply(drug(name, dose=f"{dose} mg", **MDV))
    assert supply.units == ceil(dose / per)
    assert dose / per <= supply.units < dose / per + 1
    (twice,) = _supply(drug(name, dose=f"{2 * dose} mg", **MDV))
    assert supply.units <= twice.units <= 2 * supply.units


@settings(max_examples=200, deadline=None)
@given(
    st.builds(
        Given,
        name=st.sampled_from(sorted(load_lexicon().drugs.drugs)),
        product=st.text(max_size=20),
        dose=st.none() | st.text(max_size=12) | st.just("40 mg"),
        volume=st.none() | st.text(max_size=12) | st.just("1 mL"),
        concentration=st.none() | st.text(max_size=12) | st.just("40 mg/mL"),
        each=st.sampled_from(["", "sides", "levels", "places", "unclear"]),
        package=st.text(max_size=8) | st.just("40 mg"),
        packages=st.integers(0, 3),
        discarded=st.text(max_size=8) | st.just("none"),
        container=st.sampled_from(["", "single_dose", "multi_dose"]),
        ndc=st.text(max_size=14),
        compounded=st.booleans(),
        procedures=st.just((0, 7)),
    )
)
def test_no_facts_raise(giving: Given) -> None:
    for supply in _supply(giving):
        assert supply.units >= 0
        assert supply.units or supply.question


def _supply(giving: Given, reference: Embedded | None = None) -> Any:
    from cac.context import ClaimContext
    from cac.records import Facts, Procedure
    from cac.supplies.stage import Supplier

    lexicon = load_lexicon()
    facts = Facts(procedures=(Procedure(family="joint_injection"),), given=(giving,))
    context = ClaimContext(place_of_service="11")
    return Supplier(lexicon, reference or Embedded())(facts, context, lexicon.payers["medicare_part_b"])[0]


class Halved(Embedded):
    """A table that tells the unit of a drug in two parts, or not at all, as imported ones may."""

    def drug_code(self, code: str, day: date) -> Any:
        found = super().drug_code(code, day)
        return found._replace(amount=0.0, unit="") if isinstance(found, DrugCode) else found


@pytest.mark.parametrize(
    ("giving", "lines"),
    [
        (drug("betamethasone", "celestone", volume="1 mL", **MDV), ["J0702 x1"]),
        (drug("phenol", volume="10 mL"), ["J3490 x1"]),
        (drug("dexamethasone", dose="10 mg", **MDV), ["none x0?"]),
    ],
)
def test_a_table_without_units(giving: Given, lines: list[str]) -> None:
    assert [line(supply) for supply in _supply(giving, Halved())] == lines
