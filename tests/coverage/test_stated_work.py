"""Work told in words that no list foresaw: what is proven is coded, what is open is named."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cac import Coder

MIGRAINE = [
    ("Dx: chronic migraine. PROCEDURE: Botox injections. 155 units injected.", [], "target"),
    ("PROCEDURE: Botox. 155 units injected in forehead, temples, occiput, neck and trapezius.", ["64615"], ""),
    ("PROCEDURE: Botox. 155 units injected at 31 injection points.", ["64615"], ""),
    ("PROCEDURE: Botox for chronic migraine. 155 units injected.", ["64615"], ""),
]


@pytest.mark.parametrize(("note", "codes", "missing"), MIGRAINE)
def test_toxin_without_the_name_of_the_protocol(note: str, codes: list[str], missing: str, coder: Coder) -> None:
    result = coder.code(note)
    assert [line.code for line in result.lines] == codes
    assert list(result.missing) == [missing] * bool(missing)
    assert result.status == ("review" if missing else "ready")


ROOM = "Dx: left lumbar radiculopathy. PROCEDURE: Left L5-S1 transforaminal epidural steroid injection, ABORTED. "
PRONE = "The patient was brought to the procedure room and placed prone. "
STOPPED = [
    (ROOM + PRONE + "Before any sedation or local anesthetic was given, BP was 220/120 and the procedure was terminated.", "64483-73-LT"),
    (ROOM + PRONE + "No sedation or local anesthetic had been given when she had chest pain, and it was aborted.", "64483-73-LT"),
    (ROOM + PRONE + "Sedation was not given. BP was 220/120 and the procedure was aborted.", "64483-73-LT"),
    (ROOM + PRONE + "Sedation was given. She had chest pain and the procedure was aborted.", "64483-74-LT"),
    (ROOM + PRONE + "Before the procedure sedation was given. She had chest pain and it was aborted.", "64483-74-LT"),
    ("PROCEDURE: Planned left L5-S1 transforaminal epidural steroid injection. The patient was taken to the procedure room. "
     "Before any anesthesia was given the blood pressure was 220/120 and the procedure was cancelled.", "64483-73-LT"),
    ("PROCEDURE: Left L5-S1 TFESI aborted. In the procedure room, before any anesthesia, BP was 220/120 and it was aborted.", "64483-73-LT"),
    ("Dx: lumbar radiculopathy left. Patient in procedure room, prone. Prior to induction of anesthesia, patient had chest pain. "
     "L5-S1 interlaminar epidural was cancelled for patient safety.", "62322-73"),
    ("PROCEDURE: Planned left L5-S1 TFESI. Patient refused in the waiting room; procedure cancelled.", ""),
    ("PLAN: left L5-S1 TFESI next week. The appointment of today was cancelled.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("note", "line"), STOPPED)
def test_stopped_before_any_needle(note: str, line: str, coder: Coder) -> None:
    facility = coder.code(note, context={"payer": "medicare_asc", "place_of_service": "24"})
    assert ["-".join((one.code, *one.modifiers)) for one in facility.lines] == [line] * bool(line)
    assert facility.status == ("review" if line else "not_a_procedure")
    assert coder.code(note).status == "not_a_procedure"


STENOSIS = "Dx: Lumbar spinal stenosis, neurogenic claudication L4-5. PROCEDURE: "
MILD = [
    (STENOSIS + "MILD at L4-5 bilateral. Under fluoroscopy ligamentum flavum debulked both sides.", ["62330"]),
    (
        STENOSIS
        + "MILD L4-5 bilateral. Under fluoroscopy the hypertrophic ligamentum flavum was debulked on both sides.",
        ["62330"],
    ),
    (
        STENOSIS + "MILD, L4-5, bilateral. Bone rongeur and tissue sculpter were used under fluoroscopy on both sides.",
        ["62330"],
    ),
    (
        "Dx: mild lumbar stenosis. PROCEDURE: L4-5 interlaminar epidural steroid injection under fluoroscopy. Mild ligamentum flavum "
        "thickening was seen. 80 mg of Depo-Medrol was injected.",
        ["62323"],
    ),
    ("MRI LUMBAR SPINE. Mild ligamentum flavum hypertrophy at L4-5, mild stenosis.", []),
    ("Follow up visit. He has mild pain at L4-5 bilaterally. Exam: mild tenderness. Continue therapy.", []),
]


@pytest.mark.parametrize(("note", "codes"), MILD)
def test_mild_is_a_name_only_beside_its_work(note: str, codes: list[str], coder: Coder) -> None:
    assert [line.code for line in coder.code(note, context={"date_of_service": "2026-03-01"}).lines] == codes


KNEE = "Dx: right knee osteoarthritis. PROCEDURE: Right genicular "
GENICULAR = [
    (
        KNEE + "nerve block under fluoroscopy. Needles were placed and 1 mL 0.5% bupivacaine was injected.",
        "64454-RT",
        ["count"],
    ),
    (
        KNEE + "nerve block under fluoroscopy. Superior medial genicular nerve was injected with bupivacaine.",
        "64454-52-RT",
        [],
    ),
    (
        KNEE + "nerve block under fluoroscopy. Only two genicular branches were injected with bupivacaine.",
        "64454-52-RT",
        [],
    ),
    (KNEE + "nerve block under fluoroscopy. Three genicular branches were injected with bupivacaine.", "64454-RT", []),
    (KNEE + "radiofrequency ablation under fluoroscopy at 80 degrees for 90 seconds.", "64624-RT", ["count"]),
    (
        KNEE + "radiofrequency ablation under fluoroscopy. One genicular branch was lesioned at 80 degrees.",
        "64624-52-RT",
        [],
    ),
]


@pytest.mark.parametrize(("note", "line", "missing"), GENICULAR)
def test_genicular_branches_are_proven_or_asked_for(note: str, line: str, missing: list[str], coder: Coder) -> None:
    result = coder.code(note)
    assert ["-".join((one.code, *one.modifiers)) for one in result.lines] == [line]
    assert list(result.missing) == missing


LEADS = "Dx: failed back surgery syndrome. PROCEDURE: Permanent spinal cord stimulator implant. Two percutaneous leads placed under fluoroscopy to T8. "
GENERATOR = [
    (LEADS + "A battery was implanted in the left flank.", ["63650", "63685"], []),
    (LEADS + "Battery implanted in the left flank.", ["63650", "63685"], []),
    (LEADS + "Pocket made in left flank, pulse generator implanted and connected.", ["63650", "63685"], []),
    (LEADS + "The pulse generator was from Boston Scientific.", ["63650"], ["device"]),
    (LEADS + "The pulse generator will be placed next week.", ["63650"], []),
]


@pytest.mark.parametrize(("note", "codes", "missing"), GENERATOR)
def test_a_generator_is_proven_or_asked_for(note: str, codes: list[str], missing: list[str], coder: Coder) -> None:
    result = coder.code(note)
    assert [line.code for line in result.lines] == codes
    assert list(result.missing) == missing
    assert result.status == ("review" if missing else "ready")
