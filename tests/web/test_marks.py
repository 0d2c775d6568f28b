"""The words of a note as segments: nothing is lost or moved, and every fact is covered exactly."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac import Coder
from cac.lexicon.screen import screen_words
from cac.web.marks import Fact, Marked, facts_of, marked
from cac.web.marks_html import characters, note
from tests.web.conftest import ROOT

SCREEN = screen_words()
SAMPLES = sorted((ROOT / "sample_notes").glob("*.txt"))
TEXTS = st.text(
    st.one_of(
        st.sampled_from("aL4 \n\r\t<>&\"'\0\x0b\x1b\x85é́מ\u202e\u2028🙂💉"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=200,
)


@st.composite
def notes(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and places in it, overlapping as they come."""
    text = draw(TEXTS)
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: (min(pair), max(pair)))
    return text, [span for span in draw(st.lists(place, max_size=12)) if span[0] < span[1]]


def of(spans: list[tuple[int, int]]) -> list[Fact]:
    return [Fact(span, ("proof",), (), ()) for span in sorted(set(spans), key=lambda span: (span[0], -span[1]))]


def segments(shown: Marked) -> list[Any]:
    return [segment for chunk in shown.chunks for segment in chunk]


@given(notes(), st.data())
def test_segments_are_the_text_and_cover_each_fact_exactly(made: tuple[str, list[tuple[int, int]]], data: Any) -> None:
    text, spans = made
    facts = of(spans)
    heads = [span for span in spans if data.draw(st.booleans())]
    shown = marked(text, facts, heads, [end for _, end in spans if data.draw(st.booleans())])
    found = segments(shown)
    assert "".join(text[one.start : one.end] for one in found) == text
    assert [one.start for one in found] == [0, *(one.end for one in found)][: len(found)]
    for place, fact in enumerate(facts):
        on = [one for one in found if place in one.facts]
        assert (on[0].start, on[-1].end) == fact.span
        assert sum(one.end - one.start for one in on) == fact.span[1] - fact.span[0]
    headed = {at for one in found if one.head for at in range(one.start, one.end)}
    assert headed == {at for start, end in heads for at in range(start, end)}


class Read(HTMLParser):
    """Reads markup back as a browser would: text, marks, and whether anything else came in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\r\n", "\n").replace("\r", "\n")  # as the standard reads lines

    def handle_charref(self, name: str) -> None:
        self.text += chr(int(name))

    def handle_entityref(self, name: str) -> None:
        self.text += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name]


@given(notes())
def test_markup_reads_back_as_the_text_and_holds_no_other_tags(made: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = made
    read = Read()
    read.feed(str(note(text, marked(text, of(spans)), SCREEN, {}, {})))
    read.close()
    assert read.text == text.replace("\0", "\N{SYMBOL FOR NULL}")
    assert read.tags <= {"div", "span", "mark", "br"}


@pytest.mark.parametrize(
    ("text", "after", "markup"),
    [
        ("a\r\nb", "", "a&#13;\nb"),
        ("a\r", "\n", "a&#13;"),
        ("a\rb", "", "a&#13;<br>b"),
        ("a\r", "", "a&#13;<br>"),
        ("<script>&", "", "&lt;script&gt;&amp;"),
        ("\0", "", "\N{SYMBOL FOR NULL}"),
    ],
)
def test_line_ends_and_signs(text: str, after: str, markup: str) -> None:
    assert str(characters(text, after)) == markup


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_proof_of_the_samples_is_marked(path: Any, coder: Coder) -> None:
    text = path.read_text(encoding="utf-8")
    row = coder.code(text).row()
    facts = facts_of(row, text, SCREEN, {}, {})
    shown = marked(text, facts)
    for place, line in enumerate(row["lines"]):
        for words in line["evidence"]:
            fact = next(one for one in facts if one.span == (words["start"], words["end"]))
            assert f"line:{place}" in fact.lines
            number = facts.index(fact)
            assert "".join(text[one.start : one.end] for one in segments(shown) if number in one.facts) == words["text"]
    assert all(kind in SCREEN.kinds for fact in facts for kind in fact.kinds)


def evidence(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, "section": ""}


def test_kinds_lines_and_what_was_added() -> None:
    text = "Left L4-5 transforaminal with Depo-Medrol. No facet block."
    row = {
        "lines": [{"evidence": [evidence(text, "Left"), evidence(text, "L4-5"), evidence(text, "transforaminal")]}],
        "procedures": [{"family": "transforaminal_esi", "evidence": [evidence(text, "transforaminal")]}],
        "supplies": [{"drug": "methylprednisolone", "evidence": [evidence(text, "Depo-Medrol")]}],
        "not_counted": [{"what": "Facet", "why": "negated", "evidence": evidence(text, "facet block")}],
    }
    facts = {
        text[fact.span[0] : fact.span[1]]: fact
        for fact in facts_of(row, text, SCREEN, {"transforaminal_esi": "TFESI"}, {"line:+1": [(10, 24), (30, 41)]})
    }
    assert facts["Left"].kinds == ("side",) and facts["Left"].lines == ("line:0",)
    assert facts["L4-5"].kinds == ("level",)
    assert facts["transforaminal"].kinds == ("procedure", "added")
    assert facts["transforaminal"].told == ("TFESI",) and facts["transforaminal"].lines == ("line:+1", "line:0")
    assert facts["Depo-Medrol"].kinds == ("drug", "added")
    assert facts["facet block"].told == ("Facet, not counted: the note says it was not done",)


def test_what_is_no_place_of_the_text_is_passed_over() -> None:
    row = {"supplies": [{"drug": "x", "evidence": [{"start": 3, "end": 99}, {"start": -1, "end": 2}]}]}
    assert facts_of(row, "short", SCREEN, {}, {"line:+1": [(2, 2)]}) == ()


def test_a_mark_tells_what_it_is_and_escapes_it() -> None:
    text = 'Left "<b>"'
    fact = Fact((0, 4), ("side",), ('<i>"x"',), ("line:0",))
    markup = str(note(text, marked(text, [fact]), SCREEN, {"line:0": "64483-LT"}, {}))
    assert 'aria-label="Left: Side (&lt;i&gt;&#34;x&#34;). Proves 64483-LT"' in markup
    assert 'data-lines="line:0"' in markup and "<b>" not in markup and "<i>" not in markup
