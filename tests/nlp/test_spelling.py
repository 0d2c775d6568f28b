"""Dictation slips: what a dictation system heard, and the words the reader takes it for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.nlp.spelling import Speller
from cac.nlp.vocabulary import vocabulary
from cac.nlp.words import Words, read_words


def read(text: str) -> Words:
    words = vocabulary()
    return read_words(text, words.confusions, words.speller)


SLIPS = [
    ("trans for aminal injection", "transforaminal injection"),
    ("trans for\naminal injection", "transforaminal injection"),
    ("a tranforaminal approach", "a transforaminal approach"),
    ("transforamenal", "transforaminal"),
    ("intralaminar approach", "interlaminar approach"),
    ("inter laminar", "interlaminar"),
    ("flora scopic guidance", "fluoroscopic guidance"),
    ("under flora scopy", "under fluoroscopy"),
    ("floor oscopy", "fluoroscopy"),
    ("fluroscopic", "fluoroscopic"),
    ("by lateral L 45", "bilateral l 45"),
    ("bye laterally", "bilaterally"),
    ("ken a log 40 mg", "kenalog 40 mg"),
    ("can a log 80", "kenalog 80"),
    ("depot medrol", "depo medrol"),
    ("decks a methasone 10 mg", "dexamethasone 10 mg"),
    ("bew pivacaine", "bupivacaine"),
    ("bupivicaine", "bupivacaine"),
    ("mark aine", "marcaine"),
    ("light o caine", "lidocaine"),
    ("omni pack 240", "omnipaque 240"),
    ("iso view", "isovue"),
    ("sim pathetic block", "sympathetic block"),
    ("sympathatic chain", "sympathetic chain"),
    ("sacred iliac joint", "sacroiliac joint"),
    ("sacroilliac", "sacroiliac"),
    ("media branch block", "medial branch block"),
    ("faucet joint", "facet joint"),
    ("radio frequency oblation", "radiofrequency ablation"),
    ("cod all epidural", "caudal epidural"),
    ("see arm", "c arm"),
    ("stell eight gang lion", "stellate ganglion"),
    ("gene icular nerves", "genicular nerves"),
    ("ox ipital nerve", "occipital nerve"),
    ("verta bro plasty", "vertebroplasty"),
    ("kypho plasty", "kyphoplasty"),
    ("trow canteric bursa", "trochanteric bursa"),
    ("inter costal nerve", "intercostal nerve"),
    ("happy dural space", "epidural space"),
    ("piri formis", "piriformis"),
    ("ultra sound", "ultrasound"),
    ("hypo gastric plexus", "hypogastric plexus"),
    ("methylprednisalone", "methylprednisolone"),
    ("supra scapular nerve", "suprascapular nerve"),
    ("caudle epidural", "caudal epidural"),
    ("oxy pital nerve", "occipital nerve"),
    ("sacro cox a geal ligament", "sacrococcygeal ligament"),
    ("sake rul hiatus", "sacral hiatus"),
    ("dexa meth a zone", "dexamethasone"),
    ("bup ivacaine", "bupivacaine"),
    ("row piva caine", "ropivacaine"),
    ("mark cane", "marcaine"),
    ("tuffy needle", "tuohy needle"),
    ("sack row iliac joint", "sacroiliac joint"),
    ("sacro ill e ack joint", "sacroiliac joint"),
    ("stell it ganglion", "stellate ganglion"),
    ("inner laminar", "interlaminar"),
    ("greater tro canter", "greater trochanter"),
    ("per cue taneous", "percutaneous"),
    ("tri am sin o lone", "triamcinolone"),
    ("zy lo caine", "xylocaine"),
    ("neuro lie sis", "neurolysis"),
    ("a blay shun", "ablation"),
    ("saf fenous nerve", "saphenous nerve"),
    ("plantar fashia", "plantar fascia"),
    ("dorsal ray mus", "dorsal ramus"),
    ("medial brunch", "medial branch"),
    ("isa view", "isovue"),
    ("true lateral flora view", "true lateral fluoro view"),
    ("lumber epidural", "lumbar epidural"),
    ("rizotomy", "rhizotomy"),
    ("meth ill pred nis o lone", "methylprednisolone"),
    # marks said aloud
    ("injected comma then rinsed period done", "injected , then rinsed . done"),
    ("tolerated well new paragraph plan", "tolerated well \n plan"),
    ("after a recovery period of one hour", "after a recovery period of one hour"),
    ("the sigmoid colon and the comma", "the sigmoid colon and the ,"),
]


@pytest.mark.parametrize(("heard", "meant"), SLIPS)
def test_a_slip_becomes_the_word_meant(heard: str, meant: str) -> None:
    words = read(heard)
    assert " ".join(words.keys) == meant


@pytest.mark.parametrize(("heard", "meant"), SLIPS)
def test_a_slip_in_capitals_is_mended_too(heard: str, meant: str) -> None:
    assert " ".join(read(heard.upper()).keys) == meant


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("Left trans for aminal block", "transforaminal", "trans for aminal"),
        ("the by lateral L 45", "bilateral", "by lateral"),
        ("a sim pathetic block", "sympathetic", "sim pathetic"),
        ("gave depot medrol 40", "depo", "depot medrol"),
        ("gave depot medrol 40", "medrol", "depot medrol"),
        ("with flora  scopic help", "fluoroscopic", "flora  scopic"),
    ],
)
def test_a_mended_word_covers_the_whole_slip(text: str, key: str, words: str) -> None:
    read_ = read(text)
    index = read_.keys.index(key)
    assert text[read_.starts[index] : read_.ends[index]] == words


# Ordinary English that sounds like the specialty, and words of other specialties: nothing may change.
ORDINARY = [
    "The patient was brought to the room and placed prone",
    "She will be seen in the clinic for a follow up visit in two weeks",
    "Sympathy was expressed to the family",
    "The lateral view was saved and a second view obtained",
    "Stood by the left side of the table",
    "He works in radio and television",
    "A simple dressing was applied",
    "The transformation was remarkable",
    "An interval history was taken",
    "The floor was dry",
    "She can log her pain at home",
    "The cervical collar was taken off",
    "Abduction and adduction were normal",
    "The peritoneum and the pericardium were normal",
    "Pathetic weather kept him at home",
    "The patient understands and wishes to proceed",
    "Vertebral artery and vertebral body were seen",
    "Hypertension, hyperlipidemia, and hypothyroidism",
    "Interventional radiology saw her last year",
    "The catheterization laboratory was called",
    "International travel is planned",
    "Alternately heat and ice",
    "Methotrexate and prednisone were continued",
    "Bilirubin was normal",
    "Intercourse and intermittent claudication were discussed",
    "The discharge instructions were reviewed with the patient",
    "He has a rash over both arms and a cough",
    "Superior and inferior margins were marked",
    "Store id and policy is on the dashboard",
    "He is to abolish the habit and to blur the line",
    "It only applies to such royalties and the rights that follow",
    "A sharp pain on the washboard with chin tucked",
    "He works at a lumber yard and collects fossil shells",
    "The gut flora and the floral wallpaper",
    "Obtain it and delete it in certain cases, by mistake",
    "The simple pathology and the closure in layers",
    "This part supports the foot",
    "The lead was revised and the battery installed",
    "Align to the module to see the feature in services",
    "Explain what to expect and for human use only",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_english_is_left_alone(text: str) -> None:
    plain = [word.strip(",.").lower() for word in text.split()]
    assert [key for key in read(text).keys if key not in ",."] == plain


@given(st.text(alphabet=st.sampled_from("abcdelmnoprstu .,\n4'"), max_size=120))
def test_the_words_stay_in_order_inside_the_text(text: str) -> None:
    words = read(text)
    assert len(words.keys) == len(words.starts) == len(words.ends)
    assert words.starts == sorted(words.starts)
    assert all(0 <= low < high <= len(text) for low, high in zip(words.starts, words.ends, strict=True))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    words = read(text)
    for key, low, high in zip(words.keys, words.starts, words.ends, strict=True):
        assert key and text[low:high]


def mend(speller: Speller, text: str) -> str:
    keys = text.split()
    speller.mend(keys, list(range(len(keys))), list(range(len(keys))))
    return " ".join(keys)


SPELLER = Speller(
    ["sympathetic", "epidural", "vertebroplasty", "trochanteric"], ["sympathetic", "plasty", "the", "block"]
)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("sim pathetic block", "sympathetic block"),
        ("verte bro plasty", "vertebroplasty"),
        ("sympathetik block", "sympathetik block"),  # other last letters: not mended
        ("epi dural", "epidural"),
        ("ep dural", "ep dural"),  # short words must fit letter by letter
        ("trochantric", "trochanteric"),
        ("the block", "the block"),
        ("4 5 the", "4 5 the"),
        ("", ""),
    ],
)
def test_the_speller(text: str, becomes: str) -> None:
    assert mend(SPELLER, text) == becomes


def test_ordinary_words_are_read_as_they_stand() -> None:
    ordinary = sorted(vocabulary().lexicon.dictation.ordinary)
    assert [word for word in ordinary if read(f"the {word} of it").keys != ["the", word, "of", "it"]] == []
