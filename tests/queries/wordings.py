"""Neutral questions as other people word them: none of them may be refused. The notes are made up."""

from __future__ import annotations

from typing import Any

TFESI = """PROCEDURE NOTE
Patient: Testcase, A.
Date of service: 01/15/2026
PROCEDURE: Lumbar transforaminal epidural steroid injection, L4-5.
INDICATION: radicular leg pain.
The patient was placed prone. A 22 gauge needle was advanced to the foramen under imaging. After negative aspiration the
medication was injected. The patient tolerated this.
"""
MBB = """OPERATIVE REPORT 2026-01-20
Procedure performed: medial branch blocks under fluoroscopy, lumbar.
Each target was reached with a 25G needle; 0.5 mL of bupivacaine was given at each. PLAN: diary.
"""
SIJ = """TITLE: Left sacroiliac joint injection
Prone position. The right sacroiliac joint was entered under fluoroscopic guidance with a 22 gauge needle.
Contrast filled the joint. Depo-Medrol 40 mg and bupivacaine were injected. No complications.
"""
TPI = """Trigger point injections today. Cervical and upper back muscles with taut bands were injected with 1% lidocaine using a
27 gauge needle. Band-aids applied. She felt looser afterwards.
"""
PUMP = """Intrathecal pump refill. Under sterile technique the reservoir was accessed and emptied. New drug was instilled. Alarm
date given to the patient.
"""


def question(note: str, quotes: list[str], title: str, body: str, options: list[str], **more: Any) -> dict[str, Any]:
    """A question as JSON; the places of the quotes are looked up in the note."""
    placed = [{"start": note.index(text), "end": note.index(text) + len(text), "text": text} for text in quotes]
    kind = "multiple" if options else "open"
    return {"title": title, "body": body, "options": options, "quotes": placed, "note": note, "kind": kind, **more}


