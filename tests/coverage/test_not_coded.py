"""``reference/not_coded.csv``: codes that no note leads to, each with a reason; none of them can stand on a claim."""

from __future__ import annotations

import pytest

from cac.lexicon.loader import load_lexicon
from cac.reference import files

LEXICON = load_lexicon()
ROWS = files.read(LEXICON.root, "not_coded", files.NotCodedRow)
GIVEN = {
    code
    for family in LEXICON.families.values()
    for rule in family.codes
    for code in (*rule.codes(), *rule.guidance.values(), *rule.emg.values())
}


def test_rows_are_sorted_and_each_code_stands_once() -> None:
    codes = [row.code for row in ROWS]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_names_a_known_code_that_no_family_gives_and_why(row: files.NotCodedRow) -> None:
    assert row.code in LEXICON.codes
    assert row.code not in GIVEN
    assert row.reason.strip() and row.source.strip()
