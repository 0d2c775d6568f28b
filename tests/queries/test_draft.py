"""Questions from notes: 200 of them clean, verbatim, and the same for the other side, level and approach."""

# ruff: noqa: E501  (notes stand as they were said)

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cac import Coder
from cac.queries import draft as draft_module
from cac.queries.draft import Drafter, NotCompliantError, shown
from cac.queries.lint import Linter
from cac.queries.records import Question
from cac.records import CrossCheck, ElementAnswer, Evidence

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "sample_notes").glob("*.txt"))

OPEN = {
    "mbb, no side": "PROCEDURE: Lumbar medial branch blocks, L3, L4, L5\nUnder fluoroscopy needles went to each junction; "
    "0.5 mL of bupivacaine 0.5% at each. No complications.",
    "mbb, nothing": "Cervical medial branch block today under fluoroscopy, 0.3 mL bupivacaine each. Tolerated well.",
    "tfesi, no side": "PROCEDURE: Transforaminal epidural steroid injection L4-5\nFluoroscopy. Needle into the foramen, "
    "contrast spread along the root, dexamethasone 10 mg injected.",
    "tfesi, no level": "Left lumbar transforaminal epidural steroid injection under fluoroscopy with contrast and Decadron.",
    "tfesi, dictated": "the patient was brought in and a transforaminal epidural steroid injection was done with the c arm "
    "at l four five contrast looked good and eighty of depo was given",
    "rfa, no side": "Radiofrequency ablation of the lumbar medial branches L3, L4, L5 at 80 degrees for 90 seconds under "
    "fluoroscopy.",
    "si joint, no imaging": "Right SI joint injection. 40 mg Kenalog and bupivacaine were injected. Band-aid.",
    "si joint, no side": "PROCEDURE: Sacroiliac joint injection under fluoroscopy\nThe joint was entered, contrast filled it, "
    "Kenalog 40 mg was injected.",
    "trigger points, no muscles": "Trigger point injections were done with 1% lidocaine. She tolerated it.",
    "knee, no side": "Knee joint injection: the joint was entered with a 22 gauge needle and Kenalog 40 mg was injected.",
    "epidural, hint of imaging": "Lumbar epidural steroid injection, interlaminar, L4-5. 1 mL Omnipaque spread in the epidural "
    "space. Kenalog 80 mg injected.",
    "genicular, no side": "Genicular nerve radiofrequency ablation of the superomedial, superolateral and inferomedial "
    "branches under fluoroscopy, 80 C.",
    "discography, no reading": "Lumbar discography L3-4, L4-5, L5-S1 under fluoroscopy. Contrast was injected into each disc.",
    "title against body": "PROCEDURE: Left knee injection\nThe right knee was prepped and injected with Kenalog 40 mg.",
    "levels against each other": "PROCEDURE: Right L4-L5 transforaminal epidural steroid injection\nUnder fluoroscopy the "
    "right L5-S1 foramen was entered; after contrast Kenalog 40 mg was injected.",
}


def asked_for(coder: Coder, note: str) -> dict[str, Any]:
    """The row of a note in which every absent element is required."""
    row = coder.code(note, id="note").row()
    row["further"] = []
    for answer in row["checklist"]:
        answer.update(required=True, severity="payment-denying", job="provider")
    return row


def compliant(question: Question, note: str, linter: Linter) -> None:
    assert linter(question) == ()
    letter = linter.letter(shown(question))
    assert linter(letter) == ()
    assert all(note[quote.start : quote.end] == quote.text for quote in question.quotes)
    assert question.rule
    assert question.rule not in shown(question)


def test_two_hundred_generated_questions_are_clean(coder: Coder, drafter: Drafter, linter: Linter) -> None:
    """Families x elements x phrasings: whatever the sample notes leave out is asked for, and every question is clean."""
    made = 0
    asked: set[tuple[str, str]] = set()
    notes = [*OPEN.values(), *(path.read_text(encoding="utf-8") for path in SAMPLES)]
    for note in notes:
        for question in drafter(asked_for(coder, note), note, strict=True).questions:
            compliant(question, note, linter)
            asked.add((question.family, question.element))
            made += 1
    assert made >= 200
    assert len({family for family, _ in asked}) >= 25
    assert len({element for _, element in asked}) >= 14


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("mbb, no side", ["missing/laterality"]),
        ("mbb, nothing", ["missing/levels", "missing/laterality"]),
        ("tfesi, no side", ["missing/laterality"]),
        ("tfesi, no level", ["missing/levels"]),
        ("si joint, no imaging", ["missing/guidance"]),
        ("trigger points, no muscles", ["missing/levels"]),
        ("knee, no side", ["missing/laterality"]),
        ("epidural, hint of imaging", ["missing/guidance"]),
        ("discography, no reading", ["missing/interpretation"]),
        ("title against body", ["cross_check/title_side"]),
        ("levels against each other", ["cross_check/title_level"]),
    ],
)
def test_what_is_asked(name: str, rules: list[str], coder: Coder, drafter: Drafter, linter: Linter) -> None:
    note = OPEN[name]
    drafts = drafter(coder.code(note).row(), note, strict=True)
    decisive = [question.rule for question in drafts.questions if not question.rule.startswith("absent/")]
    assert decisive == rules  # whatever else the family asks for
    for question in drafts.questions:
        compliant(question, note, linter)