CLEAN: dict[str, dict[str, Any]] = {
    "side, multiple choice": question(
        TFESI,
        ["Lumbar transforaminal epidural steroid injection, L4-5."],
        "Clarification: side of the injection",
        "Your procedure note does not state on which side the injection was performed. Based on your recollection and "
        "clinical judgment, which side was treated? If clinically appropriate, please answer in a dated and signed "
        "addendum; the original note is not to be changed.",
        ["Left", "Right", "Bilateral", "Other (please specify): ______", "Unable to determine / not performed"],
        element="laterality",
        family="transforaminal_esi",
        rule="missing/laterality",
    ),
    "side, right before left": question(
        TFESI,
        ["Lumbar transforaminal epidural steroid injection"],
        "Laterality",
        "The passage quoted gives the procedure without a side. Please indicate the side treated, and, when you judge it "
        "clinically appropriate, record it in an addendum that you sign and date on the day you write it.",
        [
            "Right side",
            "Left side",
            "Both sides",
            "Other",
            "Cannot be determined",
        ],
        element="laterality",
        rule="tfesi-12",
    ),
    "side, open, note silent": question(
        TPI,
        [],
        "Side of treatment",
        "The note is silent about the side that was treated. In your own words, which side or sides were injected? If you "
        "consider it clinically appropriate, please write a signed addendum with today's date.",
        [],
        element="side",
    ),
    "levels, open": question(
        MBB,
        ["medial branch blocks under fluoroscopy, lumbar"],
        "Spinal levels",
        "The operative report of 2026-01-20 does not name the levels at which the blocks were done. At which levels were "
        "they performed? Please respond with a dated, signed addendum if clinically appropriate.",
        [],
        element="levels",
        family="medial_branch_block",
    ),
    "levels, full list": question(
        MBB,
        ["medial branch blocks under fluoroscopy, lumbar"],
        "Which levels were treated?",
        "We could not find the treated levels in this report. Please mark all that apply. Should you find it clinically "
        "appropriate, kindly add a signed and dated addendum.",
        ["L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1", "Other", "Unable to determine"],
        element="levels",
    ),
    "nerves or joints": question(
        MBB,
        ["Each target was reached with a 25G needle"],
        "Nerves treated",
        'The report says "Each target was reached with a 25G needle" and does not name the nerves. Which nerves were '
        "treated? If clinically appropriate, document your answer in an addendum, signed and dated.",
        [],
        element="target",
    ),
    "guidance": question(
        TPI,
        ["using a\n27 gauge needle"],
        "Imaging guidance",
        "It is not documented how the needle was guided. Which of these describes what was done? When clinically "
        "appropriate, please give your answer as a dated addendum with your signature.",
        [
            "Computed tomography",
            "Fluoroscopy",
            "Ultrasound",
            "No imaging was used",
            "Other, please describe",
            "Unable to determine",
        ],
        element="guidance",
    ),
    "guidance, words for none": question(
        TFESI,
        ["advanced to the foramen under imaging"],
        "Kind of imaging",
        'Your note states "advanced to the foramen under imaging" without naming the kind. What kind of imaging was used, '
        "if any? Please answer by a signed, dated addendum where clinically appropriate. Do not alter the original entry.",
        ["Fluoroscopy", "CT", "Ultrasound", "Not used", "Other", "Unable to determine or not performed"],
        element="imaging",
    ),
    "guidance, open": question(
        TPI,
        [],
        "Imaging",
        "The note does not mention imaging. Please describe the imaging guidance used, or state that none was used. If "
        "clinically appropriate, do so in an addendum that is dated and signed.",
        [],
        element="guidance_modality",
    ),
    "contrast": question(
        TFESI,
        ["After negative aspiration the\nmedication was injected"],
        "Contrast",
        "No statement about contrast material was found. What do you recall? Please reply, if clinically appropriate, with "
        "a dated and signed addendum.",
        [
            "Contrast was given (please name agent and amount)",
            "Contrast was not used",
            "Other",
            "I am unable to determine this",
        ],
        element="contrast",
    ),
    "contrast, open": question(
        TFESI,
        ["After negative aspiration"],
        "Use of contrast",
        "This passage does not say whether contrast was used. Please describe whether contrast was used and, if so, which "
        "agent and where it spread; if none was used, please say so. If clinically appropriate, please make a dated and "
        "signed addendum.",
        [],
        element="contrast",
    ),
    "sedation": question(
        TFESI,
        ["The patient was placed prone."],
        "Sedation",
        "There is no mention of sedation or anesthesia. Which of the following applies? Answer, if clinically "
        "appropriate, in a signed and dated addendum.",
        [
            "Local anesthetic only",
            "Minimal sedation",
            "Moderate sedation",
            "Deep sedation",
            "No sedation was given",
            "Other",
            "Unable to determine",
        ],
        element="sedation",
    ),
    "sedation times": question(
        TFESI,
        ["The patient was placed prone."],
        "Sedation times",
        "If sedation was given, what were its start and stop times, and who watched the patient? If sedation was not used, "
        "please say so. A dated and signed addendum is requested if clinically appropriate.",
        [],
        element="sedation_time",
    ),
    "drug": question(
        PUMP,
        ["New drug was instilled."],
        "Drug in the reservoir",
        'The note reads "New drug was instilled." Which drug was instilled, with its dose and concentration? If clinically '
        "appropriate, please document this in a signed and dated addendum.",
        [],
        element="drug_name",
    ),
    "dose": question(
        TPI,
        ["were injected with 1% lidocaine"],
        "Amount injected",
        "How much was injected at each site? The note does not give the amount. If clinically appropriate, please add an "
        "addendum with date and signature.",
        [],
        element="drug_dose",
    ),
    "concentration with options": question(
        MBB,
        ["0.5 mL of bupivacaine was given at each"],
        "Concentration",
        "The concentration is not recorded. Which concentration was used? If clinically appropriate, reply by dated, signed "
        "addendum.",
        ["0.25 %", "0.5 %", "0.75 %", "Other", "Unable to determine"],
        element="drug_concentration",
    ),
    "who": question(
        PUMP,
        ["the reservoir was accessed and emptied"],
        "Who refilled the pump",
        "The quoted sentence does not tell who accessed the reservoir. Who performed the refill? Please answer in a dated "
        "and signed addendum, if clinically appropriate.",
        ["Physician", "Nurse under supervision", "Other clinician", "Unable to determine"],
        element="who_performed",
    ),
    "muscles": question(
        TPI,
        ["Cervical and upper back muscles with taut bands were injected"],
        "Muscles",
        "Which muscles were injected, and how many? Their names are not given. If it is clinically appropriate, please "
        "provide them in an addendum bearing today's date and your signature.",
        [],
        element="count",
    ),
    "conflict of sides": question(
        SIJ,
        ["Left sacroiliac joint injection", "The right sacroiliac joint was entered"],
        "Two statements about the side",
        "Two passages of this note give different sides; both are quoted here. Please clarify which side was treated. If "
        "clinically appropriate, write a dated and signed addendum. Please do not edit the original note.",
        ["Left", "Right", "Both", "Other", "Unable to determine / not performed"],
        element="laterality",
        rule="conflict/laterality",
    ),
    "conflict, open, quotes in the body": question(
        SIJ,
        ["Left sacroiliac joint injection", "The right sacroiliac joint was entered"],
        "Clarification of the side",
        'The heading reads "Left sacroiliac joint injection". The description reads "The right sacroiliac joint was '
        'entered". These do not agree. Which side was treated? Please answer with an addendum, dated and signed, if '
        "clinically appropriate.",
        [],
        element="laterality",
        rule="conflict/laterality",
    ),
    "yes or no about what is documented": question(
        SIJ,
        ["Contrast filled the joint."],
        "Confirmation",
        'The note says "Contrast filled the joint." Is this statement correct? If clinically appropriate, please reply in '
        "a dated and signed addendum.",
        [],
        element="interpretation",
    ),
    "image record": question(
        SIJ,
        ["was entered under fluoroscopic guidance"],
        "Image record",
        "Whether an image was kept is not stated. What happened to the images of the needle? Please answer, if clinically "
        "appropriate, in a signed addendum with its date.",
        ["An image was kept (please say where)", "No image was kept", "Other", "Unable to determine"],
        element="image_saved",
    ),
    "prior treatment": question(
        TFESI,
        ["INDICATION: radicular leg pain."],
        "Earlier treatment",
        "The note does not describe what was tried before this procedure. Which treatments were tried, for how long, and "
        "with what result? If clinically appropriate, please document this in a dated, signed addendum.",
        [],
        element="prior_treatment",
    ),
    "pain rating": question(
        TFESI,
        ["The patient tolerated this."],
        "Pain before and after",
        "What was the patient's pain rating before the procedure, on a scale from 0 to 10? It was not recorded. If "
        "clinically appropriate, please state it in a signed and dated addendum.",
        [],
        element="pain_score",
    ),
    "pain score by that name": question(
        TFESI,
        ["The patient tolerated this."],
        "Pain score after the procedure",
        "The pain score after the procedure is not in the note. What was it? If clinically appropriate, please give it in a "
        "signed and dated addendum.",
        [],
        element="post_pain_score",
    ),
    "indication": question(
        MBB,
        ["medial branch blocks under fluoroscopy, lumbar"],
        "Reason for the procedure",
        "The report lacks the diagnosis or symptom for which this was done. What was the indication? If clinically "
        "appropriate, please answer through a dated and signed addendum.",
        [],
        element="indication",
    ),
    "complications": question(
        TPI,
        ["Band-aids applied."],
        "Course",
        "How was the procedure tolerated, and were there any complications? If there were none, please state so. If "
        "clinically appropriate, please add a signed and dated addendum.",
        [],
        element="complications",
    ),
    "consent": question(
        TPI,
        ["Trigger point injections today."],
        "Consent",
        "The note is silent on informed consent. Please describe how consent was handled. If clinically appropriate, an "
        "addendum with date and signature is requested.",
        [],
        element="consent",
    ),
    "approach": question(
        "Lumbar epidural steroid injection at L4-5 under fluoroscopy. Tuohy needle. Steroid injected.",
        ["Lumbar epidural steroid injection at L4-5"],
        "Approach",
        "Which approach was taken to the epidural space? The note does not describe it. If clinically appropriate, please "
        "document your answer in a dated and signed addendum.",
        ["Caudal", "Interlaminar", "Transforaminal", "Other", "Unable to determine"],
        element="approach_technique",
    ),
    "temperature": question(
        "Radiofrequency of the lumbar medial branches, right L3, L4, L5. Lesions of 90 seconds.",
        ["Lesions of 90 seconds."],
        "Lesion temperature",
        "The lesion temperature is not stated. What temperature was reached? Please give it in a dated and signed addendum "
        "if clinically appropriate.",
        [],
        element="temperature",
    ),
    "visit of a date, as a date only": question(
        TFESI,
        ["PROCEDURE: Lumbar transforaminal epidural steroid injection, L4-5."],
        "Procedure of 01/15/2026",
        "In the note for the visit of 01/15/2026 the side is not given. Which side was treated? Kindly reply within 7 days; "
        "if clinically appropriate, with a dated and signed addendum.",
        ["Left", "Right", "Both", "Other", "Unable to determine"],
        element="laterality",
    ),
    "quote with a money word of the note": question(
        "Right knee injection. Patient asked about cost. Depo-Medrol was given.",
        ["Patient asked about cost. Depo-Medrol was given."],
        "Amount",
        "What amount was given? The note does not state it. If clinically appropriate, please answer in a dated, signed "
        "addendum.",
        [],
        element="drug_dose",
    ),
}

