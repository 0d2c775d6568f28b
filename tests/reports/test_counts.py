"""What is counted of rows, what is left out, and when no report is made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cac.errors import InputError
from cac.lexicon.loader import Lexicon
from cac.reports import Selection, practice_report
from cac.reports.build import months_between
from cac.reports.counts import key
from cac.reports.rows import Row, RowReader
from cac.reports.sentences import summary
from tests.reports.conftest import Practice, Providers
from tests.reports.made_up import answers, error_row, row, write_rows


def counts(report: Any) -> dict[str, tuple[int, int, int]]:
    return {one.words.element: (one.rate.missing, one.rate.asked, one.contradicted) for one in report.elements}


def test_only_what_is_required_and_applies_is_asked_for(providers: Providers) -> None:
    rows = [
        row("N1", checklist=answers(absent=["timeout", "pain_score"])),
        row("N2", checklist=answers(absent=["timeout", "pain_score"], not_required=["pain_score"])),
        row("N3", checklist=answers(absent=["pain_score"], not_applicable=["timeout"])),
        row("N4", checklist=answers(contradicted=["laterality"])),
    ]
    [report] = providers(rows)
    found = counts(report)
    assert found["timeout"] == (2, 3, 0)
    assert found["pain_score"] == (2, 3, 0)
    assert found["laterality"] == (0, 4, 1)
    assert found["drug_name"] == (0, 4, 0)
    assert (report.with_gap.missing, report.with_gap.asked) == (3, 4)
    assert (report.overall.missing, report.overall.asked) == (4, 34)
    assert report.overall.low is None  # elements of one note hang together


def test_what_no_family_requires_stands_nowhere(providers: Providers) -> None:
    [report] = providers([row(checklist=answers(absent=["timeout"], not_required=["timeout"]))])
    assert "timeout" not in counts(report)
    assert not any(one.examples for one in report.elements)


def test_the_worst_severity_comes_first_and_in_it_the_most_frequent(providers: Providers) -> None:
    rows = [
        row("N1", checklist=answers(absent=["followup_plan", "drug_dose", "contrast"])),
        row("N2", checklist=answers(absent=["followup_plan", "contrast"])),
    ]
    [report] = providers(rows)
    order = [one.words.element for one in report.elements]
    assert order[0] == "drug_dose"
    assert order.index("contrast") < order.index("pain_score") < order.index("timeout") < order.index("followup_plan")


def test_months_and_days(providers: Providers) -> None:
    rows = [
        row("N1", day="2025-11-30", checklist=answers(absent=["timeout"])),
        row("N2", day="2026-01-02"),
        row("N3", day="2026-01-31", checklist=answers(absent=["timeout"])),
        row("N4", day=""),
    ]
    [report] = providers(rows)
    timeout = next(one for one in report.elements if one.words.element == "timeout")
    told = {one.month: (one.rate.missing, one.rate.asked) for one in timeout.months}
    assert told == {"2025-11": (1, 1), "2025-12": (0, 0), "2026-01": (1, 2)}
    assert timeout.rate.asked == 4
    assert (report.scope.first_day, report.scope.last_day) == ("2025-11-30", "2026-01-31")
    assert "No date of service is told by 1 of 4 notes" in " ".join(report.scope.remarks)


@pytest.mark.parametrize("day", ["01/20/2026", "2026-02-30", "20260120", "January"])
def test_a_date_that_is_none_counts_as_not_told(day: str, providers: Providers) -> None:
    [report] = providers([row("N1", context={"provider": "Dr. Ada", "date_of_service": day}), row("N2")])
    assert report.scope.first_day == report.scope.last_day == "2026-01-20"
    assert report.scope.notes == 2


def test_no_note_tells_a_date(providers: Providers) -> None:
    [report] = providers([row("N1", day=""), row("N2", day="")])
    assert report.months == ()
    assert "no trend can be drawn" in " ".join(report.scope.remarks)


def test_a_period_has_both_its_days_and_says_what_is_outside(providers: Providers) -> None:
    days = ["2026-01-01", "2026-01-31", "2025-12-31", "2026-02-01", ""]
    rows = [row(f"N{number}", day=day) for number, day in enumerate(days)]
    [report] = providers(rows, first="2026-01-01", last="2026-01-31")
    assert report.scope.notes == 2
    assert report.scope.remarks[0] == "Notes left out: 2 outside the period, 1 without a date of service."


def test_what_is_left_out_is_told_of_each_provider_for_herself(providers: Providers) -> None:
    rows = [
        row("N1"),
        row("N2", provider="Dr. Bo"),
        row("N3", provider="Dr. Bo", status="not_a_procedure", procedures=[], lines=[]),
        error_row(),
        row("N2", provider="Dr. Bo"),
    ]
    ada, bo = providers(rows)
    assert not any("left out" in remark for remark in ada.scope.remarks)
    assert "Notes left out: 1 of no procedure, 1 that stand there twice." in bo.scope.remarks
    for report in (ada, bo):
        assert any(remark.startswith("1 note of the file could not be coded") for remark in report.scope.remarks)


def test_one_provider_in_several_spellings_is_one(providers: Providers) -> None:
    rows = [row("N1", provider="Dr. Ada  Lee"), row("N2", provider="dr. ada lee"), row("N3", provider="Dr. Bo")]
    assert [(one.provider, one.scope.notes) for one in providers(rows)] == [("Dr. Ada Lee", 2), ("Dr. Bo", 1)]
    assert [one.scope.notes for one in providers(rows, provider=key("DR. ADA LEE"))] == [2]


def test_the_same_id_on_another_day_is_another_note(providers: Providers) -> None:
    [report] = providers([row("1", day="2026-01-01"), row("1", day="2026-02-01"), row("1", day="2026-02-01")])
    assert report.scope.notes == 2


def test_lines_that_are_no_rows_are_counted_and_never_quoted(providers: Providers) -> None:
    lines = ["Zyxwvuta was seen", "[]", "{}", '{"id": "x"}', '{"id": 1, "status": "ready", "checklist": []}', "", '"x"']
    [report] = providers([row("N1"), *lines, row("N2")])
    assert report.scope.notes == 2
    said = " ".join(report.scope.remarks)
    assert "6 lines are no rows of `cac batch` and were left out (the first: line 2)." in said
    assert "Zyxwvuta" not in said


def test_half_a_surrogate_pair_is_read(providers: Providers) -> None:
    one = json.dumps(row("N1", checklist=answers(absent=["timeout"])))
    [report] = providers([one.replace("Left", "Left\\ud83d")])
    assert report.scope.notes == 1
    report.model_dump_json().encode("utf-8")


def test_a_byte_order_mark_and_line_ends_of_windows(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(json.dumps(row(f"N{n}")) for n in (1, 2)).encode() + b"\r\n")
    reader = RowReader([path])
    found = [(one.id, spot) for one, spot in reader]
    assert [id for id, _ in found] == ["N1", "N2"]
    assert [getattr(reader.full(spot), "id", None) for _, spot in found] == ["N1", "N2"]


def test_a_line_too_long_is_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cac.reports.rows.MOST_LINE", 20_000)
    long = json.dumps(row("N1", reason="x" * 90_000))
    path = write_rows(tmp_path / "rows.jsonl", [row("N0"), long, row("N2")])
    reader = RowReader([path])
    spots = [(one.id, spot) for one, spot in reader]
    assert [id for id, _ in spots] == ["N0", "N2"]
    assert (reader.wrong, reader.first_wrong) == (1, (1, 2))
    last = reader.full(spots[1][1])
    assert last and last.id == "N2"


def test_old_rows_have_no_more_keys_than_they_need() -> None:
    """A row that knows of neither sides nor requirements is still a row."""
    import msgspec

    old = {"id": "N1", "status": "ready", "checklist": [{"element": "timeout", "status": "absent"}]}
    assert msgspec.convert(old, Row).checklist[0].required is False


OTHER = "cac 0.1.0, rules 0123456789ab"
NO_REASON: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("rows", "chosen", "code", "said"),
    [
        ([], NO_REASON, "empty", "The file is empty"),
        (["no row", "{}"], NO_REASON, "no_rows", "code the notes first"),
        ([{"id": "x", "text": "a note"}], NO_REASON, "no_rows", "holds no row of `cac batch`"),
        ([error_row()], NO_REASON, "nothing", "Every row is an error"),
        ([row(status="not_a_procedure", procedures=[])], NO_REASON, "nothing", "No row holds a procedure"),
        ([row("N1"), row("N2", version=OTHER)], NO_REASON, "mixed_rules", "2 versions of the rules (0123456789ab: 1, "),
        ([row("N1"), row("N2", version="")], NO_REASON, "mixed_rules", "not told: 1"),
        ([row("N1", version=OTHER)], NO_REASON, "old_rules", "take them as they are with --rules 0123456789ab"),
        ([row("N1", version="")], NO_REASON, "old_rules", "other rules (not told)"),
        ([row()], {"rules": "abcdef"}, "nothing", "No row was coded by these rules"),
        ([row()], {"first": "2027-01-01"}, "nothing", "No row falls into this period"),
        ([row(day="")], {"first": "2026-01-01"}, "nothing", "No row tells its date of service"),
        ([row()], {"family": "facet_rfa"}, "nothing", "No row has a procedure of this family"),
        ([row()], {"provider": key("Dr. Bo")}, "provider", "No row names that provider; the rows name 1"),
        ([row()], {"provider": ""}, "provider", "No row names that provider"),
        ([row(provider="")], {"provider": key("x")}, "field", "No row says who its provider is"),
        ([row()], {"field": "clinic"}, "field", "No row has that field in its `context`; there are payer, provider."),
        ([row()], {"field": "Quibblesnort 4711"}, "field", "No row has that field"),
        ([row()], {"field": "patient"}, "field", "never by day or patient"),
        (
            [row(checklist=answers(not_required=answers_of)) for answers_of in [[a.element for a in answers()]]],
            NO_REASON,
            "old_rows",
            "No row says which elements its procedures require",
        ),
    ],
)
def test_no_report_and_one_sentence_why(
    rows: list[Any], chosen: dict[str, Any], code: str, said: str, providers: Providers
) -> None:
    with pytest.raises(InputError) as caught:
        providers(rows, **chosen)
    assert caught.value.code == code
    assert said in caught.value.message
    assert caught.value.message.count(". ") == 0
    assert "Quibblesnort" not in caught.value.message


def test_what_is_missing_most_often_for_sure_stands_first(providers: Providers) -> None:
    """A rate of one note of one goes behind that of many notes, in the table and in the sentence."""
    often = [row(f"N{place}", checklist=answers(absent=["guidance"])) for place in range(9)]
    once = row("M", checklist=answers(absent=["laterality"]))
    rows = [*often, row("N9"), once]
    for one in rows[:10]:
        one["checklist"] = [told for told in one["checklist"] if told["element"] != "laterality"]
    [report] = providers(rows)
    names = [one.words.element for one in report.elements]
    rates = {one.words.element: one.rate.rate for one in report.elements}
    assert (rates["laterality"], rates["guidance"]) == (1.0, 0.8182)
    assert names.index("guidance") < names.index("laterality")
    assert "Most often missing: imaging guidance (82 %)" in summary(report)


def test_one_version_of_two_can_be_taken(providers: Providers) -> None:
    rows = [row("N1"), row("N2", version=OTHER), row("N3", version=OTHER)]
    [report] = providers(rows, rules="0123456789ab")
    assert report.scope.notes == 2
    assert "1 of other rules" in report.scope.remarks[0]
    assert "The rows were coded by other rules (0123456789ab)" in report.scope.remarks[-1]


def test_other_rules_matter_only_among_rows_that_count(providers: Providers) -> None:
    rows = [row("N1"), row("N2", provider="Dr. Bo", version=OTHER), row("N3", status="error", version="")]
    assert [one.scope.notes for one in providers(rows, provider=key("Dr. Ada"))] == [1]


@pytest.mark.parametrize(
    ("months", "all_months"),
    [
        ([], []),
        (["2025-12"], ["2025-12"]),
        (["2025-11", "2026-02"], ["2025-11", "2025-12", "2026-01", "2026-02"]),
    ],
)
def test_months_between(months: list[str], all_months: list[str]) -> None:
    assert list(months_between(months)) == all_months


def test_the_practice_counts_by_provider_by_family_and_both(practice: Practice) -> None:
    rows = [
        row("N1", checklist=answers(absent=["timeout"])),
        row("N2", family="facet_rfa"),
        row("N3", provider="Dr. Bo", family="facet_rfa", checklist=answers(absent=["timeout", "contrast"])),
        row("N4", provider=""),
    ]
    report = practice(rows)
    assert [(one.name, one.notes, one.with_gap.missing) for one in report.providers] == [
        ("Dr. Ada", 2, 1),
        ("Dr. Bo", 1, 1),
        ("(not named)", 1, 0),
    ]
    families = {one.name: (one.notes, one.rates["timeout"].missing) for one in report.families}
    assert sorted(families.values()) == [(2, 1), (2, 1)]
    assert len(report.parts) == 4
    assert sum(part.rates["timeout"].asked for part in report.parts) == 4
    assert report.cost is None
    assert "Not named is the provider of 1 note." in report.scope.remarks


def test_a_note_with_two_families_counts_once_for_its_provider_and_under_each(practice: Practice) -> None:
    one = row("N1", checklist=answers(absent=["timeout"]))
    one["procedures"].append({**one["procedures"][0], "family": "facet_rfa"})
    report = practice([one])
    assert report.providers[0].rates["timeout"].asked == 1
    assert [family.rates["timeout"].asked for family in report.families] == [1, 1]


def test_the_cost_side_counts_lines_on_notes_with_a_gap(practice: Practice) -> None:
    two_units = row("N2", checklist=answers(absent=["timeout"]))
    two_units["lines"][1]["units"] = 3
    rows = [row("N1", checklist=answers(absent=["timeout", "contrast"])), two_units, row("N3"), row("N4", lines=[])]
    report = practice(rows, costs=True)
    assert report.copy_for == "coder"
    assert report.cost is not None
    told = {one.element: (one.notes, one.lines, one.severity) for one in report.cost}
    assert told == {"contrast": (1, 2, "payment-denying"), "timeout": (2, 4, "audit-risk")}
    timeout = next(one for one in report.cost if one.element == "timeout")
    assert [(code.code, code.notes, code.lines, code.units) for code in timeout.codes] == [
        ("64483", 2, 2, 2),
        ("64484", 2, 2, 4),
    ]


def test_another_field_groups(practice: Practice) -> None:
    rows = [row(f"N{n}", context={"place_of_service": place}) for n, place in enumerate(["11", "24", "11"])]
    report = practice(rows, field="place_of_service")
    assert [(one.name, one.notes) for one in report.providers] == [("11", 2), ("24", 1)]


def test_several_files_are_one_report(tmp_path: Path, lexicon: Lexicon) -> None:
    paths = [write_rows(tmp_path / f"{n}.jsonl", [row(f"N{n}", day=f"2026-0{n}-01")]) for n in (1, 2)]
    report = practice_report(paths, Selection(families=True), lexicon)
    assert report.scope.notes == 2
    paths.append(write_rows(tmp_path / "3.jsonl", ["no row"]))
    said = practice_report(paths, Selection(), lexicon).scope.remarks
    assert any("line 1 of file 3" in remark for remark in said)


def test_memory_does_not_grow_with_the_notes(tmp_path: Path, lexicon: Lexicon) -> None:
    """What a tally holds of 50 and of 500 rows is of one size, but for a number a note."""
    from cac.reports.tally import Tally
    from cac.reports.words import Names

    def held(count: int) -> int:
        rows = [
            row(f"N{n}", day=f"2026-01-{n % 28 + 1:02d}", checklist=answers(absent=["timeout"])) for n in range(count)
        ]
        reader = RowReader([write_rows(tmp_path / f"{count}.jsonl", rows)])
        tally = Tally(Selection(), Names(lexicon, "provider"), reader)
        for one, spot in reader:
            tally.add(one, spot)
        [group] = tally.groups.values()
        return len(str(group.months)) - len(str(count)) + sum(len(spots) for spots in group.latest.values())

    assert abs(held(500) - held(50)) < 60