def test_a_conflict_shows_both_quotes(coder: Coder, drafter: Drafter) -> None:
    note = OPEN["title against body"]
    question = next(q for q in drafter(coder.code(note).row(), note, strict=True).questions if len(q.quotes) == 2)
    title, body = question.quotes
    assert "Left" in title.text
    assert "right" in body.text
    assert title.end < body.start
    assert question.options[:3] == ("Left", "Right", "Both sides")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_ready_note_asks_nothing(path: Path, coder: Coder, drafter: Drafter) -> None:
    note = path.read_text(encoding="utf-8")
    result = coder.code(note)
    if result.status == "ready":
        row = result.row()
        for answer in (*row["checklist"], *row["further"]):
            answer.update(required=False, contradicted=False)
        row["cross_checks"] = []
        assert drafter(row, note, strict=True).questions == ()


def swapped(note: str) -> str:
    """A note with left and right exchanged."""
    other = {"left": "right", "right": "left", "lt": "rt", "rt": "lt"}

    def swap(match: re.Match[str]) -> str:
        word = other[match[0].lower()]
        return word.upper() if match[0].isupper() else word.capitalize() if match[0][0].isupper() else word

    return re.sub(r"\b(?:left|right(?! angles?)|lt|rt)\b", swap, note, flags=re.I)


def wordings(coder: Coder, drafter: Drafter, note: str) -> list[tuple[str, ...]]:
    """What a provider would read in each question, but for the quotes."""
    questions = drafter(asked_for(coder, note), note, strict=True).questions
    return sorted((one.title, one.body, one.kind, *one.options) for one in questions)


@pytest.mark.parametrize("note", [*OPEN.values(), *SAMPLES], ids=[*OPEN, *(path.stem for path in SAMPLES)])
def test_the_other_side_gives_the_same_questions(note: str | Path, coder: Coder, drafter: Drafter) -> None:
    text = note if isinstance(note, str) else note.read_text(encoding="utf-8")
    assert wordings(coder, drafter, text) == wordings(coder, drafter, swapped(text))


LEVELS = ["L2-L3", "L3-L4", "L4-L5", "L5-S1"]


@pytest.mark.parametrize(
    "note",
    [
        "PROCEDURE: Transforaminal epidural steroid injection {}\nFluoroscopy; contrast; dexamethasone 10 mg injected into the "
        "foramen at {}.",
        "PROCEDURE: Left transforaminal epidural steroid injection {}\nContrast; dexamethasone 10 mg injected at {}.",
        "Lumbar interlaminar epidural steroid injection at {}. Omnipaque 1 mL spread. Kenalog 80 mg injected at {}.",
        "Right lumbar facet joint injection {} under fluoroscopy, Kenalog 20 mg into the joint at {}.",
    ],
)
def test_another_level_gives_the_same_questions(note: str, coder: Coder, drafter: Drafter) -> None:
    told = {str(wordings(coder, drafter, note.format(level, level))) for level in LEVELS}
    assert len(told) == 1


def test_another_approach_gives_the_same_questions(coder: Coder, drafter: Drafter) -> None:
    note = "PROCEDURE: Left lumbar {} epidural steroid injection L4-L5\nFluoroscopy. Contrast spread. Kenalog 40 mg injected."
    one, other = (
        {question[0]: question for question in wordings(coder, drafter, note.format(approach))}
        for approach in ("transforaminal", "interlaminar")
    )
    assert one.keys() == other.keys()
    assert one == other


NOTE = (
    "PROCEDURE: Left knee injection\nThe right knee was entered under ultrasound; no imaging was used. Kenalog 40 mg was "
    "injected, in all 80 mg of Kenalog.\n"
)


