"""The even layout that the engine reads, and the way back to the note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.nlp.layout import Layout


@pytest.mark.parametrize(
    ("note", "even"),
    [
        ("at L4-5  and  L5-S1", "at L4-5 and L5-S1"),
        ("Left  knee", "Left knee"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("Depo-Medrol\xa080\u2009mg", "Depo-Medrol 80 mg"),
        ("  indented", "  indented"),
        ("Level    L4-5 and L5-S1", "Level    L4-5 and L5-S1"),
        ("[x] Ultrasound  [ ] CT was  used", "[x] Ultrasound  [ ] CT was used"),
        ("== Procedure == caudal", "   Procedure:   caudal"),
        ("", ""),
    ],
)
def test_gaps_and_line_ends(note: str, even: str) -> None:
    assert Layout(note).text == even


@given(st.text(alphabet="aZ9.[]\u2610 \t\r\n\xa0\U0001f489", max_size=60))
def test_every_character_leads_back_to_its_own(note: str) -> None:
    layout = Layout(note)
    end = 0
    for index, character in enumerate(layout.text):
        start, stop = layout.span(index, index + 1)
        assert end <= start < stop == start + 1 <= len(note)
        if not character.isspace():
            assert note[start] == character
        end = stop
    assert layout.text.split() == note.split()


@given(st.lists(st.sampled_from(["L4-5", "left", "80", "mg", "x."]), min_size=1, max_size=12))
def test_a_span_of_words_is_the_same_words_in_the_note(words: list[str]) -> None:
    layout = Layout("  ".join(words))
    start = layout.text.index(words[-1])
    low, high = layout.span(start, start + len(words[-1]))
    assert layout.note[low:high] == words[-1]
