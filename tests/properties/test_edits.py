"""What holds of every claim: no edit fails, the order of lines changes nothing, a clean line takes nothing away."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cac.context import PLACES
from cac.records import BilledClaim, BilledLine, Finding
from tests.edits.claims import LEXICON, claim, judged, line

SEVERITIES = {"error", "warning", "info"}
odd = st.text(string.ascii_uppercase + string.digits + " -é", max_size=7)
codes = st.one_of(st.sampled_from([*LEXICON.codes, "J3301", "J1010", "J1030", "Q9966", "99999"]), odd)
modifiers = st.one_of(st.sampled_from([*LEXICON.edit_rules.modifiers]), odd)
diagnoses = st.one_of(st.sampled_from(["M54.16", "M54.5", "M46.1", "M25.561", "M25.562", "G35", "Z00.6", "M5416"]), odd)
lines = st.builds(
    BilledLine,
    code=codes,
    modifiers=st.lists(modifiers, max_size=6).map(tuple),
    units=st.integers(1, 500),
    diagnoses=st.lists(diagnoses, max_size=4).map(tuple),
)
claims = st.builds(
    BilledClaim,
    date_of_service=st.one_of(st.dates(date(2018, 1, 1), date(2027, 12, 31)), st.dates()),
    payer=st.sampled_from([*LEXICON.payers]),
    place_of_service=st.sampled_from(["", *PLACES]),
    contractor=st.sampled_from(["", "CGS", "WPS"]),
    state=st.sampled_from(["", "NJ", "FL", "nj"]),
    lines=st.lists(lines, min_size=0, max_size=8).map(tuple),
)


@given(claims)
@settings(max_examples=300, deadline=None)
def test_the_edits_never_fail(one: BilledClaim) -> None:
    found = judged(one)
    assert found == judged(one)
    for item in found:
        assert item.severity in SEVERITIES
        assert item.message
        assert item.authority or item.rule.startswith("modifier/")
        assert all(0 <= place < len(one.lines) for place in item.lines)
    ranks = [("error", "warning", "info").index(item.severity) for item in found]
    assert ranks == sorted(ranks)


def told(found: tuple[Finding, ...], places: dict[int, int]) -> list[tuple[str, str, tuple[int, ...]]]:
    return sorted((item.rule, item.severity, tuple(sorted(places[place] for place in item.lines))) for item in found)


@given(claims, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_lines_changes_nothing(one: BilledClaim, random: object) -> None:
    order = list(range(len(one.lines)))
    random.shuffle(order)  # type: ignore[attr-defined]
    turned = one.model_copy(update={"lines": tuple(one.lines[place] for place in order)})
    same = {place: place for place in range(len(order))}
    assert told(judged(one), same) == told(judged(turned), dict(enumerate(order)))


@given(claims)
@settings(max_examples=200, deadline=None)
def test_an_unrelated_line_takes_nothing_away(one: BilledClaim) -> None:
    """A drug test beside the claim: every line keeps what was said of it.

    ``ptp/idle`` says that there is no edit with any other line, which a line of which nothing is known leaves open.
    """
    if any(item.code.startswith("8030") for item in one.lines):
        return
    more = one.model_copy(update={"lines": (*one.lines, line("80305", "M54.16"))})
    before = {(item.rule, place) for item in judged(one) for place in item.lines if item.rule != "ptp/idle"}
    after = {(item.rule, place) for item in judged(more) for place in item.lines}
    assert before <= after


SIDED = ["64483-{} 64484-{}", "64493-{} 62323", "20610-{}", "27096-{} 64483-{}", "64635-{} 64625-{}"]


@pytest.mark.parametrize("pattern", SIDED)
@pytest.mark.parametrize("payer", [*LEXICON.payers])
def test_left_and_right_are_judged_alike(pattern: str, payer: str) -> None:
    place = LEXICON.payers[payer].places[0]
    count = pattern.count("{}")
    left, right = (claim(pattern.format(*[side] * count), payer=payer, place=place) for side in ("LT", "RT"))
    same = dict(enumerate(range(len(left.lines))))
    assert told(judged(left), same) == told(judged(right), same)


@pytest.mark.parametrize("payer", [*LEXICON.payers])
def test_a_claim_without_lines_has_no_findings(payer: str) -> None:
    assert judged(BilledClaim(date_of_service=date(2026, 1, 15), payer=payer)) == ()