def proof(text: str) -> Evidence:
    start = NOTE.index(text)
    return Evidence(start=start, end=start + len(text), text=text)


def row_with(coder: Coder, **parts: Any) -> dict[str, Any]:
    """The row of `NOTE` with nothing open but ``parts``."""
    result = coder.code(NOTE)
    told = {"missing": (), "conflicts": (), "checklist": (), "cross_checks": (), **parts}
    return result.model_copy(update=told).row() | {"further": []}


def element(name: str, **more: Any) -> ElementAnswer:
    told = {"status": "absent", "severity": "payment-denying", "source": "x", "required": True, **more}
    return ElementAnswer(element=name, **told)


def test_only_what_is_required_and_changes_something_is_asked(coder: Coder, drafter: Drafter) -> None:
    answers = (
        element("indication"),
        element("consent", required=False),
        element("prior_treatment", status="present"),
        element("timeout", severity="audit-risk"),
        element("pain_score", job="staff"),
        element("signature"),
        element("no_such_element"),
    )
    drafts = drafter(row_with(coder, checklist=answers), NOTE, strict=True)
    assert [question.rule for question in drafts.questions] == ["absent/indication"]
    assert {left.rule: left.reason for left in drafts.left} == {
        "absent/timeout": "it changes no code, modifier, units or coverage",
        "absent/pain_score": "it is for the staff to close",
        "absent/signature": "an attestation closes it, and no question",
        "absent/no_such_element": "there is no template for it",
    }


def test_a_contradicted_element_and_a_cross_check(coder: Coder, drafter: Drafter, linter: Linter) -> None:
    imaging = (proof("under ultrasound"), proof("no imaging was used"))
    contradicted = element("guidance", status="present", contradicted=True, evidence=imaging)
    sums = CrossCheck(
        check="drug_sum",
        message="",
        severity="payment-denying",
        source="x",
        element="drug_dose",
        evidence=(proof("40 mg"), proof("80 mg")),
    )
    drafts = drafter(row_with(coder, checklist=(contradicted,), cross_checks=(sums,)), NOTE, strict=True)
    assert [question.rule for question in drafts.questions] == ["cross_check/drug_sum", "contradicted/guidance"]
    for question in drafts.questions:
        assert len(question.quotes) == 2
        compliant(question, NOTE, linter)


def test_a_cross_check_goes_before_the_same_conflict(coder: Coder, drafter: Drafter) -> None:
    check = CrossCheck(
        check="title_side",
        message="",
        severity="code-determining",
        source="x",
        element="laterality",
        evidence=(proof("Left"), proof("right")),
    )
    conflict = ("title says left, body says right: the body is followed",)
    drafts = drafter(row_with(coder, cross_checks=(check,), conflicts=conflict), NOTE, strict=True)
    assert [question.rule for question in drafts.questions] == ["cross_check/title_side"]


@pytest.mark.parametrize(
    ("evidence", "severity"),
    [((), "payment-denying"), (("Left",), "payment-denying"), (("Left", "right"), "best-practice")],
)
def test_a_contradiction_that_cannot_be_shown_is_not_asked(
    evidence: tuple[str, ...], severity: str, coder: Coder, drafter: Drafter
) -> None:
    proofs = tuple(proof(text) for text in evidence)
    answer = element("laterality", status="present", contradicted=True, evidence=proofs, severity=severity)
    assert drafter(row_with(coder, checklist=(answer,)), NOTE, strict=True).questions == ()


def test_a_note_without_a_quote_is_asked_openly(coder: Coder, drafter: Drafter, linter: Linter) -> None:
    row = row_with(coder, missing=("guidance",))
    row["procedures"], row["lines"] = [], []
    (question,) = drafter(row, NOTE, strict=True).questions
    assert question.kind == "open"
    assert "silent" in question.body
    compliant(question, NOTE, linter)


def test_a_draft_that_leads_is_never_made(coder: Coder, drafter: Drafter, monkeypatch: pytest.MonkeyPatch) -> None:
    worded = draft_module.Drafter.worded

    def leading(self: Drafter, *given: Any) -> Question:
        question = worded(self, *given)
        return question.model_copy(update={"title": "Left side"})

    monkeypatch.setattr(draft_module.Drafter, "worded", leading)
    row = row_with(coder, missing=("laterality",))
    drafts = drafter(row, NOTE)
    assert drafts.questions == ()
    assert drafts.left[0].reason == "its question would break 4/answer"
    with pytest.raises(NotCompliantError, match="4/answer"):
        drafter(row, NOTE, strict=True)
