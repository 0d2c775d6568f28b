"""Notes as people write them → supply lines; and what a change of the note changes."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cac import Coder
from cac.cli.show import render
from tests.supplies.conftest import line

if TYPE_CHECKING:
    from tests.supplies.conftest import Told

KNEE = "PROCEDURE: Right knee injection\nThe right knee was prepped. A 22 gauge needle was advanced into the right knee joint. "
KNEES = "PROCEDURE: Bilateral knee injections\nBoth knees were prepped. "
TFESI = (
    "PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injection\n"
    "Under fluoroscopy needles were advanced to the left L4-5 and L5-S1 foramina. "
)
SIJ = "PROCEDURE: Left SI joint injection\nUnder fluoroscopy a needle was advanced into the left sacroiliac joint. "
BOTOX = "PROCEDURE: Botulinum toxin injection for chronic migraine\n"
PUMP = "PROCEDURE: Intrathecal pump refill\nThe pump was accessed with a Huber needle. "

NOTES = [
    # strength and dose
    (KNEE + "2 mL of Kenalog-40 was injected.", ["J3301 x8?"]),
    (KNEE + "Kenalog-40, 2 mL was injected with 4 mL of 0.25% bupivacaine.", ["J3301 x8?", "J0665 x20"]),
    (KNEE + "1 mL of Kenalog was injected.", ["J3301 x0?"]),
    (KNEE + "forty of kenalog and four cc of one percent lidocaine went in easily.", ["J3301 x4?", "J2003 x40"]),
    (KNEE + "Celestone Soluspan 6 mg/mL, 2 mL was injected.", ["J0702 x2"]),
    (KNEE + "1cc of Celestone and 3cc 1% lidocaine was injected.", ["J0702 x1", "J2003 x30"]),
    (KNEE + "Depo-Medrol 80 mg/mL 1 mL was injected.", ["J1010 x80?"]),
    (KNEE + "Kenalog 40-80 mg was injected.", ["J3301 x0?"]),
    (KNEE + "Methylprednisolone 40 mg was injected.", ["none x0?"]),
    (KNEE + "A mixture of 40 mg Kenalog and 4 mL of 1% lidocaine was injected.", ["J3301 x4?", "J2003 x40"]),
    (KNEE + "One 6 mL (48 mg) syringe of Synvisc-One was injected.", ["J7325-JZ x48"]),
    (KNEE + "Hyaluronic acid 2 mL was injected.", ["none x0?"]),
    # what is no drug at the target
    (KNEE + "The skin was numbed with 3 mL of 1% lidocaine. Depo-Medrol 40 mg was injected from a multi-dose vial.", ["J1010 x40"]),
    (KNEE + "She had 80 mg of Kenalog in May. Today Depo-Medrol 40 mg from a multi-dose vial was injected.", ["J1010 x40"]),
    # the container
    (KNEE + "Depo-Medrol 40 mg from a multi-dose vial was injected.", ["J1010 x40"]),
    (KNEE + "Methylprednisolone acetate 40 mg from a 1 mL single-dose vial was injected. Nothing was wasted.", ["J1010-JZ x40"]),
    (KNEE + "Zilretta 32 mg was injected, none wasted.", ["J3304-JZ x32"]),
    (KNEE + "Dexamethasone 4 mg/mL 2.5 mL was injected. 0.5 mL of the dexamethasone was wasted from the 3 mL single dose vial.", ["J1100 x10", "J1100-JW x2"]),
    (KNEE + "6 mL of synovial fluid was aspirated and discarded. Depo-Medrol 40 mg from a single-use vial was injected.", ["J1010 x40?"]),
    # each place
    (KNEES + "40 mg of Kenalog and 4 mL of 1% lidocaine was injected into each knee.", ["J3301 x8?", "J2003 x80"]),
    (KNEES + "Each knee was injected with 40 mg of Depo-Medrol from a multi-dose vial.", ["J1010 x80"]),
    (KNEES + "A total of 80 mg of Depo-Medrol from a multi-dose vial was divided between the knees.", ["J1010 x80"]),
    (KNEES + "Right knee: 40 mg of Kenalog was injected into the right knee joint. Left knee: 40 mg of Kenalog was injected into the left knee joint.", ["J3301 x8?"]),
    (TFESI + "Dexamethasone 5 mg and 1 mL of 0.25% bupivacaine was injected at each level.", ["J1100 x10?", "J0665 x10"]),
    (TFESI + "Each foramen then received dexamethasone 5 mg and 1 mL of bupivacaine 0.25%.", ["J1100 x10?", "J0665 x10"]),
    (TFESI + "After negative aspiration at each level, 40 mg of Depo-Medrol was injected.", ["J1010 x40?"]),
    # contrast
    (TFESI + "1 mL of Omnipaque 240 was injected at each level. Dexamethasone 10 mg in total was injected.", ["Q9966 x2?", "J1100 x10~"]),
    (SIJ + "Omnipaque 180, 1 cc outlined the joint. 40 mg of Kenalog was injected.", ["Q9965 x1?", "J3301 x4~"]),
    (SIJ + "isovue two hundred one cc outlined the joint then forty of kenalog was injected.", ["Q9966 x1?", "J3301 x4~"]),
    (SIJ + "Contrast outlined the joint. 40 mg of Kenalog was injected.", ["none x0?", "J3301 x4?"]),
    (SIJ + "No contrast was used because of allergy. 40 mg of Kenalog was injected.", ["J3301 x4?"]),
    (SIJ + "0.5 mL of gadolinium (Magnevist) outlined the joint. 40 mg of Kenalog was injected.", ["A9579 x1?", "J3301 x4~"]),
    # toxin
    (BOTOX + "Botox 200 U vial, diluted with 4 mL saline (5 U/0.1 mL). Procerus 5 units, frontalis 20 units, trapezius 30 units were injected. TOTAL 155 U   WASTE 45 U", ["J0585 x155", "J0585-JW x45"]),
    (BOTOX + "155 units of onabotulinumtoxinA were injected at 31 sites and the remaining 45 units were discarded.", ["J0585 x155", "J0585-JW x45"]),
    (BOTOX + "Botox, 2 vials of 100 units each, were used. A total of 200 units was injected; none was wasted.", ["J0585-JZ x200"]),
    (BOTOX + "Botox 5 units were injected at each of 31 sites.", ["J0585 x155?"]),
    # pumps
    (PUMP + "3 mL residual was withdrawn and discarded. The reservoir was refilled with 40 mL of baclofen 500 mcg/mL. Daily dose 120 mcg/day.", ["J0475-KD x2?"]),
    (PUMP + "The reservoir was filled with 20 mL of preservative-free morphine 25 mg/mL.", ["J2274-KD x50?"]),
    (PUMP + "The reservoir was filled with 20 mL of compounded morphine 10 mg/mL and bupivacaine 5 mg/mL.", ["J7999-KD x1"]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "lines"), NOTES)
def test_notes(note: str, lines: list[str], told: Told) -> None:
    supplies = told(note)
    assert [line(supply) for supply in supplies] == lines
    for supply in supplies:
        assert supply.evidence
        assert all(note[words.start : words.end] == words.text for words in supply.evidence)


EXAMPLES = [  # the worked examples of the rule book, as corrected
    ("EX20", BOTOX + "Botox 155 units were injected at the PREEMPT sites. The remaining 45 units of the 200 unit vial were discarded.",
     ["64615"], ["J0585 x155", "J0585-JW x45"]),
    ("EX21", KNEE + "Methylprednisolone acetate 40 mg from a single-dose vial was injected, none was wasted.", ["20610-RT"], ["J1010-JZ x40"]),
    ("EX21 without the vial", KNEE + "Methylprednisolone acetate 40 mg was injected.", ["20610-RT"], ["J1010 x40?"]),
    ("EX58", SIJ + "3 mL of Omnipaque 240 from a 10 mL single-dose vial outlined the joint, 7 mL of the contrast was discarded. "
     "Triamcinolone 80 mg from a multi-dose vial was injected.", ["27096-LT"], ["Q9966 x3", "Q9966-JW x7", "J3301 x8"]),
    ("EX58 without the vial", SIJ + "3 mL of Omnipaque 240 outlined the joint. Triamcinolone 80 mg was injected.", ["27096-LT"], ["Q9966 x3?", "J3301 x8~"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "note", "claim", "lines"), EXAMPLES, ids=[row[0] for row in EXAMPLES])
def test_worked_examples(name: str, note: str, claim: list[str], lines: list[str], coder: Coder) -> None:
    result = coder.code(note, context={"place_of_service": "11"})
    assert ["-".join((one.code, *one.modifiers)) for one in result.lines] == claim
    assert [line(supply) for supply in result.supplies] == lines


@pytest.mark.parametrize(
    ("one", "two"), [("40 mg", "80 mg"), ("10 mg", "20 mg"), ("1 mL of 40 mg/mL", "2 mL of 40 mg/mL")]
)
def test_twice_the_dose_is_twice_the_units(one: str, two: str, told: Told) -> None:
    (small,), (large,) = told(KNEE + f"{one} Kenalog was injected."), told(KNEE + f"{two} Kenalog was injected.")
    assert small.units
    assert large.units == 2 * small.units


def test_without_its_strength_it_is_a_question_and_never_more(told: Told) -> None:
    (with_it,) = told(KNEE + "2 mL of Kenalog 40 mg/mL was injected.")
    (without,) = told(KNEE + "2 mL of Kenalog was injected.")
    assert with_it.units == 8
    assert without.units == 0
    assert "strength" in without.question


def test_the_other_side_changes_nothing(told: Told) -> None:
    note = KNEE + "Depo-Medrol 40 mg from a multi-dose vial was injected."
    other = note.replace("Right", "Left").replace("right", "left")
    assert [line(one) for one in told(note)] == [line(one) for one in told(other)]


def test_supplies_change_nothing_else(coder: Coder) -> None:
    note = KNEE + "2 mL of Kenalog was injected."  # the strength is open, the claim is not
    office, facility = (coder.code(note, context={"place_of_service": place}) for place in ("11", "24"))
    assert office.supplies[0].question
    assert office.status == facility.status == "ready"
    assert office.missing == facility.missing == ()
    assert facility.supplies == ()
    assert "place of service 24" in facility.supplies_note


def test_the_page_shows_them(coder: Coder) -> None:
    result = coder.code(KNEE + "Depo-Medrol 40 mg and 2 mL of 1% lidocaine was injected.")
    page = render(result, colour=False, width=100)
    assert "DRUGS AND CONTRAST (SUPPLIES)" in page
    assert "J1010  x40" in page
    assert "place of service 11" in page
    assert "single-dose or multi-dose vial" in page
    nowhere = render(coder.code(KNEE + "The needle was removed.", context={"place_of_service": "24"}), False, 100)
    assert "SUPPLIES" not in nowhere


DYSTONIA = "Dx: cervical dystonia. PROCEDURE: Botox injection. "

TOXIN = [  # what was opened or made up is the package, what was injected is the dose
    ("Dx: chronic migraine. PROCEDURE: Botox injections. 200 units of onabotulinumtoxinA was reconstituted with 4 mL saline. "
     "155 units injected, 45 units wasted.", ["J0585 x155", "J0585-JW x45"]),
    (BOTOX + "155 units of onabotulinumtoxinA injected in 31 sites. One 200 unit vial used, 45 units wasted.", ["J0585 x155", "J0585-JW x45"]),
    (BOTOX + "Botox 200 unit vial opened. 155 units injected to frontalis, temporalis, trapezius. 45 units wasted.", ["J0585 x155", "J0585-JW x45"]),
    (BOTOX + "I reconstituted 200 units of Botox with saline. 160 units injected, 40 units discarded.", ["J0585 x160", "J0585-JW x40"]),
    (BOTOX + "Botox 200 units were opened. 180 units were injected. 45 units wasted.", ["J0585 x155?"]),
    (DYSTONIA + "Right sternocleidomastoid 50 units, right splenius capitis 50 units. Single dose 100 unit vial, no waste.", ["J0585-JZ x100"]),
    ("PROCEDURE: Botox injection for spasticity. Botox 50 units right biceps, 25 units right brachioradialis, 25 units FCR. "
     "Single dose 100 unit vial, none wasted.", ["J0585-JZ x100"]),
    ("PROCEDURE: Botox injection for spasticity. Botox 50 units right biceps, 25 units right brachioradialis.", ["J0585 x75?"]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "lines"), TOXIN)
def test_toxin(note: str, lines: list[str], told: Told) -> None:
    assert [line(supply) for supply in told(note)] == lines


FACET = "PROCEDURE: Left L4-5 and L5-S1 facet medial branch block\n"

EACH = [
    ("PROCEDURE: Right L4-5 and L5-S1 TFESI under fluoroscopy. Foramina entered. 40 mg Kenalog each.", ["J3301 x8?"]),
    ("PROCEDURE: Right T12-L1 and L1-2 facet joint injections under fluoroscopy. Kenalog 20 mg each.", ["J3301 x4?"]),
    ("PROCEDURE: left intercostal nerve blocks 5, 6, 7. 3 mL 0.25% bupivacaine each.", ["J0665 x45"]),
    (FACET + "At each of the L3, L4 medial branches and the L5 dorsal ramus, 0.5 mL of 0.5% bupivacaine was injected.", ["J0665 x15"]),
    (FACET + "25g needles were placed at the L3 and L4 medial branches and L5 dorsal ramus on the left. 0.5 mL of 0.5% bupivacaine was "
     "injected at each.", ["J0665 x15"]),
    ("PROCEDURE: Right genicular nerve block under fluoroscopy. Superior lateral, superior medial and inferior medial genicular "
     "nerves were blocked with 1 mL 0.5% bupivacaine each.", ["J0665 x30"]),
    ("PROCEDURE: Trigger point injections, right trapezius, right levator scapulae, left rhomboid. 1 mL 1% lidocaine each.", ["J2003 x30"]),
    (KNEES + "40 mg Kenalog each was injected.", ["J3301 x8?"]),
    (KNEES + "Kenalog 40 mg and 4 mL of 1% lidocaine each.", ["J3301 x4?", "J2003 x80"]),  # "each" may be the lidocaine's alone
    # the drugs, and not the places
    (TFESI + "Lidocaine 1% and dexamethasone 4 mg/mL, 1 mL each, were injected.", ["J2003 x0?", "J1100 x4?"]),
    (KNEE + "1 mL each of 40 mg/mL Kenalog and 1% lidocaine was injected.", ["J3301 x4?", "J2003 x0?"]),
    # what is treated is not counted
    ("PROCEDURE: Trigger point injections, trapezius. 1 mL of 1% lidocaine each.", ["J2003 x10?"]),
    (KNEES + "A total of 40 mg Kenalog each was injected.", ["J3301 x4?"]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "lines"), EACH)
def test_each(note: str, lines: list[str], told: Told) -> None:
    assert [line(supply) for supply in told(note)] == lines


CONTAINERS = [
    (KNEE + "40 mg Kenalog (1 mL of 40 mg/mL single-dose vial, none discarded) and lidocaine 1% 4 mL were injected.", ["J3301-JZ x4", "J2003 x40"]),
    (KNEE + "40 mg Kenalog, single-dose vial, none wasted, with 4 mL of lidocaine 1% was injected.", ["J3301-JZ x4", "J2003 x40"]),
    (KNEE + "Lidocaine 1% 4 mL and 40 mg Kenalog (single-dose vial; nothing wasted) were injected.", ["J2003 x40", "J3301-JZ x4"]),
    (PUMP + "It was refilled with 40 mL of morphine 20 mg/mL compounded.", ["J7999-KD x1"]),
    (PUMP + "It was refilled with 40 mL of morphine 20 mg/mL (compounded).", ["J7999-KD x1"]),
    (PUMP + "It was refilled with 40 mL of morphine, 20 mg/mL, compounded, by the pharmacy.", ["J7999-KD x1"]),
    (PUMP + "It was refilled with 20 mL of preservative-free morphine 25 mg/mL, not compounded.", ["J2274-KD x50?"]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "lines"), CONTAINERS)
def test_containers(note: str, lines: list[str], told: Told) -> None:
    assert [line(supply) for supply in told(note)] == lines
