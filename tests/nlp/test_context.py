"""What a note says of a thing: done, not done, done before, planned ...

A row is text as a coder reads it; ``{words|status}`` says what the words in braces must be taken for.
"stated" counts, anything else does not. ``{words|=value}`` asks for a mention of that value that is stated.
"""

from __future__ import annotations

import re

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from cac.nlp.reading import Mention

_MARK = re.compile(r"\{([^|}]+)\|([^}]+)\}")
_LABELS = ("family", "guidance", "contrast", "drug", "spread", "delivers", "nouns", "instruments")

NEGATED = """
{Fluoroscopy|negated} was not used.
{Fluoroscopy|negated} was not available in the clinic.
{Ultrasound|negated} was not utilized for this injection.
The injection was done without {ultrasound|negated}.
The {C-arm|negated} was not needed.
No {Kenalog|negated} was given.
{Kenalog|negated} was not injected.
{Depo-Medrol|negated} was withheld because of diabetes.
Neither {Kenalog|negated} nor {Celestone|negated} was used.
Dexamethasone instead of {Kenalog|negated} was used.
{Omnipaque|negated} was not given.
{Ultrasound|negated}: not used.
{Fluoroscopy|negated}: N/A
{Ultrasound|negated} - not applicable
{Facet injection|negated} was not performed.
We did not do a {trigger point injection|negated}.
We avoid {Kenalog|negated} in diabetics.
The needle was placed rather than {caudal epidural|negated}.
"""

STATED = """
{Fluoroscopy|stated} was used.
Under {fluoroscopy|stated} there was no vascular uptake of {contrast|stated}.
{Contrast|stated} showed no vascular uptake.
{Omnipaque|stated} was injected with no intravascular spread.
After injection of {contrast|stated} there was no intravascular flow, and {Kenalog|stated} was injected.
There were no complications and the {caudal epidural|stated} was well tolerated.
Without complication the {caudal epidural steroid injection|stated} was completed.
The {Kenalog|stated} was injected without difficulty.
There was no blood or CSF on aspiration and {bupivacaine|stated} was injected.
No paresthesia was felt while the {Kenalog|stated} was injected.
The needle was advanced without resistance, then {Kenalog|stated} was injected.
Not only {Kenalog|stated} but also {bupivacaine|stated} was injected.
The patient denied pain, but {Kenalog|stated} was injected.
Using {ultrasound|stated}, the needle was placed; there was no bleeding.
{Marcaine|stated} and {Depo-Medrol|stated} were injected.
"""

LEFT_OUT = """
{Contrast - N/A|=left_out}
{No contrast was used|=left_out} because of an allergy.
{Contrast was not used|=left_out}.
The injection was made {without contrast|=left_out}.
{Contrast was withheld|=left_out} due to iodine allergy.
The procedure was done with {no fluoroscopy|=none}.
The knee was injected by {landmark technique|=none}.
The injection was done {without image guidance|=none}.
"""

HISTORICAL = """
She previously had a {TFESI|historical}.
The patient previously had a {caudal epidural steroid injection|historical} with relief.
He has a history of {facet injections|historical}.
She has had three {epidural steroid injections|historical} in the past.
Status post {lumbar epidural steroid injection|historical} in March.
S/p {kyphoplasty|historical}.
Her last {medial branch block|historical} gave 80% relief.
A {transforaminal epidural|historical} two months ago helped.
A {caudal epidural|historical} was done last year.
Prior {RFA|historical} gave eight months of relief.
A {trigger point injection|historical} was performed at the last visit.
At her last visit a {stellate ganglion block|historical} was done.
Since the {sacroiliac joint injection|historical} three weeks ago she walks better.
An outside hospital gave an {epidural steroid injection|historical or other_provider} in January.
"""

PLANNED = """
At next visit we will do a {caudal epidural|planned}.
{Caudal epidural|planned} at next visit.
Plan: {TFESI|planned} in two weeks.
She will return for a {medial branch block|planned}.
We plan a {lumbar sympathetic block|planned} next month.
He is scheduled for a {facet injection|planned or intended} on Monday.
If this fails, a {spinal cord stimulator trial|planned} may be considered.
Consider {radiofrequency ablation|planned}.
A {stellate ganglion block|planned} was discussed.
I recommend a {caudal epidural|planned}.
She would like a {trigger point injection|planned}.
Awaiting authorization for {kyphoplasty|planned}.
A {genicular nerve block|planned} is planned.
She is a candidate for {vertebroplasty|planned or intended}.
An {epidural steroid injection|planned} can be repeated if needed.
A {caudal epidural|planned} will be scheduled.
The family request a {caudal epidural|planned}.
A {caudal epidural|historical or planned} was discussed last week.
"""

REFUSED = """
She declined the {caudal epidural|refused}.
The {epidural steroid injection|refused} was refused.
He refused the {facet injection|refused}.
The patient elected not to have the {trigger point injection|refused}.
The {stellate ganglion block|refused} was declined by the patient.
She does not wish a {spinal cord stimulator trial|refused}.
"""

ABORTED = """
The {caudal epidural|aborted} was aborted.
The {lumbar puncture|aborted} was abandoned after two passes.
We were unable to do the {interlaminar epidural|aborted}.
The {stellate ganglion block|aborted} was cancelled because of fever.
An unsuccessful {lumbar puncture|aborted} ended the case.
The {medial branch block|aborted} could not be completed.
"""

