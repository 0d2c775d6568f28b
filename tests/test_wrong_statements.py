"""Statements met in print that are wrong, each held against notes that would lead a believer astray, and the data."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cac import Coder
from cac.lexicon.loader import load_lexicon
from cac.reference.embedded import Embedded

LEXICON = load_lexicon(None)
BODY = (
    " Consent was signed and a time-out was held. The patient lay prone and was prepped and draped. "
    "{how} There were no complications and the patient was discharged in stable condition."
)


class Case(NamedTuple):
    """A wrong statement, a note that tempts, and the claim that is right."""

    statement: str
    title: str
    how: str
    lines: tuple[str, ...]


CASES = (
    Case(
        "bilateral lumbar RFA is 64635 + 64636",
        "PROCEDURE: Bilateral L4-5 facet radiofrequency ablation.",
        "Under fluoroscopy cannulae were placed at the L3 and L4 medial branches on the right and on the left. "
        "Lesions were made at 80 degrees C for 90 seconds.",
        ("64635-50",),
    ),
    Case(
        "bilateral lumbar RFA of one joint is two codes",
        "PROCEDURE: Bilateral L4-5 facet radiofrequency ablation.",
        "Under fluoroscopy cannulae were placed bilaterally at the L3 and L4 medial branches. "
        "Lesions were made at 80 degrees C for 90 seconds.",
        ("64635-50",),
    ),
    Case(
        "64636 is the other side",
        "PROCEDURE: Right L4-5 and L5-S1 facet radiofrequency ablation.",
        "Under fluoroscopy cannulae were placed at the right L3 and L4 medial branches and the right L5 dorsal ramus. "
        "Lesions were made at 80 degrees C for 90 seconds.",
        ("64635-RT", "64636-RT"),
    ),
    Case(
        "an SCS trial is 63650 + 77003",
        "PROCEDURE: Percutaneous spinal cord stimulator trial, one lead.",
        "Under fluoroscopic guidance a 14-gauge Tuohy needle entered the epidural space at L1-2. One eight-contact "
        "lead was steered to the top of T8. Fluoroscopic images were saved and a separate report was dictated.",
        ("63650",),
    ),
    Case(
        "cervical interlaminar is always 62320",
        "PROCEDURE: C7-T1 interlaminar epidural steroid injection.",
        "Under fluoroscopy an 18-gauge Tuohy needle was advanced to the C7-T1 interlaminar space and loss of "
        "resistance was found. Dexamethasone 10 mg was injected.",
        ("62321",),
    ),
    Case(
        "cervical interlaminar is always 62321",
        "PROCEDURE: C7-T1 interlaminar epidural steroid injection.",
        "No fluoroscopy was used. An 18-gauge Tuohy needle was advanced by feel to the C7-T1 interlaminar space "
        "and loss of resistance was found. Dexamethasone 10 mg was injected.",
        ("62320",),
    ),
    Case(
        "TFESI is always 64483 + 64484",
        "PROCEDURE: Left L5-S1 transforaminal epidural steroid injection.",
        "Under fluoroscopy a 22-gauge needle was placed in the left L5-S1 foramen. Omnipaque showed spread along the "
        "nerve root. Dexamethasone 10 mg was injected.",
        ("64483-LT",),
    ),
    Case(
        "both sides of one foramen are 64483 + 64484",
        "PROCEDURE: Bilateral L5-S1 transforaminal epidural steroid injections.",
        "Under fluoroscopy a 22-gauge needle was placed in the left and then in the right L5-S1 foramen. "
        "Dexamethasone 5 mg was injected on each side.",
        ("64483-50",),
    ),
    Case(
        "two levels are one code",
        "PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections.",
        "Under fluoroscopy 22-gauge needles were placed in the left L4-5 and L5-S1 foramina. "
        "Dexamethasone 5 mg was injected at each.",
        ("64483-LT", "64484-LT"),
    ),
    Case(
        "the ESI code depends on contrast: imaging and no contrast",
        "PROCEDURE: L4-5 interlaminar epidural steroid injection.",
        "Under fluoroscopy an 18-gauge Tuohy needle was advanced to the L4-5 interlaminar space by loss of resistance. "
        "No contrast was used because of an iodine allergy. Methylprednisolone 80 mg was injected.",
        ("62323",),
    ),
    Case(
        "the ESI code depends on contrast: contrast and no imaging",
        "PROCEDURE: L4-5 interlaminar epidural steroid injection.",
        "Fluoroscopy was not used. An 18-gauge Tuohy needle was advanced to the L4-5 interlaminar space by loss of "
        "resistance. 1 mL of Omnipaque went in without resistance. Methylprednisolone 80 mg was injected.",
        ("62322",),
    ),
    Case(
        "77003 may be billed with an ESI if there is a separate report",
        "PROCEDURES: 1. L4-5 interlaminar epidural steroid injection. 2. Fluoroscopic guidance, 77003, with separate "
        "report. 3. Epidurography with interpretation.",
        "Under fluoroscopy an 18-gauge Tuohy needle was advanced to the L4-5 interlaminar space by loss of resistance. "
        "Omnipaque 2 mL spread in the epidural space. Methylprednisolone 80 mg was injected. FLUOROSCOPY REPORT: "
        "needle tip in the L4-5 epidural space in two views. Images saved.",
        ("62323",),
    ),
    Case(
        "64490-64492 are joints, 64493-64495 medial branches: cervical medial branches",
        "PROCEDURE: Right C4, C5 and C6 medial branch blocks.",
        "Under fluoroscopy 25-gauge needles were placed at the right C4, C5 and C6 medial branches. "
        "0.3 mL of 0.5% bupivacaine was injected at each.",
        ("64490-RT", "64491-RT"),
    ),
    Case(
        "64490-64492 are joints, 64493-64495 medial branches: lumbar joints",
        "PROCEDURE: Right L4-5 and L5-S1 intra-articular facet joint injections.",
        "Under fluoroscopy 22-gauge needles entered the right L4-5 and L5-S1 facet joints. "
        "Kenalog 20 mg with 0.5 mL of 1% lidocaine was injected into each joint.",
        ("64493-RT", "64494-RT"),
    ),
    Case(
        "64490-64492 are joints, 64493-64495 medial branches: cervical joints",
        "PROCEDURE: Left C4-5 intra-articular facet joint injection.",
        "Under fluoroscopy a 25-gauge needle entered the left C4-5 facet joint. Dexamethasone 4 mg was injected.",
        ("64490-LT",),
    ),
    Case(
        "64490-64492 are joints, 64493-64495 medial branches: lumbar medial branches",
        "PROCEDURE: Left L3 and L4 medial branch blocks.",
        "Under fluoroscopy 25-gauge needles were placed at the left L3 and L4 medial branches. "
        "0.5 mL of 0.5% bupivacaine was injected at each.",
        ("64493-LT",),
    ),
    Case(
        "three nerves are three levels",
        "PROCEDURE: Left L3, L4 medial branch and L5 dorsal ramus blocks.",
        "Under fluoroscopy 25-gauge needles were placed at the left L3 and L4 medial branches and the left L5 dorsal "
        "ramus. 0.5 mL of 0.5% bupivacaine was injected at each.",
        ("64493-LT", "64494-LT"),
    ),
    Case(
        "27096 with 77003",
        "PROCEDURE: Right sacroiliac joint injection with fluoroscopic guidance and arthrogram.",
        "Under fluoroscopy a 22-gauge needle entered the right sacroiliac joint and contrast outlined it. "
        "Methylprednisolone 40 mg was injected. Images were saved and interpreted.",
        ("27096-RT",),
    ),
    Case(
        "a midline epidural takes 50",
        "PROCEDURE: Bilateral L4-5 interlaminar epidural steroid injection.",
        "Under fluoroscopy an 18-gauge Tuohy needle was advanced to the L4-5 interlaminar space and loss of resistance "
        "was found; contrast spread to both sides. Methylprednisolone 80 mg was injected.",
        ("62323",),
    ),
    Case(
        "trigger points are counted by needles",
        "PROCEDURE: Trigger point injections.",
        "Six trigger points in the right upper trapezius were each injected with 1 mL of 1% lidocaine.",
        ("20552",),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.statement)
def test_note_against_a_wrong_statement(coder: Coder, case: Case) -> None:
    result = coder.code(f"{case.title}\n\n{BODY.format(how=case.how).strip()}\n")
    assert ["-".join((line.code, *line.modifiers)) for line in result.lines] == list(case.lines)
    assert all(line.units == 1 for line in result.lines)


def rules_for(code: str) -> list[tuple[str, dict[str, str]]]:
    """(slug, guidance lines) of every family rule whose ladder holds ``code``."""
    return [
        (slug, dict(rule.guidance or {}))
        for slug, family in LEXICON.families.items()
        for rule in family.codes
        if code in rule.ladder
    ]


IMAGING_INCLUDED = [
    "62321",
    "62323",
    "64479",
    "64480",
    "64483",
    "64484",
    "64490",
    "64491",
    "64492",
    "64493",
    "64494",
    "64495",
    "64633",
    "64634",
    "64635",
    "64636",
    "27096",
    "64451",
    "64625",
    "63650",
    "62264",
    "62290",
    "62291",
    "22510",
    "22511",
    "22513",
    "22514",
    "64680",
]


@pytest.mark.parametrize("code", IMAGING_INCLUDED)
def test_no_rule_adds_imaging_to_a_code_that_holds_it(code: str) -> None:
    rules = rules_for(code)
    assert rules, f"no family codes {code}"
    for slug, guidance in rules:
        assert not set(guidance.values()) & {"77002", "77003", "77012", "76942"}, (slug, guidance)


@pytest.mark.parametrize("code", ["62323", "64483", "64493", "64635", "27096", "63650"])
def test_77003_is_the_second_code_of_a_pair(code: str) -> None:
    pair = Embedded().shipped_pair(code, "77003")
    assert pair is not None and pair.indicator == "1"


@pytest.mark.parametrize(
    ("base", "further"), [("64635", "64636"), ("64633", "64634"), ("64483", "64484"), ("64479", "64480")]
)
def test_the_add_on_is_a_further_place_and_both_sides_are_50(base: str, further: str) -> None:
    ladders = [list(rule.ladder) for family in LEXICON.families.values() for rule in family.codes]
    assert [base, further] in ladders
    assert LEXICON.codes[base].bilateral == LEXICON.codes[further].bilateral == "1"


@pytest.mark.parametrize("code", ["62320", "62321", "62322", "62323", "63650", "20552", "20553", "62290"])
def test_midline_and_plain_codes_take_no_side(code: str) -> None:
    assert LEXICON.codes[code].bilateral != "1"


def test_the_epidural_code_depends_on_imaging_and_not_on_contrast() -> None:
    for slug in ("interlaminar_esi", "caudal_esi"):
        for rule in LEXICON.families[slug].codes:
            assert "contrast" not in rule.when


def test_facet_codes_split_by_region_and_not_by_target() -> None:
    injection, block = LEXICON.families["facet_injection"], LEXICON.families.get("medial_branch_block")
    for family in filter(None, (injection, block)):
        for rule in family.codes:
            if "64490" in rule.ladder:
                assert set(rule.when["region"]) == {"cervical", "thoracic"}
            if "64493" in rule.ladder:
                assert set(rule.when["region"]) <= {"lumbar", "sacral"}


def test_no_drug_unit_of_ten_milligrams_for_methylprednisolone() -> None:
    """J1010 is 1 mg a unit. Drug lines come later; until then no line may hold it at all."""
    assert "J1010" not in LEXICON.codes
