"""Amounts, syringes, vials and what was left of them, as people write them; one question for all vials of a claim."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cac.lexicon.loader import load_lexicon
from cac.records import Given
from cac.reference.embedded import Embedded
from cac.reference.records import DrugCode
from cac.supplies.amounts import read_amount
from tests.supplies.conftest import line

if TYPE_CHECKING:
    from tests.supplies.conftest import Told

CROSSWALK = Path(__file__).resolve().parents[3] / "shared/refdata/asp/asp_ndc_hcpcs_crosswalk_2026Q1_pain.csv"

MIGRAINE = "Dx: Chronic migraine.\nPROCEDURE: Botulinum toxin injection for chronic migraine\n"
KNEE = "PROCEDURE: Right knee injection\nA 22 gauge needle was advanced into the right knee joint. "
KNEES = "Dx: bilateral knee osteoarthritis.\nPROCEDURE: Bilateral knee injections "
TFESI = "PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nUnder fluoroscopy a needle was advanced to the left L4-5 foramen. "
PUMP = "PROCEDURE: Intrathecal pump refill\nThe pump was accessed with a Huber needle. "

WASTED_45 = ["J0585 x155", "J0585-JW x45"]
TOXIN = [
    ("Dx: Chronic migraine.\nProcedure: Botox injections per PREEMPT protocol. 155 units injected in 31 sites; a 200-unit vial was reconstituted, remaining 45 units discarded.", WASTED_45),
    (MIGRAINE + "A 200 unit single-dose vial of Botox was reconstituted with 4 mL saline. 5 units were injected at each of 31 sites (155 units). The remaining 45 units were discarded.", WASTED_45),
    (MIGRAINE + "Botox 200 U vial reconstituted with 4 cc NS. Injected 5 U x 31 sites. 45 U wasted.", WASTED_45),
    (MIGRAINE + "5 units per site at 31 sites of onabotulinumtoxinA, 45 units unavoidable waste.", WASTED_45),
    (MIGRAINE + "31 injections of 5 units each of Botox were given. 45 units discarded.", WASTED_45),
    (MIGRAINE + "Botox 31 sites, 5 units/site. 45 units wasted.", WASTED_45),
    (MIGRAINE + "Botox 5 units at each site (155 units). 45 units discarded.", WASTED_45),
    (MIGRAINE + "Botox 200 unit vial. 0.1 mL (5 units) was injected at each of the 31 sites. Rest of the vial (45 units) was discarded.", WASTED_45),
    (MIGRAINE + "OnabotulinumtoxinA, 5 units x 31 = 155 units. 45 units wasted of the 200 U SDV.", WASTED_45),
    (MIGRAINE + "Botox. 155 units administered IM over 31 sites. Unused 45 units wasted.", WASTED_45),
    (MIGRAINE + "Botox 155 units injected per the PREEMPT paradigm (31 sites). 45 units remaining in the vial were discarded.", WASTED_45),
    (MIGRAINE + "Botox, single use 200 unit vial. 155 units were injected. The remainder of the vial was discarded.", WASTED_45),
    (MIGRAINE + "one hundred fifty five units of botox were injected in thirty one sites, forty five units were wasted", WASTED_45),
    (MIGRAINE + "Botox: corrugator 5 units x 2 sites, procerus 5 units x 1 site, frontalis 5 units x 4 sites, temporalis 5 units x 8 sites, "
     "occipitalis 5 units x 6 sites, cervical paraspinal 5 units x 4 sites, trapezius 5 units x 6 sites.", ["J0585 x155?"]),
    (MIGRAINE + "Botox: frontalis 5 units x 4 sites = 20 units. Temporalis 5 units x 8 sites = 40 units.", ["J0585 x60?"]),
    ("PROCEDURE: Dysport injection for cervical dystonia. Dysport 500 units were injected into the right splenius capitis. One 500 unit vial, entire vial used.", ["J0586-JZ x100"]),
    ("PROCEDURE: Xeomin injection for spasticity. Xeomin 100 unit single-dose vial; 75 units injected to the right biceps, the rest was thrown away.", ["J0588 x75", "J0588-JW x25"]),
    # what does not add up, or may be two things, is asked
    (MIGRAINE + "Botox 5 units were injected at each of 31 sites, and 10 units in each trapezius.", ["J0585 x0?"]),
    (MIGRAINE + "Botox 5 units were injected at each of 31 sites (195 units).", ["J0585 x0?"]),
    (MIGRAINE + "Botox: trapezius 5 units x 3 sites bilaterally.", ["J0585 x0?"]),
    (MIGRAINE + "Botox 5 units at each site.", ["J0585 x0?"]),
]  # fmt: skip

SYRINGES = [
    (KNEES + "with Synvisc-One under ultrasound, images stored. One 48 mg syringe each knee.", ["J7325-JZ x96"]),
    (KNEES + "with Synvisc-One. One 6 mL syringe was injected into each knee.", ["J7325-JZ x96"]),
    (KNEES + "with Synvisc-One. One syringe in each knee.", ["J7325-JZ x96"]),
    (KNEES + "with Durolane. Two syringes were used, one in each knee.", ["J7318-JZ x120"]),
    (KNEE + "One syringe of Durolane was injected.", ["J7318-JZ x60"]),
    (KNEE + "Durolane, one 3 mL prefilled syringe, was injected without difficulty.", ["J7318-JZ x60"]),
    (KNEE + "A prefilled syringe of Orthovisc was injected.", ["J7324-JZ x1"]),
    (KNEE + "Gelsyn-3 2 mL syringe injected.", ["J7328-JZ x168"]),
    (KNEES + "with Synvisc-One. One 48 mg syringe was injected.", ["J7325 x48?"]),  # in all, or in each of them
    (KNEE + "Synvisc-One was injected.", ["J7325 x0?"]),
    (KNEE + "A 10 mL syringe was used to aspirate 5 mL of fluid. Synvisc-One was injected.", ["J7325 x0?"]),
    (KNEE + "The syringe was attached. Synvisc-One was injected.", ["J7325 x0?"]),
]  # fmt: skip

PUMPS = [
    ("Dx: spasticity, multiple sclerosis.\nProcedure: pump refill by the nurse. baclofen 2000 mcg/mL, 40 mL (Gablofen). Pump reprogrammed, dose increased to 310 mcg/day.", ["J0475-KD x8?"]),
    (PUMP + "Refilled with 40 mL of Lioresal 2000 mcg/mL.", ["J0475-KD x8?"]),
    (PUMP + "Filled with 18 mL of Gablofen (baclofen 1000 mcg/mL).", ["J0475-KD x2?"]),
    (PUMP + "baclofen (Gablofen) 500 mcg/mL 20 mL.", ["J0475-KD x1?"]),
    (PUMP + "40 cc of baclofen, 2000 micrograms per mL, was instilled.", ["J0475-KD x8?"]),
    (PUMP + "Gablofen 2,000 mcg/mL, 40 mL", ["J0475-KD x8?"]),
]  # fmt: skip

VIALS = [
    # the rest of a vial of a known size
    (TFESI + "Isovue-M 200 1 mL from a 10 mL single-dose vial, remainder discarded. Dexamethasone 10 mg/mL single-dose vial, 1 mL given.", ["Q9966 x1", "Q9966-JW x9", "J1100-JZ x10"]),
    (TFESI + "Celestone 12 mg (2 mL of 6 mg/mL) from 5 mL multi-dose vial. Isovue-M 200, 2 mL from a 10 mL single dose vial, remainder discarded.", ["J0702 x2", "Q9966 x2", "Q9966-JW x8"]),
    (TFESI + "Isovue-M 200 one cc from a ten cc single dose vial remainder discarded. Dexamethasone 10 mg mdv", ["Q9966 x1", "Q9966-JW x9", "J1100 x10"]),
    (TFESI + "1 mL of Isovue-M 300 from a 15 mL SDV with the remainder wasted. Celestone 6 mg.", ["Q9967 x1", "Q9967-JW x14", "J0702 x1"]),
    (TFESI + "Omnipaque 240 10 mL vial, 1.5 mL injected and the rest discarded. Dexamethasone 10 mg from a multi-dose vial.", ["Q9966 x2", "Q9966-JW x8", "J1100 x10"]),
    (TFESI + "Omnipaque 240 3 mL, discarded the remainder (7 mL). Kenalog 40 mg MDV.", ["Q9966 x3", "Q9966-JW x7", "J3301 x4"]),
    (TFESI + "Omnipaque 240 10 mL single-dose vial: 3 mL used, 7 mL waste. Kenalog 40 mg MDV.", ["Q9966 x3", "Q9966-JW x7", "J3301 x4"]),
    (TFESI + "Omnipaque 300, 1 mL, was injected. 9 mL of the 10 mL vial wasted. Dexamethasone 10 mg (MDV).", ["Q9967 x1", "Q9967-JW x9", "J1100 x10"]),
    (TFESI + "Dexamethasone 10 mg (10 mg/mL, 1 mL SDV), none left over. Omnipaque 180 1 mL of a 10 mL vial, unused portion discarded.", ["J1100-JZ x10", "Q9965 x1", "Q9965-JW x9"]),
    (TFESI + "Isovue-M 200 1 mL, remainder discarded. Dexamethasone 10 mg mdv", ["Q9966 x1?", "J1100 x10"]),  # of which size
    (TFESI + "Isovue-M 200 12 mL from a 10 mL vial, remainder discarded. Dexamethasone 10 mg mdv", ["Q9966 x12?", "J1100 x10"]),
    (TFESI + "Isovue-M 200 10 mL from a 10 mL vial, remainder discarded. Dexamethasone 10 mg mdv", ["Q9966 x10?", "J1100 x10"]),
    # each drug has its own vial
    (TFESI + "Omnipaque 240 2 mL (10 mL SDV, 8 mL wasted), Kenalog 40 mg (1 mL of 40 mg/mL SDV, no waste).", ["Q9966 x2", "Q9966-JW x8", "J3301-JZ x4"]),
    (TFESI + "Omnipaque 240 2 mL from a 10 mL SDV, 8 mL wasted, Kenalog 40 mg SDV none wasted.", ["Q9966 x2", "Q9966-JW x8", "J3301-JZ x4"]),
    (TFESI + "Omnipaque 240 10 mL vial: 2 mL used, rest wasted. Kenalog 40 mg MDV.", ["Q9966 x2", "Q9966-JW x8", "J3301 x4"]),
    # the number of the name is no number of vials
    (TFESI + "Kenalog-40 1 mL single-dose vial, entire vial given, no waste.", ["J3301-JZ x4"]),
    (TFESI + "Kenalog 40 1 mL single-dose vial, no waste.", ["J3301-JZ x4"]),
    # all of it
    (KNEE + "40 mg Depo-Medrol (1 mL of 40 mg/mL, single-dose vial, fully used) and 4 mL 1% lidocaine was injected.", ["J1010-JZ x40", "J2003 x40"]),
    (TFESI + "Kenalog 40 mg, 1 mL single dose vial used in its entirety.", ["J3301-JZ x4"]),
    (TFESI + "Depo-Medrol 80 mg (80 mg/mL, one 1 mL vial). The entire vial was injected.", ["J1010-JZ x80"]),
    (TFESI + "Depo-Medrol 40 mg/mL, 1 mL from a single-dose vial.", ["J1010-JZ x40"]),  # made in vials of 1 mL
    (TFESI + "Depo-Medrol 80 mg/mL, 0.5 mL from a single-dose vial.", ["J1010 x40?"]),
    (TFESI + "40 mg of Depo-Medrol from a single-dose vial; the vial was not fully used.", ["J1010 x40?"]),
    (TFESI + "40 mg of Depo-Medrol from a single-dose vial. The entire vial was discarded.", ["J1010 x40?"]),
    (TFESI + "Depo-Medrol 40 mg from a single-dose vial. No left leg weakness.", ["J1010 x40?"]),
    # sold in multi-dose vials alone
    (TFESI + "Celestone 12 mg (2 mL) was injected.", ["J0702 x2"]),
    # one question for all vials
    (TFESI + "Omnipaque 240 1 mL. Kenalog 40 mg.", ["Q9966 x1?", "J3301 x4~"]),
    (TFESI + "Omnipaque 240 1 mL. Dexamethasone 10 mg and 1 mL of 1% lidocaine.", ["Q9966 x1?", "J1100 x10~", "J2003 x10"]),
]  # fmt: skip

STRENGTHS = [  # "mg/mL" before another drug is the strength, and the volume behind it is the drug's own
    (KNEE + "Methylprednisolone acetate 40 mg/mL 1 mL + ropivacaine 0.5% 4 mL was injected.", ["J1010 x40?", "J2795 x20"]),
    (KNEE + "Triamcinolone acetonide 40 mg/mL, 0.5 mL + ropivacaine 0.5% 4 mL was injected.", ["J3301 x2?", "J2795 x20"]),
    (KNEE + "0.5 cc Depo-Medrol 40 mg/cc and 0.5 cc lidocaine 1% went in.", ["J1010 x20?", "J2003 x5"]),
    (KNEE + "Kenalog 40 mg/mL, 2 mL of 0.25% bupivacaine was injected.", ["J3301 x0?", "J0665 x10"]),
    (TFESI + "Dexamethasone 10 mg/mL 0.75 mL (7.5 mg) + lidocaine 1% 1 mL was injected.", ["J1100 x8?", "J2003 x10"]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "lines"), [*TOXIN, *SYRINGES, *PUMPS, *VIALS, *STRENGTHS])
def test_containers(note: str, lines: list[str], told: Told) -> None:
    assert [line(supply) for supply in told(note)] == lines


def test_all_vials_are_asked_at_the_first(told: Told) -> None:
    contrast, steroid = told(TFESI + "Omnipaque 240 1 mL. Kenalog 40 mg.")
    assert "omnipaque 240, triamcinolone" in contrast.question
    assert steroid.question == ""
    assert "asked at omnipaque 240" in steroid.condition


def test_what_is_asked_of_one_line_stays_there(told: Told) -> None:
    contrast, steroid = told(TFESI + "Omnipaque 240 1 mL. 1 mL of Kenalog was injected.")
    assert "vial" in contrast.question
    assert "strength" in steroid.question


@pytest.mark.parametrize(
    ("giving", "day", "named"),
    [
        (Given(name="lidocaine", product="lidocaine", volume="5 mL", concentration="1%"), "2024-05-15", "J2001"),
        (Given(name="methylprednisolone", product="solu medrol", dose="40 mg"), "2024-03-31", "J2920"),
    ],
)
def test_a_code_that_was_not_made_yet_names_the_one_before(
    giving: Given, day: str, named: str, from_facts: Told
) -> None:
    (supply,) = from_facts(giving, date_of_service=date.fromisoformat(day))
    assert supply.code == ""
    assert named in supply.question


def test_the_codes_before_were_good_on_the_last_day_before() -> None:
    reference = Embedded()
    told = [p for d in load_lexicon().supply_drugs.drugs.values() for p in d.products if p.before]
    assert told
    for product in told:
        row = reference.drug_row(product.codes[0])
        assert row is not None
        last = date.fromisoformat(row.first_day) - timedelta(days=1)
        named = [word.rstrip(",;") for word in product.before.split() if word[:1] == "J" and word[1:5].isdigit()]
        assert named
        for code in named:
            held = reference.drug_code(code, last)
            assert isinstance(held, DrugCode)
            assert product.codes[0] in held.successors


@pytest.mark.skipif(not CROSSWALK.exists(), reason="the shared tables are not here")
def test_sizes_are_those_of_the_crosswalk() -> None:
    sold: dict[str, set[Decimal]] = defaultdict(set)  # code -> billing units of one container
    volumes: dict[str, set[Decimal]] = defaultdict(set)
    with CROSSWALK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = row["billunitspkg"] and row["pkg_qty"]
            if number and row["pkg_qty"].isdigit() and int(row["pkg_qty"]):
                sold[row["hcpcs"]].add(Decimal(row["billunitspkg"]) / int(row["pkg_qty"]))
                volumes[row["hcpcs"]].add(Decimal(row["pkg_size"]))
    reference, seen = Embedded(), 0
    for drug in load_lexicon().supply_drugs.drugs.values():
        for product in drug.products:
            for size in product.sizes:
                amount, unit = read_amount(size), reference.drug_row(product.codes[0])
                assert amount is not None
                assert unit is not None
                seen += 1
                if amount.unit == "mL":
                    assert amount.value in volumes[product.codes[0]], product
                    continue
                if amount.unit != "syringe":
                    assert amount.value / Decimal(unit.amount) in sold[product.codes[0]], product
                else:
                    assert Decimal(1) in sold[product.codes[0]], product
    assert seen > 10
