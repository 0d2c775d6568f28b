"""What holds for any text at all: coding never raises, and its answer is consistent in itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cac import Coder
from cac.records import Evidence, Result

FOLDER = Path(__file__).resolve().parents[2] / "sample_notes"
NOTES = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]
SENTENCES = sorted({line.strip() for note in NOTES for line in note.replace(". ", ".\n").splitlines() if line.strip()})
FRAGMENTS = (
    "PROCEDURE: PROCEDURE:: TITLE:",
    "left",
    "right",
    "bilateral",
    "both sides",
    "L4-5",
    "L5-S1",
    "L34, L45",
    "L3-L5",
    "C7-T1",
    "T12-L1",
    "S1",
    "C2-3",
    "L five S one",
    "transforaminal epidural steroid injection",
    "TFESI",
    "interlaminar",
    "caudal",
    "medial branch blocks",
    "radiofrequency ablation",
    "RFA",
    "sacroiliac joint",
    "facet joint",
    "trigger point injections",
    "trapezius",
    "Botox 155 units",
    "63650",
    "64483-50",
    "SCS trial",
    "kyphoplasty",
    "fluoroscopy",
    "ultrasound",
    "C-arm",
    "no",
    "not",
    "without",
    "was not used",
    "history of",
    "planned",
    "at next visit",
    "ADDENDUM:",
    "Same.",
    "____",
    "***",
    "[x]",
    "[ ]",
    "\u2610",
    "\u2612",
    "Kenalog 40 mg",
    "Depo-Medrol 80",
    "0.25% Marcaine",
    "was injected",
    "attempted",
    "stopped",
    "aborted",
    "midazolam 2 mg",
    "10:04",
    "32 minutes",
    "1.",
    "2.",
    "a)",
    ":",
    ";",
    ",",
    ".",
    "-",
    "\u2013",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "   ",
    "\xa0",
    "\u200b",
    "\ufeff",
    "\U0001f489",
    "\xe9",
    "\xdf",
    "\u0130",
    "\x00",
    "\x0c",
)
SETTINGS = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
fragments = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join)
glued = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
sentences = st.lists(st.sampled_from(SENTENCES), max_size=14).map(" ".join)
mixed = st.lists(
    st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(SENTENCES), st.text(max_size=12)), max_size=25
).map(" ".join)


def evidence_of(result: Result) -> Iterator[Evidence]:
    for line in result.lines:
        yield from line.evidence
    for procedure in result.procedures:
        yield from procedure.evidence
        yield from procedure.guidance_evidence
        for site in procedure.sites:
            yield from site.evidence
        for drug in procedure.drugs:
            yield from drug.evidence
        for found in procedure.attribute_evidence.values():
            yield from found
    for answer in result.checklist:
        yield from answer.evidence
    for _, _, found_not_counted in result.not_counted:
        yield found_not_counted


def consistent(text: str, result: Result) -> None:
    for evidence in evidence_of(result):
        assert 0 <= evidence.start < evidence.end <= len(text)
        assert text[evidence.start : evidence.end] == evidence.text
    for line in result.lines:
        assert line.evidence, f"{line.code} without evidence"
        assert line.units >= 1
        assert len(line.modifiers) <= 4
        assert len(set(line.modifiers)) == len(line.modifiers)
        assert len({"LT", "RT", "50"} & set(line.modifiers)) <= 1
        assert line.label
        assert line.rule
    keys = [(line.code, line.modifiers) for line in result.lines]
    assert len(set(keys)) == len(keys), "the same line twice"
    if result.status == "ready":
        assert result.lines
        assert not result.missing
        assert not result.conflicts
        assert not result.review
    if result.status == "not_a_procedure":
        assert not result.lines
        assert not result.missing
    if result.status == "review":
        assert result.missing or result.conflicts or result.review or not result.lines
    assert len({answer.element for answer in result.checklist}) == len(result.checklist)


@given(text=st.text(max_size=400))
@settings(SETTINGS, max_examples=150)
@example(text="")
@example(text=" \n\t\r\n ")
@example(text="\x00" * 50)
@example(text="L" * 3000)
@example(text="L4-5 " * 600)
@example(text="-" * 3000)
@example(text="[ ] " * 500)
def test_any_text(coder: Coder, text: str) -> None:
    consistent(text, coder.code(text))


@given(text=fragments)
@settings(SETTINGS, max_examples=300)
def test_words_of_notes_in_any_order(coder: Coder, text: str) -> None:
    consistent(text, coder.code(text))


@given(text=glued)
@settings(SETTINGS, max_examples=200)
def test_words_of_notes_without_spaces(coder: Coder, text: str) -> None:
    consistent(text, coder.code(text))


@given(text=sentences)
@settings(SETTINGS, max_examples=300)
def test_sentences_of_many_notes_in_any_order(coder: Coder, text: str) -> None:
    consistent(text, coder.code(text))


@given(text=mixed)
@settings(SETTINGS, max_examples=250)
def test_notes_with_arbitrary_text_between(coder: Coder, text: str) -> None:
    consistent(text, coder.code(text))


@given(at=st.integers(0, 10_000), note=st.sampled_from(NOTES), insert=st.text(max_size=20))
@settings(SETTINGS, max_examples=200)
def test_arbitrary_text_inside_a_note(coder: Coder, at: int, note: str, insert: str) -> None:
    at %= len(note)
    text = note[:at] + insert + note[at:]
    consistent(text, coder.code(text))


def test_the_same_text_gives_the_same_answer(coder: Coder) -> None:
    for note in NOTES[::6]:
        assert coder.code(note) == coder.code(note)
