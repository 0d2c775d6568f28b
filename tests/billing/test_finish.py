"""Neutral lines -> the lines of a payer at a place: sides, components, order, attestations; each told by hand."""

from __future__ import annotations

import itertools

import pytest

from cac.billing.finish import finish
from cac.context import PLACES, read_context
from cac.errors import InputError
from cac.lexicon.loader import load_lexicon
from cac.records import Claim, ClaimLine, Evidence, Procedure

LEXICON = load_lexicon()
WORDS = (Evidence(start=0, end=1, text="x"),)


def lines_of(told: str) -> tuple[ClaimLine, ...]:
    """ "64483-50 64484-RTx2" as lines, all of procedure 0."""
    found = []
    for word in told.split():
        name, _, units = word.partition("x")
        code, *modifiers = name.split("-")
        found.append(
            ClaimLine(code=code, modifiers=tuple(modifiers), units=int(units or 1), procedures=(0,), evidence=WORDS)
        )
    return tuple(found)


def told_of(lines: tuple[ClaimLine, ...]) -> str:
    return " ".join(
        "-".join((line.code, *line.modifiers)) + (f"x{line.units}" if line.units > 1 else "") for line in lines
    )


def finished(told: str, payer: str, place: str, *, teaching: bool = False, **attributes: str) -> Claim:
    context = read_context({"payer": payer, "place_of_service": place}, LEXICON.payers)
    procedure = Procedure(family="facet_injection", attributes=attributes)
    return finish(
        Claim(lines=lines_of(told)),
        [procedure],
        WORDS if teaching else (),
        context,
        LEXICON.payers[context.payer],
        LEXICON.codes,
    )


@pytest.mark.parametrize(
    ("neutral", "payer", "place", "wanted"),
    [
        # both sides (RULEBOOK 3.6, CORRECTIONS 22)
        ("64483-50 64484-50", "medicare_part_b", "11", "64483-50 64484-50"),
        ("64483-50 64484-50", "medicare_asc", "24", "64483-RT 64483-LT 64484-RT 64484-LT"),
        ("64483-50 64484-50", "medicare_opps", "22", "64483-50 64484-50"),
        ("64483-50 64484-50", "commercial", "11", "64483-50 64484x2"),
        ("64635-50 64636-50x2", "commercial", "24", "64635-50 64636x4"),
        ("64483-50", "workers_compensation", "11", "64483-RT 64483-LT"),
        ("64635-50 64636-50 64636-RT", "medicare_asc", "24", "64635-RT 64635-LT 64636-RTx2 64636-LT"),
        ("20610-50-59", "medicare_asc", "24", "20610-59-RT 20610-59-LT"),
        ("62323", "medicare_asc", "24", "62323"),
        # the professional part (RULEBOOK 3.8)
        ("64510-LT 77003", "medicare_part_b", "22", "64510-LT 77003-26"),
        ("64510-LT 77003", "medicare_part_b", "11", "64510-LT 77003"),
        ("64418-RT 76942", "commercial", "24", "64418-RT 76942-26"),
        ("62290x3 72295x3", "medicare_part_b", "21", "62290x3 72295-26x3"),
        ("64483-LT", "medicare_part_b", "22", "64483-LT"),
        # the facility's own codes and what it does not report
        ("27096-50", "medicare_asc", "24", "G0260-RT G0260-LT"),
        ("27096-50", "medicare_opps", "19", "G0260-50"),
        ("27096-RT", "medicare_part_b", "24", "27096-RT"),
        ("64510-LT 77003", "medicare_asc", "24", "64510-LT"),
        ("62323-53", "medicare_asc", "24", "62323-74"),
        ("62323-53", "medicare_part_b", "24", "62323-53"),
        # sedation: the minutes after the first are the facility's, whose payer packages all of it
        ("62323 99152 99153x2", "medicare_part_b", "11", "62323 99152 99153x2"),
        ("62323 99152 99153x2", "medicare_part_b", "22", "62323 99152"),
        ("62323 99152 99153", "commercial", "24", "62323 99152"),
        ("62323 99151 99153", "workers_compensation", "19", "62323 99151"),
        ("62323 99152 99153", "medicare_asc", "24", "62323"),
        ("62323 99151", "medicare_opps", "22", "62323"),
        ("62323 99152 99153", "medicare_part_b", "", "62323 99152 99153"),
        # leads
        ("63650x2", "medicare_part_b", "11", "63650 63650-59"),
        ("63650x1", "medicare_part_b", "11", "63650"),
        # attestation that needs no fact of the note
        ("64628 64629", "medicare_part_b", "22", "64628-KX 64629-KX"),
        ("64628 64629", "commercial", "22", "64628 64629"),
        # no place: nothing that hangs on it is written
        ("64510-LT 77003 63650x2 64628 27096-50", "medicare_part_b", "", "64510-LT 77003 63650x2 64628 27096-50"),
    ],
)  # fmt: skip
def test_lines_of_a_payer(neutral: str, payer: str, place: str, wanted: str) -> None:
    assert told_of(finished(neutral, payer, place).lines) == wanted


