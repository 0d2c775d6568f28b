"""The report of one note: gaps, quotes, cross-checks, what was treated and what was counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cac import Coder
from cac.errors import InputError
from cac.lexicon.loader import Lexicon
from cac.records import CrossCheck, Note
from cac.reports import note_report
from cac.reports.note import note
from cac.reports.records import CountedPlace, NoteReport, Place
from cac.reports.rows import full
from cac.reports.spine import diagram
from cac.reports.widen import widened
from tests.reports.made_up import TEXT, answers, error_row, row, words, write_rows

ROOT = Path(__file__).resolve().parents[2]


def report_of(one: dict[str, Any], lexicon: Lexicon, copy_for: Any = "provider") -> NoteReport:
    whole = full(json.dumps(one).encode())
    assert whole
    return note(whole, lexicon, copy_for)


def test_gaps_with_authority_job_quotes_and_prompt(lexicon: Lexicon) -> None:
    one = row(checklist=answers(absent=["drug_dose", "timeout", "pain_score"], not_required=["pain_score"]))
    report = report_of(one, lexicon)
    assert [gap.words.element for gap in report.gaps] == ["drug_dose", "timeout"]
    dose, timeout = report.gaps
    assert (dose.state, dose.words.source, dose.words.job) == ("missing", "Authority of drug_dose", "Provider")
    assert [(quote.of, quote.text) for quote in dose.quotes] == [("Drug", "Kenalog")]  # what stands beside it
    assert timeout.words.job == "Staff"
    assert [quote.text for quote in timeout.quotes] == ["Left", "transforaminal epidural steroid injections"]
    assert {quote.of for quote in timeout.quotes} == {"The procedure"}
    assert all("____" in gap.words.prompt for gap in report.gaps)
    assert "Pain before the procedure" in report.not_asked


def test_a_contradiction_shows_both_places(lexicon: Lexicon) -> None:
    checklist = tuple(
        answer.model_copy(update={"contradicted": True, "required": False}) if answer.element == "levels" else answer
        for answer in answers()
    )
    [gap] = report_of(row(checklist=checklist), lexicon).gaps
    assert gap.state == "contradicted"
    assert [quote.text for quote in gap.quotes] == ["L4-5", "L5-S1"]


def test_cross_checks_and_conflicts(lexicon: Lexicon) -> None:
    check = CrossCheck(
        check="side",
        message="The title and the body name different sides.",
        severity="code-determining",
        source="RULEBOOK 5",
        evidence=(words("Left"), words("needle")),
    )
    report = report_of(row(checks=(check,), conflicts=["Two levels."]), lexicon)
    assert [quote.text for quote in report.checks[0].quotes] == ["Left", "needle"]
    assert report.conflicts == ("Two levels.",)


def test_the_provider_copy_has_no_codes_and_the_coder_copy_does(lexicon: Lexicon) -> None:
    one = row(checklist=answers(absent=["contrast"]), missing=["laterality"], review=["64999 against 64633"])
    provider = report_of(one, lexicon).model_dump_json()
    coder = report_of(one, lexicon, "coder").model_dump_json()
    for words_ in ("64483", "64999", "payment-denying"):
        assert words_ not in provider
        assert words_ in coder
    assert "Open facts: laterality." in coder


@pytest.mark.parametrize(
    ("one", "code"),
    [(error_row(), "error_row"), (row(status="not_a_procedure", procedures=[], lines=[]), "no_procedure")],
)
def test_rows_of_which_nothing_is_asked(one: dict[str, Any], code: str, lexicon: Lexicon) -> None:
    with pytest.raises(InputError) as caught:
        report_of(one, lexicon)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("rows", "id", "said"),
    [
        ([row("N1"), row("N2")], "", "many rows: name a note with --id"),
        ([row("N1"), row("N2")], "N3", "No row has this id"),
        ([row("N1"), row("N1")], "N1", "Two rows have this id"),
        ([], "", "The file is empty"),
        (["no row"], "", "holds no row of `cac batch`"),
    ],
)
def test_which_row(rows: list[Any], id: str, said: str, tmp_path: Path, lexicon: Lexicon) -> None:
    path = write_rows(tmp_path / "rows.jsonl", rows)
    with pytest.raises(InputError, match=said):
        note_report([path], id, lexicon, "provider")


def test_quotes_become_sentences_where_the_note_is_at_hand(tmp_path: Path, lexicon: Lexicon) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [row(checklist=answers(absent=["drug_dose", "timeout"]))])
    report = note_report([path], "", lexicon, "provider", [Note(id="N0", text="x"), Note(id="N1", text=TEXT)])
    dose, timeout = report.gaps
    assert [quote.text for quote in dose.quotes] == ["Kenalog 40 mg was injected."]
    assert [quote.text for quote in timeout.quotes] == [TEXT.split("\n")[0]]  # two passages of one sentence
    for gap in report.gaps:
        for quote in gap.quotes:
            assert TEXT[quote.start : quote.end] == quote.text


def test_another_text_changes_no_quote(lexicon: Lexicon) -> None:
    quotes = report_of(row(checklist=answers(absent=["drug_dose"])), lexicon).gaps[0].quotes
    assert widened(quotes, "another note altogether " * 20) == quotes
    assert widened(quotes, "") == quotes


def test_a_sentence_without_end_is_cut_between_words(lexicon: Lexicon) -> None:
    [quote] = report_of(row(checklist=answers(absent=["drug_dose"])), lexicon).gaps[0].quotes
    text = "and " * 200 + "Kenalog" + " then" * 200
    start = text.index("Kenalog")
    [wide] = widened((quote.model_copy(update={"start": start, "end": start + 7}),), text)
    assert wide.text == text[wide.start : wide.end]
    assert 150 < len(wide.text) <= 240
    assert wide.text.startswith("and ")
    assert wide.text.endswith(" then")


TREATED = [
    ("tfesi_two_levels", "L4-L5, L5-S1 (left)", "2 foramina: L4 (left); L5 (left)"),
    ("tfesi_one_level_each_side", None, "2 foramina:"),
    ("rfa_three_joints_left", "L2, L3, L4, L5 (left)", "3 joints: L3-L4 (left); L4-L5 (left); L5-S1 (left)"),
    ("rfa_cervical_with_third_occipital", "C3, C4, TON (right)", "2 joints: C2-C3 (right); C3-C4 (right)"),
    ("facet_injections_mixed_sides", "L3-L4, L4-L5 (both sides); L5-S1 (right)", "3 joints: L3-L4 (both sides)"),
    ("vertebroplasty_one_body", None, "1 vertebral body"),
    ("lumbar_interlaminar_epidurogram", None, "once for the session, however many places"),
    ("trigger_points_four_muscles", None, "by muscles"),
    ("mbb_blank_levels", None, "the least that is proven: no place that counts is told"),
]


@pytest.mark.parametrize(("name", "treated", "counted"), TREATED, ids=[name for name, _, _ in TREATED])
def test_what_was_treated_and_counted_in_sample_notes(
    name: str, treated: str | None, counted: str, coder: Coder, lexicon: Lexicon
) -> None:
    text = (ROOT / "sample_notes" / f"{name}.txt").read_text(encoding="utf-8")
    [one, *_] = report_of(coder.code(text, id=name).row(), lexicon).treated
    assert one.treated == treated or treated is None
    assert one.counted.startswith(counted)
    if one.counted[0].isdigit():
        assert len(one.counts) == int(one.counted.split()[0])


def test_a_procedure_without_a_line_counts_nothing(lexicon: Lexicon) -> None:
    [one] = report_of(row(lines=[]), lexicon).treated
    assert one.counted == "nothing: no line was made for it"
    assert one.counts == ()


def test_an_older_row_has_the_sides_of_the_whole(lexicon: Lexicon) -> None:
    old = row()
    del old["procedures"][0]["sides"]
    old["procedures"][0]["laterality"] = "bilateral"
    assert report_of(old, lexicon).treated[0].treated == "L4-L5, L5-S1 (both sides)"


def drawn(places: list[Place], counts: list[CountedPlace], lexicon: Lexicon) -> Any:
    [one] = report_of(row(), lexicon).treated
    return diagram(one.model_copy(update={"places": tuple(places), "counts": tuple(counts)}))


@pytest.mark.parametrize("mark", ["nerve", "joint", "foramen", "space", "body"])
@pytest.mark.parametrize(
    "name",
    [
        "C1-C2",
        "C7-T1",
        "C8",
        "T1",
        "T12-L1",
        "T6",
        "L5-S1",
        "L5",
        "S1",
        "S4",
        "TON",
        "C1",
        "S2-S3",
        "L2",
        "C0-C1",
        "S5",
    ],
)
@pytest.mark.parametrize("sides", [(), ("left",), ("right",), ("left", "right")])
def test_every_place_can_be_drawn_inside_the_picture(
    mark: Any, name: str, sides: tuple[str, ...], lexicon: Lexicon
) -> None:
    place = Place(name=name, mark=mark, sides=sides)
    picture = drawn([place], [CountedPlace(name=name, sides=sides, place=place)], lexicon)
    marks = [shape for shape in picture.shapes if shape.role.startswith("treated")]
    assert marks
    for shape in picture.shapes:
        points = getattr(shape, "points", ()) or [
            (getattr(shape, "x", getattr(shape, "x1", 0)), getattr(shape, "y", getattr(shape, "y1", 0)))
        ]
        assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in points), shape


def middle(shape: Any) -> float:
    return sum(x for x, _ in shape.points) / len(shape.points) if hasattr(shape, "points") else shape.x


@pytest.mark.parametrize("mark", ["nerve", "joint", "foramen"])
def test_left_is_left_and_right_is_right(mark: Any, lexicon: Lexicon) -> None:
    headings = {
        shape.text: shape.x
        for shape in drawn([Place(name="L4", mark=mark)], [], lexicon).shapes
        if hasattr(shape, "text")
    }
    assert headings["LEFT"] < headings["RIGHT"]
    centre = (headings["LEFT"] + headings["RIGHT"]) / 2
    for sides, way in ((("left",), -1), (("right",), 1)):
        picture = drawn([Place(name="L4-L5", mark=mark, sides=sides)], [], lexicon)
        shape = next(shape for shape in picture.shapes if shape.role == "treated")
        assert (middle(shape) - centre) * way > 0


def test_levels_go_down_the_picture(lexicon: Lexicon) -> None:
    places = [Place(name=name, mark="body", sides=()) for name in ("T12", "L1", "L2")]
    picture = drawn(places, [], lexicon)
    tops = [shape.y for shape in picture.shapes if shape.role == "treated" and hasattr(shape, "round")]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3


def test_nothing_at_the_spine_is_not_drawn(lexicon: Lexicon) -> None:
    assert drawn([], [], lexicon) is None
