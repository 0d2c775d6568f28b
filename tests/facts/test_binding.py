"""Whole short notes with several procedures: what belongs to which, what was done, how it was done."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show


# -- several procedures, each with its own level, side and drug ---------------------------------------------------------

TWO = (
    "PROCEDURES:\n1. Left L4-5 transforaminal epidural steroid injection\n2. Right knee injection\n\n"
    "Under fluoroscopy the left L4-5 foramen was entered, contrast showed good spread, and dexamethasone 10 mg was injected. "
    "The right knee joint was then injected with Kenalog 40 mg by palpation."
)
THREE = (
    "PROCEDURES: 1. Bilateral greater occipital nerve blocks. 2. Left C5-6 facet joint injection. 3. Trigger point injections.\n\n"
    "Both greater occipital nerves were blocked with 3 mL of 0.25% bupivacaine each. Under fluoroscopy the left C5-6 facet joint "
    "was entered and dexamethasone 4 mg was injected. Trigger points in the right trapezius, right rhomboid and right levator "
    "scapulae were each injected with 1 mL of 1% lidocaine."
)

BOUND = [
    (TWO, "transforaminal_esi", "L4-L5 left", "dexamethasone 10 mg"),
    (TWO, "joint_injection", "knee joint right", "triamcinolone 40 mg"),
    (THREE, "occipital_block", "greater occipital nerve left right", "bupivacaine"),
    (THREE, "facet_injection", "C5-C6 left", "dexamethasone 4 mg"),
    (THREE, "trigger_point", "trapezius right, rhomboid right, levator scapulae right", "lidocaine"),
]


@pytest.mark.parametrize(("text", "family", "sides", "drugs"), BOUND)
def test_each_procedure_has_its_own(text: str, family: str, sides: str, drugs: str, shown: Show) -> None:
    answer = shown(text)
    procedure = answer.of(family)
    assert sorted(answer.sides(procedure).split(", ")) == sorted(sides.split(", "))
    assert answer.drugs(procedure) == drugs


def test_the_lines_of_two(shown: Show) -> None:
    assert shown(TWO).lines == ["20610-59-RT", "64483-LT"]  # PTP pair 64483 > 20610, indicator 1: a separate site


def test_imaging_of_one_is_not_imaging_of_the_other(shown: Show) -> None:
    assert shown(TWO).of("joint_injection").guidance != "fluoroscopy"
    assert shown(TWO).of("transforaminal_esi").guidance == "fluoroscopy"


CLAIMS = [
    # two regions of one family are two procedures
    ("PROCEDURES: C5-6 interlaminar epidural and L4-5 interlaminar epidural steroid injections\n"
     "Under fluoroscopy the C5-6 epidural space was entered and dexamethasone 10 mg was injected. Then under fluoroscopy the L4-5 "
     "epidural space was entered and Kenalog 40 mg was injected.", ["62321", "62323"]),
    # T12-L1 is thoracic, L1-2 lumbar
    ("PROCEDURE: Left T12-L1 transforaminal epidural steroid injection\nUnder fluoroscopy the foramen was entered and "
     "dexamethasone 10 mg was injected.", ["64479-LT"]),
    ("PROCEDURE: Left L1-2 transforaminal epidural steroid injection\nUnder fluoroscopy the foramen was entered and "
     "dexamethasone 10 mg was injected.", ["64483-LT"]),
    ("PROCEDURE: C7-T1 interlaminar epidural steroid injection\nUnder fluoroscopy it was entered and Kenalog 40 mg injected.",
     ["62321"]),
    # S1 is a foramen of its own
    ("PROCEDURE: Left L5-S1 and left S1 transforaminal epidural steroid injections\nUnder fluoroscopy each foramen was entered "
     "and dexamethasone 10 mg was injected.", ["64483-LT", "64484-LT"]),
    ("PROCEDURE: Right S1 selective nerve root block\nUnder fluoroscopy the S1 foramen was entered and dexamethasone 4 mg was "
     "injected.", ["64483-RT"]),
    # medial branches are counted as joints
    ("PROCEDURE: Left L3, L4 and L5 medial branch blocks\nUnder fluoroscopy 0.5 mL of 0.5% bupivacaine was injected at each.",
     ["64493-LT", "64494-LT"]),
    ("PROCEDURE: Bilateral L2, L3, L4 and L5 medial branch blocks\nUnder fluoroscopy 0.5 mL of 0.5% bupivacaine was injected at "
     "each.", ["64493-50", "64494-50", "64495-50"]),
    ("PROCEDURE: Right C4, C5, C6 medial branch blocks\nUnder fluoroscopy 0.5 mL of 0.5% bupivacaine was injected at each.",
     ["64490-RT", "64491-RT"]),
    ("PROCEDURE: Left third occipital nerve block\nUnder fluoroscopy 0.5 mL of 0.5% bupivacaine was injected.", ["64490-LT"]),
    # facet joints by space; 64495 once
    ("PROCEDURE: Left L2-3, L3-4, L4-5 and L5-S1 facet joint injections\nUnder fluoroscopy each joint was injected with Kenalog "
     "10 mg.", ["64493-LT", "64494-LT", "64495-LT"]),
    # RFA: every further joint counts
    ("PROCEDURE: Left L2, L3, L4 and L5 medial branch radiofrequency ablation\nUnder fluoroscopy each nerve was lesioned at 80 "
     "degrees for 90 seconds.", ["64635-LT", "64636-LT x2"]),
    ("PROCEDURE: Right C3, C4, C5, C6 medial branch radiofrequency neurotomy\nUnder fluoroscopy each nerve was lesioned at 80 C "
     "for 60 seconds.", ["64633-RT", "64634-RT x2"]),
    # trigger points: one or two muscles, three or more
    ("PROCEDURE: Trigger point injections\nThe left trapezius and the left rhomboid were injected with 1% lidocaine.", ["20552"]),
    ("PROCEDURE: Trigger point injections\nThe left trapezius, left rhomboid and left levator scapulae were injected with 1% "
     "lidocaine.", ["20553"]),
    # intercostal nerves
    ("PROCEDURE: Right T6, T7, T8 intercostal nerve blocks\nUnder ultrasound 3 mL of 0.25% bupivacaine was injected at each.",
     ["64420-RT", "64421-RT x2"]),
    # bodies
    ("PROCEDURE: T12 and L1 kyphoplasty\nUnder fluoroscopy a balloon was inflated in each body and cement was injected.",
     ["22513", "22515"]),
    ("PROCEDURE: L2 vertebroplasty\nUnder fluoroscopy cement was injected into L2.", ["22511"]),
    # discs
    ("PROCEDURE: L3-4, L4-5 and L5-S1 discography\nUnder fluoroscopy each disc was entered and contrast injected. "
     "Interpretation: L4-5 concordant pain, annular tear.", ["62290 x3", "72295 x3"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), CLAIMS)
def test_the_claim(text: str, lines: list[str], shown: Show) -> None:
    assert shown(text).lines == lines


# -- how a lesion was made ----------------------------------------------------------------------------------------------

RFA = "PROCEDURE: Left L3, L4, L5 medial branch radiofrequency ablation\nUnder fluoroscopy the cannulas were placed. {}"
MODES = [
    ("Each nerve was lesioned at 80 degrees for 90 seconds.", ["64635-LT", "64636-LT"], "ready"),
    ("Thermal lesions at 85 C were made.", ["64635-LT", "64636-LT"], "ready"),
    ("Each nerve was lesioned for 90 seconds.", ["64635-LT", "64636-LT"], None),
    ("Cooled radiofrequency lesions at 60 degrees were made.", ["64635-LT", "64636-LT"], "ready"),
    ("Water-cooled RF at 60 C for 150 seconds was applied.", ["64635-LT", "64636-LT"], "ready"),
    ("Pulsed radiofrequency at 42 degrees for 120 seconds was applied.", ["64999"], None),
    ("Pulsed RF was applied for 4 minutes.", ["64999"], None),
    ("Continuous radiofrequency at 65 degrees for 90 seconds was applied.", ["64999"], "review"),
    ("Each nerve was lesioned at 70 degrees C for 90 seconds.", ["64999"], "review"),
    (
        "Each nerve was lesioned at 90 degrees C for 60 seconds. No pulsed lesion was made.",
        ["64635-LT", "64636-LT"],
        "ready",
    ),
    (
        "The lesion was made at 80 C; a prior pulsed radiofrequency last year had not helped.",
        ["64635-LT", "64636-LT"],
        None,
    ),
]


@pytest.mark.parametrize(("told", "lines", "status"), MODES)
def test_the_mode_of_a_lesion(told: str, lines: list[str], status: str | None, shown: Show) -> None:
    answer = shown(RFA.format(told))
    assert answer.lines == lines
    if status:
        assert answer.result.status == status


OTHER_LESIONS = [
    ("PROCEDURE: Left genicular nerve radiofrequency ablation\nUnder fluoroscopy the superomedial, superolateral and inferomedial "
     "genicular nerves were lesioned at 80 degrees for 90 seconds.", ["64624-LT"]),
    ("PROCEDURE: Left genicular nerve block\nUnder fluoroscopy the superomedial, superolateral and inferomedial genicular nerves "
     "were injected with 1 mL of 0.5% bupivacaine each.", ["64454-LT"]),
    ("PROCEDURE: Right sacral lateral branch radiofrequency ablation S1, S2, S3 and L5 dorsal ramus\nUnder fluoroscopy each was "
     "lesioned at 80 degrees for 90 seconds.", ["64625-RT"]),
    ("PROCEDURE: Intraosseous basivertebral nerve ablation of L4 and L5\nUnder fluoroscopy the probe was placed in L4 and L5 and "
     "each was lesioned at 85 degrees for 15 minutes.", ["64628"]),
    ("PROCEDURE: Intraosseous basivertebral nerve ablation of L4, L5 and S1\nUnder fluoroscopy the probe was placed in L4, L5 and "
     "S1 and each was lesioned at 85 degrees.", ["64628", "64629"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), OTHER_LESIONS)
def test_other_lesions(text: str, lines: list[str], shown: Show) -> None:
    assert shown(text).lines == lines


# -- what was not done --------------------------------------------------------------------------------------------------

NOT_DONE = [
    "HPI: Low back pain. PLAN: We will schedule a left L4-5 transforaminal epidural steroid injection.",
    "FOLLOW-UP VISIT\nShe had a caudal epidural steroid injection last month with relief. Continue therapy.",
    "FOLLOW-UP VISIT\nA caudal epidural steroid injection was done last year. Continue therapy.",
    "OFFICE VISIT\nI recommend a left knee injection. She will think about it.",
    "OFFICE VISIT\nConsider radiofrequency ablation of the lumbar medial branches.",
    "The patient declined the caudal epidural steroid injection. No procedure was performed.",
    "PATIENT EDUCATION: An epidural steroid injection is an injection of medicine into the epidural space.",
    "PRIOR AUTHORIZATION REQUEST: Bilateral L4-5 and L5-S1 medial branch blocks, 64493, 64494.",
    "CONSENT FORM: The risks of stellate ganglion block include bleeding and infection.",
    "CPT MENU: 62323 64483 64484 64493 64494 20610 20552",
    "He is scheduled for a facet injection on Monday.",
    "A right knee injection was given by her orthopedist in June.",
    "The stellate ganglion block was cancelled before the room was entered because of fever.",
    "Recommend left knee injection with Kenalog 40 mg.",
    "Consider caudal epidural steroid injection.",
    "We recommend L4-5 interlaminar epidural steroid injection under fluoroscopy.",
    "We recommended L4-5 interlaminar epidural steroid injection under fluoroscopy.",
    "Seen today. PLAN: Caudal epidural steroid injection under fluoroscopy with Kenalog 40 mg.",
    "DIAGNOSIS: Low back pain. PLAN: Left L4-5 TFESI under fluoroscopy with dexamethasone 10 mg.",
    "Patient had right L4-5 TFESI last year with good relief. Office visit for medication refill.",
    "OPERATION: Laparoscopic cholecystectomy\nThe gallbladder was removed.",
    "",
]


@pytest.mark.parametrize("text", NOT_DONE)
def test_nothing_is_coded(text: str, shown: Show) -> None:
    answer = shown(text or " ")
    assert answer.lines == []
    assert answer.result.status == "not_a_procedure"


PARTLY = [
    # begun and stopped after the needle was in
    ("PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nUnder fluoroscopy the needle was advanced into the left "
     "L4-5 foramen. The patient had a vasovagal reaction and the procedure was aborted; no drug was injected.", ["64483-53-LT"]),
    # one level done, one given up: only what was done
    ("PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections\nUnder fluoroscopy the left L4-5 foramen was "
        "entered and Kenalog 40 mg was injected. The L5-S1 foramen could not be entered and that level was abandoned.",
        ["64483-LT"]),
    ("PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections\nUnder fluoroscopy the left L4-5 foramen was "
        "entered and Kenalog 40 mg was injected. The L5-S1 level was not injected.", ["64483-LT"]),
    ("PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections\nUnder fluoroscopy the left L4-5 foramen was "
        "entered and Kenalog 40 mg was injected. We were unable to enter the L5-S1 foramen.", ["64483-LT"]),
    ("PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections\nUnder fluoroscopy the left L4-5 foramen was "
        "entered and Kenalog 40 mg was injected. The L5-S1 injection was abandoned.", ["64483-LT"]),
    ("PROCEDURE: Left L4-5 and L5-S1 transforaminal epidural steroid injections\nUnder fluoroscopy the left L4-5 foramen was "
        "entered and Kenalog 40 mg was injected. Because of pain the needle at L5-S1 was removed before anything was given.",
        ["64483-LT"]),
    (
        "PROCEDURE: Bilateral L4-5 and L5-S1 facet joint injections\nUnder fluoroscopy each joint was entered and Kenalog 10 mg injected. The right L5-S1 joint could not be entered.",
        ["64493-50", "64494-LT"],
    ),
    ("PROCEDURE: Bilateral L4-5 and L5-S1 facet joint injections\nUnder fluoroscopy each joint was entered and Kenalog 10 mg injected. The right side was not done.",
        ["64493-LT", "64494-LT"]),
    ("HPI: Low back pain after fall. PRIOR TREATMENT: Left knee injection with Kenalog 40 mg. PROCEDURE: Right knee injection with Kenalog 40 mg by palpation.",
        ["20610-RT"]),
    ("PROCEDURE: Left L3L4 and L4L5 facet injections under fluoroscopy. Kenalog 10 mg was injected into each joint.",
        ["64493-LT", "64494-LT"]),
    # blanks: the first-level code once, no side
    ("PROCEDURE: ____ lumbar facet joint injections at ____\nUnder fluoroscopy each facet joint was entered and Kenalog was injected.",
     ["64493"]),
    # a catheter threaded for one injection and taken out
    ("PROCEDURE: Caudal epidural steroid injection with catheter\nUnder fluoroscopy the sacral hiatus was entered, a catheter was "
     "threaded to L5, Kenalog 80 mg was injected and the catheter was removed.", ["62323"]),
    # a title that names one thing and a history that names another
    ("HISTORY: Status post right L5-S1 medial branch block with 80% relief.\nPROCEDURE: Right L4-5 facet joint injection\n"
     "Under fluoroscopy the right L4-5 facet joint was injected with Kenalog 20 mg.", ["64493-RT"]),
    # levels seen or counted are not levels treated
    ("PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nUnder fluoroscopy L1 through L5 were counted. MRI shows "
     "stenosis at L3-4. The left L4-5 foramen was entered and Kenalog 40 mg was injected; contrast spread from L4 to S1.",
     ["64483-LT"]),
    # a one-line note
    ("Left L4-5 TFESI under fluoro with 10 mg dexamethasone, tolerated well.", ["64483-LT"]),
    ("Procedure: Caudal epidural steroid injection. Indication: pain. Under fluoroscopy the sacral hiatus was entered and Kenalog "
     "80 mg injected. Complications: None.", ["62323"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), PARTLY)
def test_only_what_was_done_is_coded(text: str, lines: list[str], shown: Show) -> None:
    assert shown(text).lines == lines


# -- words that name no procedure ------------------------------------------------------------------------------------

NUMBERED = (
    "Procedures:\n 1) Right SI joint injection, fluoroscopic\n 2) Left trochanteric bursa injection\n\n"
    "For #1 she was prone. 0.5 mL Isovue made an arthrogram. 40 mg of triamcinolone was placed.\n"
    "For #2 she was turned. 80 mg methylprednisolone with 4 mL of 1% lidocaine was placed. No imaging for this one.\n"
)
LETTERED = (
    "Procedure A: bilateral L3-4 and L4-5 facet joint injections\nProcedure B: left SI joint injection\n\n"
    "C-arm used for all needles. A: needles were placed into the joints and 10 mg of methylprednisolone was injected in each. "
    "B: the needle was placed low in the joint and 6 mg of betamethasone was injected.\n"
)
TWO_JOINTS = (
    "PROCEDURES: Left knee and right shoulder injections\n"
    "Left knee: under ultrasound the needle was advanced and Kenalog 40 mg was injected.\n"
    "Right shoulder joint: without imaging, Depo-Medrol 80 mg was injected.\n"
)
DRUG_FIRST = (
    "PROCEDURES: Left knee and right shoulder injections\n"
    "Kenalog 40 mg was injected into the left knee. Then dexamethasone 4 mg was injected into the right shoulder joint."
)

NAMELESS = [
    (NUMBERED, {"fluoroscopy triamcinolone 40 mg", "explicitly_none lidocaine, methylprednisolone 80 mg"}),
    (LETTERED, {"fluoroscopy methylprednisolone 10 mg", "fluoroscopy betamethasone 6 mg"}),
    (TWO_JOINTS, {"ultrasound triamcinolone 40 mg", "explicitly_none methylprednisolone 80 mg"}),
    (DRUG_FIRST, {"none_stated triamcinolone 40 mg", "none_stated dexamethasone 4 mg"}),
]


@pytest.mark.parametrize(("text", "told"), NAMELESS)
def test_words_without_a_name_find_their_procedure(text: str, told: set[str], shown: Show) -> None:
    answer = shown(text)
    assert {f"{p.guidance} {answer.drugs(p)}" for p in answer.result.procedures} == told