@pytest.mark.parametrize(
    ("attributes", "payer", "wanted"),
    [
        ({"purpose": "diagnostic"}, "medicare_part_b", "64493-KX-RT 64494-KX-RT"),
        ({"purpose": "therapeutic"}, "medicare_part_b", "64493-RT 64494-RT"),
        ({}, "medicare_part_b", "64493-RT 64494-RT"),
        ({"purpose": "diagnostic"}, "commercial", "64493-RT 64494-RT"),
    ],
)
def test_kx_only_on_what_the_note_calls_diagnostic(attributes: dict[str, str], payer: str, wanted: str) -> None:
    assert told_of(finished("64493-RT 64494-RT", payer, "11", **attributes).lines) == wanted


def test_stopped_before_anesthesia_is_73_for_a_facility() -> None:
    assert told_of(finished("62323-53", "medicare_asc", "24", stopped="before_anesthesia").lines) == "62323-73"


def test_teaching_physician() -> None:
    assert (
        told_of(finished("62323 64483-59-RT", "medicare_part_b", "22", teaching=True).lines)
        == "62323-GC 64483-59-RT-GC"
    )


@pytest.mark.parametrize(("payer", "place"), [("medicare_asc", "24"), ("medicare_opps", "22")])
def test_a_facility_does_not_tell_of_residents(payer: str, place: str) -> None:
    assert told_of(finished("62323", payer, place, teaching=True).lines) == "62323"


def test_technical_work_is_refused_by_name() -> None:
    (refusal,) = finished("62323 99152 99153", "medicare_part_b", "24").refused
    assert (refusal.code, refusal.rule) == ("99153", "payer/technical")


def test_a_fifth_modifier_is_refused_and_never_written() -> None:
    claim = finished("64493-50-59-53", "medicare_part_b", "22", teaching=True, purpose="diagnostic")
    assert told_of(claim.lines) == "64493-50-53-59-KX"
    assert [refusal.code for refusal in claim.refused] == ["64493-GC"]
    assert claim.review


def test_what_a_facility_does_not_report_is_refused_by_name() -> None:
    claim = finished("27096-RT 77003", "medicare_asc", "24")
    assert [refusal.code for refusal in claim.refused] == ["27096", "77003"]


@pytest.mark.parametrize(("payer", "place"), list(itertools.product(LEXICON.payers, PLACES)))
def test_units_and_sides_never_grow(payer: str, place: str) -> None:
    """Whatever the payer, a side treated once is billed once."""
    if place not in LEXICON.payers[payer].places:
        with pytest.raises(InputError):
            finished("64483-50", payer, place)
        return
    for neutral, counted in (("64483-50", 2), ("64483-RT", 1), ("64635-50 64636-50x2 64636-LT", 7)):
        lines = finished(neutral, payer, place).lines
        sides = sum(line.units * (2 if "50" in line.modifiers else 1) for line in lines)
        assert sides == counted


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"payer": "aetna"}, "payer is not known"),
        ({"place_of_service": "99"}, "place of service is not known"),
        ({"payer": "medicare_asc", "place_of_service": "11"}, "takes place of service 24, not 11"),
        ({"payer": "medicare_asc", "claim": "professional"}, "takes facility claims"),
        ({"date_of_service": "2026-02-30"}, "no day"),
        ({"date_of_service": "15.1.2026"}, "no day"),
        ({"state": "ZZ"}, "no state of the US"),
        ({"state": "New Jersey"}, "no state of the US"),
        ({"contractor": "Acme"}, "contractor is not known; write one of CGS, FCSO"),
        ({"contractor": "cg"}, "contractor is not known"),
    ],
)
def test_a_context_that_is_none(said: dict[str, str], problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_context(said, LEXICON.payers)


@pytest.mark.parametrize(
    ("said", "contractor", "state"),
    [
        ({"contractor": "cgs", "state": "nj"}, "CGS", "NJ"),
        ({"contractor": "First Coast Service Options", "state": " fl "}, "FCSO", "FL"),
        ({"contractor": "Noridian JE", "state": "DC"}, "Noridian", "DC"),
        ({"contractor": "National Government Services"}, "NGS", ""),
        ({"contractor": "WPS", "state": "PR"}, "WPS", "PR"),
        ({"contractor": "", "state": ""}, "", ""),
    ],
)
def test_contractor_and_state(said: dict[str, str], contractor: str, state: str) -> None:
    context = read_context(said, LEXICON.payers)
    assert (context.contractor, context.state) == (contractor, state)


def test_defaults_are_told() -> None:
    assert read_context({}, LEXICON.payers).told() == {
        "date_of_service": "2026-01-15", "payer": "medicare_part_b", "claim": "professional",
        "defaults": "date_of_service, payer, place_of_service",
    }  # fmt: skip
    asc = read_context({"payer": "Medicare ASC", "date_of_service": "2026-03-01"}, LEXICON.payers)
    assert (asc.place_of_service, asc.claim, asc.defaults) == ("24", "facility", ("place_of_service",))