CLEAN_LETTERS: dict[str, str] = {
    "subject, bullets": """Subject: Clarification of side

Dear Dr. Smith,

In your procedure note of January 15, 2026 you write: "Transforaminal epidural steroid injection, L4-5." The note does not
state which side was treated.

Which side was treated?

- Left
- Right
- Both sides
- Other: ____________
- Unable to determine / not performed

If clinically appropriate, please answer in an addendum to the note, dated and signed by you.

Thank you,
Jane Roe
Clinical documentation
""",
    "first line, boxes": """Clarification request: imaging guidance
The note reads "needle advanced to the joint". How the needle was guided is not documented.
Please choose one:
[ ] Computed tomography
[ ] Fluoroscopy
[ ] Ultrasound
[ ] Not used
[ ] Other (please specify)
[ ] Unable to determine
Please document your response in a signed and dated addendum, if clinically appropriate.
""",
    "boxes in one line": """Side of the injection

Your note says "sacroiliac joint injection". The side is not mentioned. Which side was it?

( ) Left   ( ) Right   ( ) Bilateral   ( ) Other   ( ) Unable to determine

If clinically appropriate, kindly record your answer in a dated, signed addendum.
""",
    "letters": """Levels treated

From the report: "Medial branch blocks were then performed in the same way."
The levels are not named. At which levels were the blocks performed?
A) L2-3
B) L3-4
C) L4-5
D) L5-S1
E) Other
F) Unable to determine

Please answer by dated and signed addendum when clinically appropriate. The original note must not be altered.
""",
    "open, silent": """Question about sedation

Hello Dr. Miller,
the note for 2026-02-03 is silent about sedation. Could you please describe what sedation was used, or note that none was used?
If you find it clinically appropriate, please write a dated and signed addendum.
Kind regards
R. Doe, coding
""",
    "open, prose": """Good morning Dr. Lee,

I am writing about the pump refill on 3/2/2026. The note says "the reservoir was filled" but does not name the medication.
What medication was placed in the reservoir, at what concentration? If clinically appropriate, would you please add a signed,
dated addendum to the record? Please leave the original note as it is.

Sincerely,
Documentation team
""",
    "options on one line": """Re: Use of contrast

"Medication was then injected." The note does not mention contrast.
What applies? Options: Contrast used; Contrast not used; Other; Unable to determine
If clinically appropriate, please respond with a dated and signed addendum.
""",
    "conflict": """Subject: Two statements in the note of 2026-01-09

Dear Dr. Green,

Title: "LEFT KNEE INJECTION"
Body: "the right knee was prepped and injected"

These statements differ. Please clarify which knee side was treated.

1. Left
2. Right
3. Both
4. Other (please describe)
5. Unable to determine

Your answer, if clinically appropriate, belongs in a dated and signed addendum.
""",
    "wrapped lines": """Clarification: drug injected

The note states "the medication was injected without
resistance" and does not give the name of
the medication. Which
medication was injected? If clinically
appropriate, please document it in a dated and
signed addendum.
""",
    "markdown bullets": """# Approach

> An epidural steroid injection was performed at L4-5.

The approach is not described. Which approach was used?

* Caudal
* Interlaminar
* Transforaminal
* Other
* Unable to determine

If clinically appropriate, please provide a signed and dated addendum.
""",
    "side in one sentence": """Side treated

Your note states "genicular nerve block". Which side was treated: left, right, both, other, or unable to determine? If clinically
appropriate, please give your answer in a signed and dated addendum.
""",
    "follow-up words": """Muscles injected

To follow up on the note of 12 January 2026: it says "trigger point injections, neck". Which muscles were injected? If clinically
appropriate, a dated and signed addendum would be the place for your answer. No particular answer is expected.
""",
}
