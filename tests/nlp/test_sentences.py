"""Sentences of dictated notes. "|" marks where one ends; check boxes: <...> marks an option nobody ticked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

CUTS = [
    # stops
    "The needle was advanced. |Contrast was injected.",
    "She was placed prone.|Under fluoroscopy the needle was advanced.",
    "The needle was removed.|A bandage was applied.",
    "Was there pain? |No!",
    'He said "that is it." |Then the needle was placed.',
    "The needle was advanced (22 gauge). |It was seen in the joint.",
    # decimals and doses do not end one
    "We injected 0.25% bupivacaine and 1.5 mL of saline. |The needle was removed.",
    "A total of 2.5 mL was given. |She did well.",
    "We used .25% Marcaine in the joint. |She did well.",
    # abbreviations and initials do not end one
    "Dr. Smith did the block. |She left.",
    "Mr. Jones was seen by Dr. Ray. |He agreed.",
    "The needle was advanced approx. 3 cm deep. |Then we injected.",
    "Some drugs, e.g. steroids, were mixed. |Then we injected.",
    "John Q. Public was placed prone. |The skin was cleaned.",
    "Given at 10 a.m. today in the clinic. |She left.",
    # numbers of a list do not end one; the items are sentences
    "1. Left L4-5 injection\n|2. Right L5-S1 injection",
    "1) Left knee injection\n|2) Right knee injection",
    "- skin cleaned\n|- needle placed",
    "* left side\n|* right side",
    "a. left facet\n|b. right facet",
    "left facet • |right facet",
    # semicolons
    "Left L4-5 was injected; |right L5-S1 was not.",
    # a line that was only wrapped goes on
    "The needle was advanced under fluoroscopic guidance to the left L4-5\nforamen without difficulty. |She left.",
    "A 22-gauge spinal needle was advanced and then the\nsteroid was injected.",
    "Lidocaine was used for the skin and\nKenalog was injected.",
    # a short line is a line
    "Left knee\n|Right knee",
    "Fluoroscopy used\n|Contrast used",
    "Procedure done today.\n|She left the room.",
    # a blank line always ends one
    "Lumbar medial branch\n\n|The patient was placed prone",
    "The needle was advanced under fluoroscopy and\n\n|lidocaine was injected.",
    # boxes on one line
    "Guidance used |[x] Fluoroscopy |[ ] Ultrasound",
    "☒ Left |☐ Right",
    # a header ends what stands before it
    "She did well\n|PROCEDURE: Left knee injection",
    "Side: Right  |Levels: L4-5",
]


def marked(nlp: Language, text: str) -> str:
    reading = nlp(text)._.cac_reading
    starts = [sentence.start for sentence in reading.sentences][1:]
    out, last = [], 0
    for start in starts:
        while text[start : start + 1] in (" ", "\n"):
            start += 1
        out.append(text[last:start])
        last = start
    return "|".join([*out, text[last:]])


@pytest.mark.parametrize("text", CUTS)
def test_where_a_sentence_ends(text: str, nlp: Language) -> None:
    assert marked(nlp, text.replace("|", "")) == text


def test_dictation_without_stops_is_cut_at_a_new_thought(nlp: Language) -> None:
    text = (
        "the patient was brought to the room and placed in the prone position and the back was prepped and draped in "
        "the usual sterile manner with chlorhexidine and time out was done and then the needle was advanced to the "
        "left l4 5 facet joint under fluoroscopy and half a milliliter of contrast was injected"
    )
    sentences = nlp(text)._.cac_reading.sentences
    assert len(sentences) > 1
    assert all(sentence.last - sentence.first <= 45 for sentence in sentences)


def test_the_doc_has_the_same_sentences(nlp: Language) -> None:
    doc = nlp("She was placed prone.Under fluoroscopy the needle was advanced. It was removed.\n\nShe left.")
    assert [sent.text.strip() for sent in doc.sents] == [
        "She was placed prone.",
        "Under fluoroscopy the needle was advanced.",
        "It was removed.",
        "She left.",
    ]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("PROCEDURE: Left L4-5 facet injection", "title"),
        ("PROCEDURE: The left L4-5 facet joint was injected with Kenalog", "body"),
        ("Left L4-5 facet injection", "title"),
        ("The needle was advanced into the left L4-5 facet joint", "body"),
        ("HISTORY: She had an epidural injection last year", "history"),
        ("PLAN: Return for a facet injection", "plan"),
        ("CONSENT: The risks were explained to the patient", "consent"),
        ("PREOPERATIVE DIAGNOSIS: Lumbar radiculopathy", "diagnosis"),
        ("ANESTHESIA: Local", "anesthesia"),
        ("COMPLICATIONS: None", "outcome"),
        ("PHYSICAL EXAM: Tender left knee", "exam"),
        ("CPT CODES: 64483 64484", "codes"),
        ("INTERPRETATION: Good epidural spread of contrast", "findings"),
        ("ELECTRONICALLY SIGNED BY: Dr Ray", "signature"),
        ("SURGEON: Dr Ray", "aside"),
    ],
)
def test_what_a_sentence_may_prove(text: str, role: str, nlp: Language) -> None:
    assert [sentence.role for sentence in nlp(text)._.cac_reading.sentences][-1] == role


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet="aA1.;:\n ()[]x-•☐", max_size=120))
def test_sentences_cover_the_words_once_and_in_order(text: str, nlp: Language) -> None:
    reading = nlp(text)._.cac_reading
    last = 0
    for index, sentence in enumerate(reading.sentences):
        assert sentence.index == index
        assert last <= sentence.first < sentence.last
        assert 0 <= sentence.start <= reading.words.starts[sentence.first]
        assert sentence.end <= len(text)
        last = sentence.last


BOXES = [
    # box before its option
    "[x] Fluoroscopy  [ ]< Ultrasound  >[ ]< CT>",
    "[ ]< Fluoroscopy  >[X] Ultrasound",
    "[X] Left\n[ ]< Right>\n[ ]< Bilateral>",
    "☒ Left ☐< Right>",
    "☑ L4-5   ☐< L5-S1>",
    "( )< caudal >(x) interlaminar",
    "() < caudal >(X) interlaminar",
    "■ Kenalog □< Depo-Medrol>",
    "● left ○< right>",
    "[✓] fluoroscopy [ ]< none>",
    "[_]< Left >[x] Right",
    "Guidance: [x] Fluoroscopy [ ]< CT>",
    "Side:  [ ]< L  >[x] R",
    # box after its option, when the line ends with one
    "<T11 >( )",
    "L3 (x) <L4 >( ) L5 (x)",
    "Left [x]  <Right >[ ]",
    "Levels: L3-4 [x]  <L4-5 >[ ]",
    # choices of a template nobody made
    "The <{left/right}> knee was injected",
    "Seen by <@PROVIDER@> today",
    # no boxes at all
    "Plain text (with brackets) and [a note]",
    "The needle was placed at L4.",
    "a) left b) right",
]


def unchecked(text: str, nlp: Language) -> str:
    out, last = [], 0
    for start, end in nlp(text)._.cac_reading.unchecked:
        out += [text[last:start], "<", text[start:end], ">"]
        last = end
    return "".join([*out, text[last:]])


def words_in_marks(marked_text: str) -> list[str]:
    return [part.split(">")[0].strip(" ()") for part in marked_text.split("<")[1:]]


@pytest.mark.parametrize("text", BOXES)
def test_options_that_nobody_ticked(text: str, nlp: Language) -> None:
    plain = text.replace("<", "").replace(">", "")
    found = [words for words in words_in_marks(unchecked(plain, nlp)) if words]
    assert found == [words for words in words_in_marks(text) if words]


def test_a_table_of_two_columns_of_boxes(nlp: Language) -> None:
    text = "Muscle       RIGHT   LEFT\nTrapezius    [x]     [ ]\nRhomboid     [ ]     [ ]\nLevator      [x]     [x]\n"
    assert [text[low:high].strip() for low, high in nlp(text)._.cac_reading.unchecked] == ["Rhomboid"]
