"""What a dictator takes back in the same breath is read as if it had never been said."""

from __future__ import annotations

import pytest

from cac import Coder
from cac.nlp.vocabulary import vocabulary


def left_over(text: str) -> str:
    return " ".join(vocabulary().read(text).text.split())


@pytest.mark.parametrize(
    ("dictated", "read"),
    [
        ("the right l four five no make that left l four five foramen", "the left l four five foramen"),
        ("at left c three strike that at left c four and c five", "at at left c four and c five"),
        ("kenalog eighty with nine cc of saline scratch that kenalog forty", "kenalog forty"),
        ("depo medrol eighty correction kenalog forty", "kenalog forty"),
        ("kenalog eighty sorry forty milligrams", "kenalog forty milligrams"),
        ("l four five no wait three four on the right", "l three four on the right"),
        ("at l four l five excuse me l five s one", "at l five s one"),
        (
            "levels l two three and l three four make that l three four and l four five",
            "levels l three four and l four five",
        ),
        ("right knee i mean left knee", "left knee"),
        ("under ultrasound correction fluoroscopy", "under fluoroscopy"),
        ("pain six excuse me seven of ten", "pain seven of ten"),
        ("I injected the left L4-5, correction, right L4-5 foramen.", "I injected the , right L4-5 foramen."),
    ],
)
def test_what_is_taken_back_is_not_read(dictated: str, read: str) -> None:
    assert left_over(dictated) == read


@pytest.mark.parametrize(
    "text",
    [
        "I am sorry the patient was late for the left knee injection",
        "The correction of alignment at L4-5 held, and L5-S1 was fused",
        "The patient was sorry for the left side",
        "She will go back to L4 and then L5",
        "He has a back up plan for the left knee and the right knee",
        "ADDENDUM: the left side is wrong, correction, the right side was treated",
        "Left knee.\nCorrection: right knee.",
        "Scratch that itches on the left",
        "Make it better on the right",
    ],
)
def test_ordinary_words_take_nothing_back(text: str) -> None:
    assert left_over(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("end", "modifiers"),
    [
        ("she left in a wheel chair with her sister", []),
        ("he left with his wife", []),
        ("she left ambulatory right away", []),
        ("all right he went right home", []),
        ("left the clinic in good condition", []),
        ("injected on the left in the usual way", ["LT"]),
        ("the block was on the right then she left walking", ["RT"]),
    ],
)
def test_leaving_is_no_side(coder: Coder, end: str, modifiers: list[str]) -> None:
    note = "sacroiliac joint injection under fluoroscopy the needle was advanced and kenalog was injected "
    assert [line.modifiers for line in coder.code(note + end).lines] == [tuple(modifiers)]
