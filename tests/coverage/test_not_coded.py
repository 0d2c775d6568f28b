"""``reference/not_coded.csv``: codes that no note leads to, each with a reason; none of them can stand on a claim."""

from __future__ import annotations

import csv

import pytest

from cac.lexicon.loader import load_lexicon

LEXICON = load_lexicon()
PATH = LEXICON.root / "reference" / "not_coded.csv"
with PATH.open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
GIVEN = {
    code
    for family in LEXICON.families.values()
    for rule in family.codes
    for code in (*rule.codes(), *rule.guidance.values(), *rule.emg.values())
}


def test_rows_are_sorted_and_each_code_stands_once() -> None:
    codes = [row["code"] for row in ROWS]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_row_names_a_known_code_that_no_family_gives_and_why(row: dict[str, str]) -> None:
    assert row["code"] in LEXICON.codes
    assert row["code"] not in GIVEN
    assert row["reason"].strip() and row["source"].strip()
