"""Headers of notes, and which characters stand under which."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from cac.nlp.sections import HeaderWords, find_sections
from cac.nlp.vocabulary import vocabulary

WORDS = HeaderWords.of(vocabulary())


def sections(text: str) -> list[tuple[str, str]]:
    found = [(span.name, text[span.body : span.end].strip(" \n*")) for span in find_sections(text, WORDS)]
    return [(name, words) for name, words in found if name or words.strip("#-0123456789.")]


TITLE, BODY, DX = "procedure_title", "procedure_body", "diagnosis"
TABLE = [
    ("No header here at all.", [("", "No header here at all.")]),
    ("PROCEDURE: Left knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURE:: Left knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURE : Left knee injection", [(TITLE, "Left knee injection")]),
    ("Procedure:Left knee injection", [(TITLE, "Left knee injection")]),
    ("**PROCEDURE:** Left knee injection", [(TITLE, "Left knee injection")]),
    ("# Procedure: Left knee injection", [(TITLE, "Left knee injection")]),
    ("- Procedure: Left knee injection", [(TITLE, "Left knee injection")]),
    ("1. PROCEDURE: Left knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURE\nLeft knee injection", [(TITLE, "Left knee injection")]),
    ("Procedure Performed\nLeft knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURE(S): Left knee injection", [(TITLE, "Left knee injection")]),
    ("Procedure(s) Performed: Left knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURES PERFORMED:\n1. Left knee injection\n2. Right knee injection", [
        (TITLE, "1. Left knee injection\n2. Right knee injection")]),
    ("Procedure - Left knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURE - Left knee injection", [(TITLE, "Left knee injection")]),
    ("PROCEDURE     Left knee injection", [(TITLE, "Left knee injection")]),
    ("Procedure .......... Left knee injection", [(TITLE, "Left knee injection")]),
    ("PREOPERATIVE DIAGNOSIS: Low back pain\nPOSTOPERATIVE DIAGNOSIS: Same\nPROCEDURE: Caudal epidural", [
        (DX, "Low back pain"), (DX, "Same"), (TITLE, "Caudal epidural")]),
    ("PRE-OP DX: pain\nPROCEDURE: Caudal", [(DX, "pain"), (TITLE, "Caudal")]),
    ("PROCEDURE: Caudal epidural.  ANESTHESIA: Local.  COMPLICATIONS: None.", [
        (TITLE, "Caudal epidural."), ("anesthesia", "Local."), ("outcome", "None.")]),
    ("Procedure: Caudal epidural. Complications: None.", [(TITLE, "Caudal epidural."), ("outcome", "None.")]),
    ("Seen today. PLAN: Return for a caudal.", [("", "Seen today."), ("plan", "Return for a caudal.")]),
    ("Side: Right  Levels treated: L4-5", [(TITLE, "Right"), (TITLE, "L4-5")]),
    ("DESCRIPTION OF PROCEDURE: The needle was placed.", [(BODY, "The needle was placed.")]),
    ("TECHNIQUE:\nThe needle was placed.\n\nIt was removed.", [(BODY, "The needle was placed.\n\nIt was removed.")]),
    ("Procedure in Detail:\nThe needle was placed.", [(BODY, "The needle was placed.")]),
    ("HPI: Back pain.\nPLAN: Return for an epidural.", [("history", "Back pain."), ("plan", "Return for an epidural.")]),
    ("INDICATIONS: Pain.\nCONSENT: Obtained.", [(DX, "Pain."), ("consent", "Obtained.")]),
    ("PROCEDURE: Left knee injection\n\nThe knee was cleaned and injected.", [
        (TITLE, "Left knee injection"), ("", "The knee was cleaned and injected.")]),
    ("COMPLICATIONS: None\n\nThe patient left the room.", [("outcome", "None"), ("", "The patient left the room.")]),
    ("Words before.\nPROCEDURE: Caudal", [("", "Words before."), (TITLE, "Caudal")]),
    ("FAVOURITE COLOUR: Red", [("unknown", "Red")]),
    ("SURGEON: A. Ray\nPROCEDURE: Caudal", [("background", "A. Ray"), (TITLE, "Caudal")]),
    ("INTERPRETATION: Good spread.", [("findings", "Good spread.")]),
    ("CPT CODES: 64483", [("codes", "64483")]),
    # colons that head nothing
    ("The ratio was 1:1 and the time 10:30.", [("", "The ratio was 1:1 and the time 10:30.")]),
    ("We then injected the following drugs: Kenalog and lidocaine.", [
        ("", "We then injected the following drugs: Kenalog and lidocaine.")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_sections(text: str, expected: list[tuple[str, str]]) -> None:
    assert sections(text) == expected


def test_a_header_without_capitals() -> None:
    assert sections("procedure: left knee injection") == [(TITLE, "left knee injection")]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("OPERATION", TITLE), ("NAME OF PROCEDURE", TITLE), ("TITLE OF OPERATION", TITLE), ("LEVELS TREATED", TITLE),
        ("MEDICATIONS INJECTED", TITLE), ("IMAGING GUIDANCE", TITLE), ("PROCEDURE NOTE", BODY), ("OPERATIVE REPORT", BODY),
        ("DETAILS OF PROCEDURE", BODY), ("POSITIONING", BODY), ("ADDENDUM", BODY), ("LATE ENTRY", BODY),
        ("FLUOROSCOPY FINDINGS", "findings"), ("POSTPROCEDURE DIAGNOSIS", DX), ("MEDICAL NECESSITY", DX),
        ("PAST MEDICAL HISTORY", "history"), ("CHIEF COMPLAINT", "history"), ("INTERVAL HISTORY", "history"),
        ("RECOMMENDATIONS", "plan"), ("PLANNED PROCEDURE", "planned_procedure"), ("NEXT VISIT", "plan"), ("ASSESSMENT AND PLAN", "plan"),
        ("INFORMED CONSENT", "consent"), ("RISKS AND BENEFITS", "consent"), ("PHYSICAL EXAMINATION", "exam"),
        ("ALLERGIES", "background"), ("EBL", "background"), ("TIME OUT", "background"), ("ANAESTHESIA", "anesthesia"),
        ("MODERATE SEDATION", "anesthesia"), ("DISPOSITION", "followup"), ("POST-PROCEDURE INSTRUCTIONS", "followup"),
        ("CONDITION AT DISCHARGE", "outcome"), ("BILLING CODES", "codes"), ("SUPERBILL", "codes"),
        ("ELECTRONICALLY SIGNED BY", "signature"), ("PAIN SCORE", "pain_scores"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["{}: words", "{}::words", "{}\nwords and more", "{} :\nwords"])
def test_header_forms(header: str, name: str, form: str) -> None:
    text = form.format(header)
    assert find_sections(text, WORDS)[0].name == name
    assert find_sections(text.title(), WORDS)[0].name == name or "\n" in form


def test_offsets_and_medspacy_sections(nlp: Language) -> None:
    text = "Intro words.\nPREOPERATIVE DIAGNOSIS: Pain.\nPROCEDURE: Left knee injection.\n\nThe knee was injected.\n"
    doc = nlp(text)
    assert [section.category for section in doc._.sections] == [None, DX, TITLE, None]
    for section, span in zip(doc._.sections, doc._.cac_reading.sections, strict=True):
        low, high = section.body_span
        assert doc[low:high].text.strip() == text[span.body : span.end].strip()
        if span.name:
            low, high = section.title_span
            assert doc[low:high].text.strip() == text[span.start : span.body].strip()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "PROCEDURE: ",
                "Plan:",
                "\n",
                "\n\n",
                "The needle was placed. ",
                "L4-5",
                ":",
                "::",
                "- ",
                "HISTORY\n",
                "....",
                "[x] ",
            ]
        ),
        max_size=14,
    )
)
def test_sections_cover_the_text_once(parts: list[str]) -> None:
    text = "".join(parts)
    position = 0
    for span in find_sections(text, WORDS):
        assert span.start == position
        assert span.start <= span.body <= span.end
        position = span.end
    assert position == len(text)
