"""Epidural, facet, sacroiliac and blood patch work: notes as they are dictated, each with its whole claim."""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

from typing import NamedTuple

import pytest

from cac import Coder


class Case(NamedTuple):
    """A note and the claim it proves."""

    note: str
    lines: str
    status: str = "ready"
    missing: str = ""


CASES = {
    "cervical interlaminar": Case(
        "PROCEDURE: C7-T1 interlaminar epidural steroid injection.\nUnder fluoroscopy a Tuohy needle was advanced with loss of resistance, Omnipaque spread was epidural, and 80 mg of methylprednisolone was injected.",
        "62321",
    ),
    "thoracic interlaminar": Case(
        "T8-9 interlaminar ESI under fluoro today. LOR at 5 cm, contrast epidural, Depo-Medrol 40 mg and 3 cc saline injected.",
        "62321",
    ),
    "cervical interlaminar without imaging": Case(
        "PROCEDURE: Cervical epidural steroid injection, C6-7.\nSitting, hanging drop, no imaging was used. Triamcinolone 40 mg was injected in the epidural space.",
        "62320",
    ),
    "thoracic interlaminar without imaging": Case(
        "Thoracic ESI T6-7 done blind in the office by loss of resistance, dexamethasone 10 mg injected, tolerated.",
        "62320",
    ),
    "cervical transforaminal, two": Case(
        "PROCEDURE: Left C5-C6 and C6-C7 transforaminal epidural steroid injections.\nUnder fluoroscopy with live contrast dexamethasone 5 mg was injected at each foramen.",
        "64479-LT 64480-LT",
    ),
    "thoracic transforaminal, two": Case(
        "Right T11-12 and T12-L1 TFESI under fluoroscopy with contrast, dexamethasone 5 mg injected at each.",
        "64479-RT 64480-RT",
    ),
    "lumbar transforaminal, two": Case(
        "PROCEDURE: Right L4-L5 and L5-S1 transforaminal epidural steroid injection.\nUnder fluoroscopy each foramen was entered, contrast spread along the roots, and betamethasone 6 mg was injected at each.",
        "64483-RT 64484-RT",
    ),
    "lumbar transforaminal, both sides": Case(
        "Bilateral L4-5 and L5-S1 TFESI, fluoro, contrast, 4 mg dexamethasone injected at each foramen. Tolerated.",
        "64483-50 64484-50",
    ),
    "cervical facets, three": Case(
        "PROCEDURE: Right C3-4, C4-5 and C5-6 facet joint injections.\nUnder fluoroscopy each joint was entered and 0.5 mL of bupivacaine 0.5% was injected.",
        "64490-RT 64491-RT 64492-RT",
    ),
    "cervical branches, three joints": Case(
        "Left C3, C4, C5 and C6 medial branch blocks under fluoroscopy, 0.5 mL of 0.5% bupivacaine injected at each nerve.",
        "64490-LT 64491-LT 64492-LT",
    ),
    "lumbar facets, three": Case(
        "PROCEDURE: Left L3-4, L4-5 and L5-S1 facet joint injections.\nUnder fluoroscopy each joint was entered, and 20 mg of Kenalog was injected in each.",
        "64493-LT 64494-LT 64495-LT",
    ),
    "lumbar branches, three joints": Case(
        "Right L2, L3, L4 medial branch and L5 dorsal ramus blocks under fluoro, 0.5 cc of bupivacaine 0.5% injected at each.",
        "64493-RT 64494-RT 64495-RT",
    ),
    "cervical facets under ultrasound": Case(
        "PROCEDURE: Left C4-5, C5-6 and C6-7 facet joint injections under ultrasound guidance.\nUnder ultrasound each joint was entered and 0.5 mL of 0.5% bupivacaine was injected.",
        "0213T-LT 0214T-LT 0215T-LT",
    ),
    "cervical branches under ultrasound": Case(
        "Right C3, C4, C5 and C6 medial branch blocks under ultrasound guidance, 0.4 mL of 2% lidocaine injected at each nerve.",
        "0213T-RT 0214T-RT 0215T-RT",
    ),
    "lumbar facets under ultrasound": Case(
        "PROCEDURE: Right L3-4, L4-5 and L5-S1 facet joint injections under ultrasound guidance.\nUnder ultrasound each joint was entered and 10 mg of Kenalog was injected.",
        "0216T-RT 0217T-RT 0218T-RT",
    ),
    "lumbar branches under ultrasound": Case(
        "Left L2, L3, L4 medial branch and L5 dorsal ramus blocks under ultrasound, 0.5 mL of 0.5% bupivacaine injected at each.",
        "0216T-LT 0217T-LT 0218T-LT",
    ),
    "cervical ablation": Case(
        "PROCEDURE: Radiofrequency ablation of the left C4, C5 and C6 medial branches.\nUnder fluoroscopy the cannulas were placed and lesions were made at 80 degrees for 90 seconds.",
        "64633-LT 64634-LT",
    ),
    "cervical joints ablated": Case(
        "Right C4-5 and C5-6 facet RFA under fluoroscopy. Thermal lesions at 85 C for 60 seconds at each medial branch.",
        "64633-RT 64634-RT",
    ),
    "lumbar ablation": Case(
        "PROCEDURE: Radiofrequency ablation of the right L3, L4 medial branches and L5 dorsal ramus.\nUnder fluoroscopy the probes were placed and lesions were made at 80 degrees for 90 seconds.",
        "64635-RT 64636-RT",
    ),
    "lumbar joints ablated": Case(
        "Bilateral L4-5 and L5-S1 facet radiofrequency ablation under fluoro, thermal, 80 C for 90 seconds at each nerve.",
        "64635-50 64636-50",
    ),
    "sacroiliac joint": Case(
        "PROCEDURE: Left sacroiliac joint injection.\nUnder fluoroscopy the joint was entered, an arthrogram was seen, and 40 mg of Kenalog was injected.",
        "27096-LT",
    ),
    "sacroiliac joints": Case(
        "Bilateral SI joint injections under fluoro with contrast, 40 mg of Depo-Medrol injected in each joint.",
        "27096-50",
    ),
    "blood patch": Case(
        "PROCEDURE: Epidural blood patch, L3-4.\nUnder fluoroscopy a Tuohy needle was placed in the epidural space and 18 mL of autologous blood was injected.",
        "62273 77003",
    ),
    "blood patch, bedside": Case(
        "Blood patch for spinal headache. L3-4 by loss of resistance, 20 cc of her own blood injected, headache gone.",
        "62273",
    ),
    "past and planned": Case(
        "Follow-up. Her L4-5 transforaminal injection last month gave 60% relief. Plan: facet blocks at L4-5 and L5-S1 next week.",
        "",
        "not_a_procedure",
    ),
}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize("name", CASES)
def test_the_claim_of_a_note(coder: Coder, name: str) -> None:
    case = CASES[name]
    result = coder.code(case.note)
    lines = ["-".join((x.code, *x.modifiers)) + (f"x{x.units}" if x.units > 1 else "") for x in result.lines]
    assert sorted(lines) == sorted(case.lines.split())
    assert (result.status, set(result.missing)) == (case.status, set(case.missing.split()))