EDUCATIONAL = """
A {stellate ganglion block|educational} is an injection of the neck.
A {medial branch block|educational} is usually done under x-ray.
{Radiofrequency ablation|educational} is used to treat facet pain.
Most patients feel better after an {epidural steroid injection|educational}.
What is a {caudal epidural|educational}?
The goal of {facet injections|educational} is relief of pain.
"""

OTHERS = """
A {caudal epidural|other_provider} was done by Dr. Ray.
{Trigger point injections|other_provider} were given by another clinic.
My partner did a {facet injection|other_provider} on her.
The {lumbar puncture|other_provider} was done by interventional radiology.
A {knee injection|other_provider} was given by her orthopedist.
"""

RISKS = """
The risks of {epidural steroid injection|risk} include bleeding.
She is allergic to {lidocaine|risk}.
Allergy to {Kenalog|risk}.
The risks and benefits of {kyphoplasty|risk} were explained.
"""

INTENDED = """
She presents for a {caudal epidural steroid injection|intended}.
He is here today for {trigger point injections|intended}.
The patient agreed to {medial branch blocks|intended}.
"""

UNCHECKED = """
[ ] {Fluoroscopy|unchecked}  [x] {Ultrasound|stated}
[x] {Fluoroscopy|stated}  [ ] {CT guidance|unchecked}
☐ {Kenalog|unchecked} ☒ {Depo-Medrol|stated}
( ) {caudal epidural|unchecked} (x) {interlaminar epidural|stated}
[ ] {Kenalog|unchecked} [ ] {dexamethasone|unchecked} [x] {Celestone|stated}
{Kenalog|stated} [x]  {dexamethasone|unchecked} [ ]
"""


def rows() -> list[str]:
    tables = (
        NEGATED,
        STATED,
        LEFT_OUT,
        HISTORICAL,
        PLANNED,
        REFUSED,
        ABORTED,
        EDUCATIONAL,
        OTHERS,
        RISKS,
        INTENDED,
        UNCHECKED,
    )
    return [row for table in tables for row in table.strip().splitlines()]


def read(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text, and where the marked words stand in it."""
    text, spots, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spots.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        last = match.end()
    return text + marked[last:], spots


def mention_in(doc: Doc, start: int, end: int, value: str | None) -> Mention:
    """The longest thing named inside these characters."""
    inside = [
        mention
        for sentence in doc._.cac_reading.sentences
        for mention in sentence.mentions
        if start <= mention.start and mention.end <= end
        and (mention.label in _LABELS or mention.label.startswith("target:"))
        and (value is None or mention.value == value)
    ]  # fmt: skip
    assert inside, f"nothing is found in {doc.text[start:end]!r}"
    return max(inside, key=lambda mention: (mention.end - mention.start, mention.label == "family"))


def test_there_are_enough_rows() -> None:
    assert len(rows()) >= 100


@pytest.mark.parametrize("row", rows())
def test_assertion(row: str, nlp: Language) -> None:
    text, spots = read(row)
    doc = nlp(text)
    assert doc.text == text
    for start, end, expected in spots:
        value = expected[1:] if expected.startswith("=") else None
        mention = mention_in(doc, start, end, value)
        if value is None:
            assert mention.status in expected.split(" or "), f"{text[start:end]!r} is taken for {mention.status}"
        if mention.cue and value is None:
            assert 0 <= mention.cue[0] < mention.cue[1] <= len(text)


FLAGS = [
    ("The caudal epidural steroid injection was not performed.", {"is_negated"}),
    ("She declined the caudal epidural steroid injection.", {"is_negated"}),
    ("She previously had a caudal epidural steroid injection.", {"is_historical"}),
    ("At next visit we will do a caudal epidural steroid injection.", {"is_hypothetical"}),
    ("A caudal epidural steroid injection is used to treat back pain.", {"is_hypothetical"}),
    ("The risks of caudal epidural steroid injection include bleeding.", {"is_hypothetical"}),
    ("A caudal epidural steroid injection was done.", set()),
]


@pytest.mark.parametrize(("text", "flags"), FLAGS)
def test_medspacy_attributes_of_the_target_spans(text: str, flags: set[str], nlp: Language) -> None:
    doc = nlp(text)
    spans = [span for span in doc.spans["cac_targets"] if span.text == "caudal epidural steroid injection"]
    assert spans
    for span in spans:
        assert span.label_ == "family"
        assert span._.target_rule.literal == "caudal_esi"
        names = ("is_negated", "is_historical", "is_hypothetical", "is_uncertain", "is_family")
        assert {name for name in names if getattr(span._, name)} == flags


def test_a_cue_ends_with_its_clause(nlp: Language) -> None:
    doc = nlp("Fluoroscopy was not used but ultrasound was. Kenalog was injected.")
    status = {m.value: m.status for m in doc._.cac_reading.mentions("guidance", "drug")}
    assert status == {"fluoroscopy": "negated", "ultrasound": "stated", "triamcinolone": "stated"}


def test_a_cue_does_not_reach_the_next_sentence(nlp: Language) -> None:
    doc = nlp("No fever.Kenalog was injected. She has a history of pain. A caudal epidural was done.")
    assert all(m.status == "stated" for m in doc._.cac_reading.mentions("family", "drug"))


def test_the_cue_is_told(nlp: Language) -> None:
    text = "Fluoroscopy was not used."
    (mention,) = nlp(text)._.cac_reading.mentions("guidance")
    assert mention.cue is not None
    assert text[slice(*mention.cue)] == "was not used"
