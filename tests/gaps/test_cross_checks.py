"""Cross-checks: each says what is wrong in notes where it is, and nothing in notes where all is well."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import pytest

from cac import Coder
from cac.coder import Case
from cac.gaps.checks.stage import CrossChecks

ESI = """PROCEDURE: {title} L4-L5 transforaminal epidural steroid injection.
PREOPERATIVE DIAGNOSIS: {diagnosis}
DESCRIPTION: The patient was placed prone. The back was prepped with Betadine. Under fluoroscopic guidance a 22-gauge
spinal needle was advanced to the {body} L4-5 neural foramen. {told} Dexamethasone 10 mg was injected.
{after}
"""


def esi(
    title: str = "Right",
    diagnosis: str = "Lumbar radiculopathy.",
    body: str = "right",
    told: str = "",
    after: str = "She was discharged.",
) -> str:
    return ESI.format(title=title, diagnosis=diagnosis, body=body, told=told, after=after)


KNEE = """PROCEDURE: Left knee injection.
{told}
Under {guidance} guidance a 22-gauge needle was advanced into the left knee joint and 40 mg of Kenalog was injected.
{after}
"""


def knee(told: str = "", guidance: str = "ultrasound", after: str = "") -> str:
    return KNEE.format(told=told, guidance=guidance, after=after)


BOTOX = """PROCEDURE: Botulinum toxin injection for chronic migraine.
A {vial} of onabotulinumtoxinA was opened. With a 30-gauge needle 31 sites were injected. {sums}
"""

HERS = "She rated her pain 7. Her leg was numb. {told}"

WRONG = [
    # -- title against body
    ("title_side", esi(title="Left"), ["Left", "right"]),
    ("title_side", esi(title="Right", body="left"), ["Right", "left"]),
    ("title_side", "OPERATION: Right hip injection.\nThe left hip was prepped. Under fluoroscopy a needle was advanced "
        "into the joint and 40 mg of Kenalog was injected.", ["Right", "left"]),
    ("title_level", esi().replace("L4-L5", "L3-L4"), ["L3-L4", "L4-5"]),
    ("title_level", "PROCEDURE: Cervical epidural steroid injection at C7-T1.\nThe C5-6 interspace was entered under "
        "fluoroscopy with a Tuohy needle by loss of resistance and 80 mg of Depo-Medrol was injected.", ["C7-T1", "C5-6"]),
    ("title_guidance", "PROCEDURE: Left knee injection under ultrasound.\nA 22-gauge needle was advanced into the left knee joint "
        "without imaging and 40 mg of Kenalog was injected.", ["ultrasound", "without imaging"]),
    ("title_guidance", knee(guidance="fluoroscopic").replace("injection.", "injection under ultrasound."), ["ultrasound", "fluoroscopic"]),
    ("title_guidance", "PROCEDURE: Caudal epidural steroid injection with fluoroscopy.\nNo fluoroscopy was used. A needle was advanced "
        "through the sacral hiatus and 80 mg of Depo-Medrol was injected.", None),
    # -- diagnosis against work
    ("diagnosis_side", esi(diagnosis="Left lumbar radiculopathy."), ["Right", "Left"]),
    ("diagnosis_side", esi(diagnosis="Sciatica, left leg."), ["Right", "left"]),
    ("diagnosis_side", "PREOPERATIVE DIAGNOSIS: Osteoarthritis, right knee.\n" + knee(), ["right", "Left"]),
    ("diagnosis_region", esi(diagnosis="Cervical radiculopathy.").replace("Right", "Left").replace("right", "left"), None),
    # -- drug sums
    ("drug_sum", esi(told="A total of 4 mL consisting of 1 mL of Depo-Medrol and 2 mL of bupivacaine was prepared."), None),
    ("drug_sum", esi(told="A total volume of 3 cc composed of 2 cc of lidocaine, 2 cc of saline was drawn up."), None),
    ("drug_sum", esi(told="A 5 mL mixture of 2 mL of Kenalog and 2 mL of saline was drawn up."), None),
    ("drug_sum", esi(told="0.5 mL went into each of the 4 joints for a total of 3 mL."), None),
    ("drug_sum", esi(told="1 mL was given at each of three levels, total volume 4 cc."), None),
    ("drug_sum", esi(told="Each level got 1 mL at each level, total 2.5 mL."), None),
    ("drug_sum", esi(told="2 mL of Kenalog 40 mg/mL (40 mg) was drawn up."), None),
    ("drug_sum", esi(told="Depo-Medrol 80 mg (2 mL of 80 mg/mL) was drawn up."), None),
    ("drug_sum", BOTOX.format(vial="200-unit vial", sums="Total 155 units; 35 units were discarded."), None),
    # -- dates
    ("late", "DATE OF PROCEDURE: 03/04/2025\n" + esi(after="D: 03/11/2025  T: 03/12/2025"), ["03/04/2025", "03/11/2025"]),
    ("late", "Date of service: March 4, 2025\n" + esi(after="Electronically signed by A. Stone, MD on 03/20/2025"),
        ["March 4, 2025", "03/20/2025"]),
    ("late", "DOS: 2025-03-04\n" + esi(after="Signed electronically March 25, 2025 by A. Stone, MD"), ["2025-03-04", "March 25, 2025"]),
    ("late", "DOS: 2025-03-04\n" + esi(after="Dictated: 2025-03-06"), ["2025-03-04", "2025-03-06"]),
    ("before_service", "DOS: 03/04/2025\n" + esi(after="Dictated: 03/01/2025"), ["03/04/2025", "03/01/2025"]),
    # -- imaging
    ("imaging_record", knee(guidance="fluoroscopic"), ["fluoroscopic"]),
    ("imaging_record", "PROCEDURE: Right stellate ganglion block.\nUnder fluoroscopy a 25-gauge needle was advanced to "
        "the right C6 tubercle and 8 mL of 0.25% bupivacaine was injected.", ["fluoroscopy"]),
    # -- blanks
    ("blank", esi(after="Follow up in *** weeks."), ["***"]),
    ("blank", esi(diagnosis="____ radiculopathy."), ["____"]),
    ("blank", esi(told="The {RIGHT/LEFT:20098} foramen was seen."), ["{RIGHT/LEFT:20098}"]),
    ("blank", esi(told="Contrast: {Omnipaque|Isovue}."), ["{Omnipaque|Isovue}"]),
    ("blank", esi(after="Procedure done by [Surgeon] without difficulty."), ["[Surgeon]"]),
    ("blank", esi(after="Pain score after: ___/10"), ["___"]),
    ("blank", esi(after="He was told to rest the * leg."), ["*"]),
    ("blank", esi(after="Attested @ME@ @NOW@"), ["@ME@", "@NOW@"]),
    # -- another patient
    ("sex", esi(told=HERS.format(told="He tolerated this.")), None),
    ("sex", esi(told=HERS.format(told=""), after="He went home with his wife. He was told to use ice."), None),
    ("sex", esi(told="This 61-year-old gentleman rated his pain 6.", after="She was discharged with her driver's number."), None),
    ("sex", esi(told=HERS.format(told="History of prostate cancer.")), None),
    ("sex", "A 40-year-old male with back pain. He failed therapy. Prior hysterectomy.\n" + esi(after="Done."), None),
    ("body_part", esi(told="The right knee was prepped and draped in sterile fashion."), ["The right knee was prepped"]),
    ("body_part", esi(told="The shoulder area was cleansed with alcohol."), ["The shoulder area was cleansed"]),
    ("body_part", esi(told="His neck was sterilely prepped."), ["His neck was sterilely prepped"]),
    ("body_part", knee("The lower back was prepped with Betadine."), ["The lower back was prepped"]),
    ("body_part", knee("Prepping the neck with Betadine was followed by draping."), ["Prepping the neck"]),
]  # fmt: skip

WELL = [
    ("title_side", esi()),
    ("title_side", esi(title="Bilateral")),
    ("title_side", esi(told="He left the room smiling.", body="").replace("Right", "Right")),
    ("title_side", esi(told="The C-arm was turned to the left.")),
    ("title_side", esi(body="").replace("prone.", "prone with the left arm over the head.")),
    ("title_side", esi(body="").replace("placed prone", "placed on the left side")),
    ("title_side", esi(body="").replace("needle was advanced", "needle was advanced at right angles")),
    ("title_level", esi()),
    ("title_level", esi(told="The L3-4 level was counted from the sacrum.")),
    ("title_level", "PROCEDURE: Lysis of adhesions at L5-S1.\nA catheter was advanced from the S3 foramen to L5-S1 under "
        "fluoroscopy. Hypertonic saline 10 mL was injected."),
    ("title_guidance", esi()),
    ("title_guidance", knee(told="A scout film was taken.").replace("injection.", "injection under ultrasound.")),
    ("drug_sum", esi(told="2 mL of a solution of 3 mL of Kenalog and 3 mL of saline was given.")),
    ("drug_sum", esi(told="A 4 mL solution of 2 mL of Kenalog and 2 mL of saline was drawn up.")),
    ("drug_sum", esi(told="0.5 mL went into each of the 4 joints for a total of 2 mL.")),
    ("sex", esi(told=HERS.format(told=""), after="Her husband drove. He was given the sheet.")),
    ("sex", esi(told=HERS.format(told=""), after="The nurse went over the plan. He answered all questions.")),
    ("title_guidance", "PROCEDURES: 1. Left sacroiliac joint injection under fluoroscopy. 2. Left trochanteric bursa injection.\nUnder "
        "fluoroscopy a needle was advanced into the joint and 40 mg of Kenalog was injected. The bursa was injected with 40 mg "
        "of Kenalog without imaging."),
    ("title_guidance", "PROCEDURE: Left knee injection.\nBy landmarks a 22-gauge needle was advanced into the left knee joint and 40 mg "
        "of Kenalog was injected."),
    ("diagnosis_side", esi(diagnosis="Right lumbar radiculopathy.")),
    ("diagnosis_side", esi(diagnosis="Lumbar radiculopathy.")),
    ("diagnosis_side", esi(diagnosis="Radiculopathy, left greater than right.")),
    ("diagnosis_side", esi(diagnosis="Bilateral radiculopathy.")),
    ("diagnosis_side", esi(diagnosis="MRI shows a left protrusion, but the pain is on the other side.")),
    ("diagnosis_side", esi(diagnosis="Lumbar radiculopathy.\nHISTORY: Left knee replacement.")),
    ("diagnosis_side", "PREOPERATIVE DIAGNOSIS: Left leg pain.\nPROCEDURE: Spinal cord stimulator trial.\nA lead was "
        "placed through a needle from the right to T8."),
    ("diagnosis_region", esi()),
    ("diagnosis_region", esi(diagnosis="Lumbar radiculopathy; cervical spondylosis.")),
    ("drug_sum", esi(told="A total of 3 mL consisting of 1 mL of Depo-Medrol and 2 mL of bupivacaine was prepared.")),
    ("drug_sum", esi(told="A total of 3 mL consisting of Depo-Medrol 80 mg and 2 mL of bupivacaine was prepared.")),
    ("drug_sum", esi(told="1 mL was given at each level, 3 mL in all.")),
    ("drug_sum", esi(told="0.5 mL was given at each level, total 1.5 mL.")),
    ("drug_sum", esi(told="2 mL of Kenalog 40 mg/mL (80 mg) was drawn up.")),
    ("drug_sum", esi(told="1.5 mL of Kenalog 40 mg/mL was drawn up, 60 mg.")),
    ("drug_sum", BOTOX.format(vial="200-unit vial", sums="Total 155 units; 45 units were discarded.")),
    ("drug_sum", BOTOX.format(vial="200 U vial", sums="Total given 155 U    Discarded 45 U")),
    ("drug_sum", BOTOX.format(vial="100-unit vial", sums="Total 155 units; 45 units were discarded.")),
    ("late", "DATE OF PROCEDURE: 03/04/2025\n" + esi(after="D: 03/04/2025  T: 03/09/2025")),
    ("late", "DOS: 03/04/2025\n" + esi(after="Electronically signed by A. Stone, MD on 03/06/2025")),
    ("late", "DOS: 03/04/2025\nDOB: 02/01/1960\nMRI dated 01/02/2025.\n" + esi(after="Next appointment: 04/01/2025")),
    ("late", "Date: 03/04/2025\n" + esi(after="A second report of 05/06/2025 is filed.")),
    ("late", "DOS: 03/04/2025\n" + esi(after="Signed 1/2, ratio 3/4, tel 555-12-3456.")),
    ("before_service", "DOS: 03/04/2025\n" + esi(after="Dictated: 03/04/2025")),
    ("imaging_record", knee(after="The image was saved to PACS.")),
    ("imaging_record", knee(guidance="palpation")),
    ("imaging_record", esi()),  # inside the code: a gap of the checklist
    ("blank", esi()),
    ("blank", "*** INTERVENTIONAL SPINE CENTER ***\n" + esi()),
    ("blank", "______________________________\n" + esi(after="____________\nA. Stone, MD")),
    ("blank", esi(after="Mrs. ___ went home. Copy to Dr. ____.")),
    ("blank", esi(after="Side: Left ____  Right __X__")),
    ("blank", esi(after="Contrast: [x] Omnipaque  [ ] other: ____")),
    ("blank", esi(after="Call (___) ___-____ with questions.")),
    ("blank", esi(after="Laterality {Right/Left/Bilateral: Right}")),
    ("blank", esi(after="Patient signature ____________")),
    ("blank", esi(after="[SIDE] Right\n[NERVE] L4")),
    ("blank", esi(after="By [NAME], M.D., on [DATE].")),
    ("sex", esi(told=HERS.format(told="Her husband said that he will drive."))),
    ("sex", esi(told=HERS.format(told="Dr. Stone saw her last week. He asked for this block."))),
    ("sex", esi(told="The patient confirmed his/her name. She understood the risks to her nerves. He or she may call.")),
    ("sex", esi(told=HERS.format(told="MS Contin was stopped. The male connector was fixed."))),
    ("sex", esi(told=HERS.format(told="Her mother had ovarian cancer, her father prostate cancer."))),
    ("body_part", esi()),
    ("body_part", knee("The left knee was prepped with Betadine.")),
    ("body_part", esi(told="A pillow was placed under the knees. The pain goes to the right knee.")),
    ("body_part", esi().replace("The back was prepped", "The lower back was prepped")),
    ("body_part", "PROCEDURE: Left sacroiliac joint injection.\nThe lower back was prepped. Under fluoroscopy a needle was "
        "advanced into the joint and 40 mg of Kenalog was injected."),
    ("body_part", "PROCEDURE: Right stellate ganglion block.\nThe neck was prepped. Under fluoroscopy a needle was advanced "
        "to C6 and 8 mL of 0.25% bupivacaine was injected."),
    ("body_part", "PROCEDURE: Left genicular nerve block.\nThe left knee was prepped. Under fluoroscopy the superolateral, "
        "superomedial and inferomedial genicular nerves were injected with 1 mL of bupivacaine each."),
    ("body_part", "PROCEDURE: Trigger point injections, trapezius.\nThe neck was prepped and 1 mL of lidocaine was injected "
        "into the right trapezius."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "text", "words"), WRONG)
def test_what_cannot_be_right_is_told_with_every_place(
    coder: Coder, check: str, text: str, words: list[str] | None
) -> None:
    found = [c for c in coder.code(text).cross_checks if c.check == check]
    assert len(found) == 1, coder.code(text).cross_checks
    evidence = found[0].evidence
    assert evidence
    assert all(text[e.start : e.end] == e.text for e in evidence)
    assert [e.start for e in evidence] == sorted(e.start for e in evidence)
    if words is not None:
        assert set(words) <= {e.text for e in evidence}
    assert "{" not in found[0].message


@pytest.mark.parametrize(("check", "text"), WELL)
def test_what_agrees_is_not_told(coder: Coder, check: str, text: str) -> None:
    assert [c.message for c in coder.code(text).cross_checks if c.check == check] == []


@pytest.mark.parametrize("text", [text for _, text, _ in WRONG])
def test_no_line_status_or_missing_fact_hangs_on_a_cross_check(
    coder: Coder, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_checks = coder.code(text)
    monkeypatch.setattr(CrossChecks, "__call__", lambda self, case: [])
    without = coder.code(text)
    same = ("status", "reason", "lines", "missing", "conflicts", "review", "refused", "findings")
    assert [getattr(with_checks, name) for name in same] == [getattr(without, name) for name in same]
    assert [a.status for a in with_checks.checklist] == [a.status for a in without.checklist]


@pytest.mark.parametrize(
    ("text", "element"),
    [
        (esi(title="Left"), "laterality"),
        (esi(diagnosis="Left lumbar radiculopathy."), "laterality"),
        (esi().replace("L4-L5", "L3-L4"), "levels"),
        (esi(told="2 mL of Kenalog 40 mg/mL (40 mg) was drawn up."), "drug_dose"),
    ],
)
def test_its_element_is_contradicted(coder: Coder, text: str, element: str) -> None:
    told = {answer.element: answer.contradicted for answer in coder.code(text).checklist}
    assert told[element]
    assert sum(told.values()) == 1


def test_a_note_without_work_is_not_checked(coder: Coder) -> None:
    assert coder.code("DOS: 03/04/2025\nDictated 03/20/2025\nOffice visit. Follow up in *** weeks.").cross_checks == ()


def test_windows_touch_as_one() -> None:
    from cac.gaps.checks.case import windows

    assert list(windows("abc x def x ghi", ["x"], 3)) == [(1, 13)]
    assert list(windows("x" + " " * 50 + "x", ["x"], 5)) == [(0, 5), (46, 52)]
    assert list(windows("nothing", ["x"], 5)) == []
    assert Case._fields[0] == "reading"
