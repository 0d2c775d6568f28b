"""Levels as dictated. A row is the text and what it says: name=the exact words, in order.

"L4-L5" is a space, "L4" a vertebra or nerve, "L3..L5" a range that the families read as spaces or as nerves.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cac.nlp.levels import RANK, Group, adjacent, between, find_levels, find_ribs


def bug(text: str, says: str, reason: str) -> object:
    return pytest.param(text, says, marks=pytest.mark.xfail(strict=True, reason=reason))


def told(text: str, groups: list[Group]) -> str:
    rows = []
    for group in groups:
        for item in group.items:
            joined = {"space": "-", "range": "..", "single": ""}[item.kind]
            rows.append(f"{item.upper}{joined}{item.lower}={text[item.start : item.end]}")
    return "; ".join(rows)


TABLE = [
    # spoken, without a mark
    ("t six t seven t eight", "; ".join(f"T{n}=t six t seven t eight" for n in (6, 7, 8))),
    ("l four and five medial branches", "L4=l four; L5=five"),
    ("l four dash five", "L4-L5=l four dash five"),
    ("l five slash s one", "L5-S1=l five slash s one"),
    ("c five six and six seven", "C5-C6=c five six; C6-C7=six seven"),
    ("l three four four five and five s one", "L3-L4=l three four; L4-L5=four five; L5-S1=five s one"),
    ("l five and s one roots", "L5=l five; S1=s one"),
    ("l four through s one", "L4..S1=l four through s one"),
    ("t two and t three nerves", "T2=t two; T3=t three"),
    ("vitamin c two tablets and c one day", ""),
    # one space, as many hands write it
    ("L4-5", "L4-L5=L4-5"),
    ("L4-L5", "L4-L5=L4-L5"),
    ("L4/5", "L4-L5=L4/5"),
    ("L4/L5", "L4-L5=L4/L5"),
    ("L4–5", "L4-L5=L4–5"),
    ("L4 - L5", "L4-L5=L4 - L5"),
    ("L45", "L4-L5=L45"),
    ("L4L5", "L4-L5=L4L5"),
    ("L4 5", "L4-L5=L4 5"),
    ("L 4 5", "L4-L5=L 4 5"),
    ("L-4-5", "L4-L5=L-4-5"),
    ("l4-5", "L4-L5=l4-5"),
    ("L four five", "L4-L5=L four five"),
    ("L5-S1", "L5-S1=L5-S1"),
    ("L5S1", "L5-S1=L5S1"),
    ("L5/S1", "L5-S1=L5/S1"),
    ("L51", "L5-S1=L51"),
    ("L5-1", "L5-S1=L5-1"),
    ("L five S one", "L5-S1=L five S one"),
    ("L5 S1", "L5-S1=L5 S1"),
    ("C5/6", "C5-C6=C5/6"),
    ("C56", "C5-C6=C56"),
    ("C7-T1", "C7-T1=C7-T1"),
    ("C7T1", "C7-T1=C7T1"),
    ("C7/T1", "C7-T1=C7/T1"),
    ("C7-1", "C7-T1=C7-1"),
    ("C0-C1", "C0-C1=C0-C1"),
    ("C1-2", "C1-C2=C1-2"),
    ("T12-L1", "T12-L1=T12-L1"),
    ("T12/L1", "T12-L1=T12/L1"),
    ("T12L1", "T12-L1=T12L1"),
    ("T11-12", "T11-T12=T11-12"),
    ("T1112", "T11-T12=T1112"),
    ("T910", "T9-T10=T910"),
    ("T9-10", "T9-T10=T9-10"),
    ("T 7 8", "T7-T8=T 7 8"),
    ("the lumbar 4-5 interspace", "L4-L5=lumbar 4-5"),
    ("cervical 5-6 disc", "C5-C6=cervical 5-6"),
    # one vertebra or nerve
    ("L4", "L4=L4"),
    ("L 4", "L4=L 4"),
    ("L-4", "L4=L-4"),
    ("S1", "S1=S1"),
    ("T12", "T12=T12"),
    ("C2", "C2=C2"),
    ("the L5 nerve root", "L5=L5"),
    ("at L3.", "L3=L3"),
    ("(L3)", "L3=L3"),
    # ranges
    ("L3-L5", "L3..L5=L3-L5"),
    ("L3-5", "L3..L5=L3-5"),
    ("L2 through L5", "L2..L5=L2 through L5"),
    ("L2 to L5", "L2..L5=L2 to L5"),
    ("L3 through S1", "L3..S1=L3 through S1"),
    ("L3-S1", "L3..S1=L3-S1"),
    ("S1-S3", "S1..S3=S1-S3"),
    ("S1 through 3", "S1..S3=S1 through 3"),
    ("C3-C6", "C3..C6=C3-C6"),
    ("T10-L1", "T10..L1=T10-L1"),
    ("L3-L4-L5", "L3..L5=L3-L4-L5"),
    # lists
    ("L34, L45, L5S1", "L3-L4=L34; L4-L5=L45; L5-S1=L5S1"),
    ("L3-4, L4-5 and L5-S1", "L3-L4=L3-4; L4-L5=L4-5; L5-S1=L5-S1"),
    ("L3-4, 4-5, and 5-1", "L3-L4=L3-4; L4-L5=4-5; L5-S1=5-1"),
    ("L3/4 & L4/5", "L3-L4=L3/4; L4-L5=L4/5"),
    ("L4-5 + L5-S1", "L4-L5=L4-5; L5-S1=L5-S1"),
    ("L4-5; L5-S1", "L4-L5=L4-5; L5-S1=L5-S1"),
    ("L3, 4, and 5", "L3=L3; L4=4; L5=5"),
    ("L3, L4, and L5", "L3=L3; L4=L4; L5=L5"),
    ("L2, 3, 4 and 5", "L2=L2; L3=3; L4=4; L5=5"),
    ("L3 and L4", "L3=L3; L4=L4"),
    ("L4 and 5", "L4=L4; L5=5"),
    ("L4 and S1", "L4=L4; S1=S1"),
    ("L3, L4, L5, and S1", "L3=L3; L4=L4; L5=L5; S1=S1"),
    ("C3, 4, 5, 6", "C3=C3; C4=4; C5=5; C6=6"),
    ("C4, C5 and C6", "C4=C4; C5=C5; C6=C6"),
    ("C5/6, C6/7", "C5-C6=C5/6; C6-C7=C6/7"),
    ("C5-6 and 6-7", "C5-C6=C5-6; C6-C7=6-7"),
    ("T7, T8, and T9", "T7=T7; T8=T8; T9=T9"),
    ("S1, S2, and S3", "S1=S1; S2=S2; S3=S3"),
    ("S1, 2, and 3", "S1=S1; S2=2; S3=3"),
    ("L5 and S1, S2, S3", "L5=L5; S1=S1; S2=S2; S3=S3"),
    ("T12-L1 and L1-2", "T12-L1=T12-L1; L1-L2=L1-2"),
    ("L5-S1 and S1", "L5-S1=L5-S1; S1=S1"),
    ("L4-5 as well as L5-S1", "L4-L5=L4-5; L5-S1=L5-S1"),
    bug("L3 L4 L5", "L3=L3; L4=L4; L5=L5", "three names without commas are read as a range"),
    ("L3-4 on the left and L4-5 on the right", "L3-L4=L3-4; L4-L5=L4-5"),
    ("L4-5,\nL5-S1", "L4-L5=L4-5; L5-S1=L5-S1"),
    # doses and other numbers after a level are no levels
    ("at L4, 5 mL was injected", "L4=L4"),
    ("at L4, 5 cc of saline", "L4=L4"),
    ("at L4-5, 1 mL", "L4-L5=L4-5"),
    ("at L3 and 5 mg of dexamethasone", "L3=L3"),
    ("L4, 5 minutes later", "L4=L4"),
    ("L3 and 4 weeks of therapy", "L3=L3"),
    ("at L4 5 mL was given", "L4=L4"),
    ("L4, 22 gauge needle", "L4=L4"),
    ("at L3, 80 degrees for 90 seconds", "L3=L3"),
    ("L4-5: 5/10 pain", "L4-L5=L4-5"),
    ("L5, 2 needles", "L5=L5"),
    ("at L5-S1, 2.5 mL of the mixture", "L5-S1=L5-S1"),
    ("L3, 4.5 cm lateral", "L3=L3"),
    ("L4, 0.5 mL", "L4=L4"),
    # no levels at all
    ("5 mL of 1% lidocaine", ""),
    ("S1000", ""),
    ("L6", ""),
    ("C9", ""),
    ("T13", ""),
    ("HbA1c 6.5", ""),
    ("vitamin B12", ""),
    ("MRI T2 hyperintensity", "T2=T2"),
    ("PL4", ""),
    ("5-6 weeks", ""),
    ("a c 5", ""),
    ("J1030", ""),
    ("C-arm", ""),
    ("code L8680", ""),
    ("pain 4-5 of 10", ""),
    ("T&C 12", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "says"), TABLE)
def test_levels(text: str, says: str) -> None:
    assert told(text, find_levels(text)) == says


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("L3-4, L4-5 and L5-S1", ["L3-4, L4-5 and L5-S1"]),
        ("left L3, 4 and 5; right C5-6", ["L3, 4 and 5", "C5-6"]),
        ("L4-5 on the left and L5-S1 on the right", ["L4-5", "L5-S1"]),
        ("needle at L4. The L5 level", ["L4", "L5"]),
    ],
)
def test_levels_listed_together_are_one_group(text: str, groups: list[str]) -> None:
    assert [text[group.start : group.end] for group in find_levels(text)] == groups


def test_a_window_keeps_the_offsets_of_the_whole_text() -> None:
    text = "Left L2-3 before. Right L4-5 here. C5-6 after."
    start, end = text.index("Right"), text.index("C5")
    (group,) = find_levels(text, start, end)
    assert (text[group.start : group.end], group.items[0].upper) == ("L4-5", "L4")


@given(st.text(alphabet="LCTS0123456789 -/,and.mlx\n", max_size=60))
def test_whatever_stands_there_offsets_are_inside_and_in_order(text: str) -> None:
    last = 0
    for group in find_levels(text):
        assert last <= group.start < group.end <= len(text)
        last = group.end
        assert group.items
        for item in group.items:
            assert group.start <= item.start < item.end <= group.end
            assert item.upper in RANK
            assert (item.lower in RANK and RANK[item.lower] > RANK[item.upper]) or item.kind == "single"


BONES = [*(f"C{n}" for n in range(1, 8)), *(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6)), "S1"]
SPACES = list(pairwise(BONES))


@pytest.mark.parametrize(("upper", "lower"), SPACES)
@pytest.mark.parametrize(
    "form", ["{u}-{l}", "{u}/{l}", "{u} - {l}", "{u}{l}", "{u} {l}", "{u}–{l}", "{u}-{n}", "{u}/{n}"]
)
def test_every_space_of_the_spine_in_every_hand(upper: str, lower: str, form: str) -> None:
    text = f"the {form.format(u=upper, l=lower, n=lower[1:])} level"
    (group,) = find_levels(text)
    assert [(item.kind, item.upper, item.lower) for item in group.items] == [("space", upper, lower)]


@pytest.mark.parametrize(
    ("upper", "lower", "nerves", "names"),
    [
        ("L3", "L5", False, ["L3", "L4", "L5"]),
        ("L4", "S2", False, ["L4", "L5", "S1", "S2"]),
        ("T11", "L2", False, ["T11", "T12", "L1", "L2"]),
        ("C6", "T1", False, ["C6", "C7", "T1"]),
        ("C6", "T1", True, ["C6", "C7", "C8", "T1"]),
        ("L4", "L4", False, ["L4"]),
    ],
)
def test_between(upper: str, lower: str, nerves: bool, names: list[str]) -> None:
    assert between(upper, lower, nerves) == names


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("L4", "L5", True),
        ("L5", "S1", True),
        ("C7", "T1", True),
        ("L3", "L5", False),
        ("L5", "L4", False),
        ("C7", "C8", False),
    ],
)
def test_adjacent(upper: str, lower: str, expected: bool) -> None:
    assert adjacent(upper, lower) is expected


RIBS = [
    ("ribs 5 through 8", "T5 T6 T7 T8"),
    ("ribs 5, 6, and 7", "T5 T6 T7"),
    ("ribs 5-7", "T5 T6 T7"),
    ("the 4th, 5th, and 6th ribs", "T4 T5 T6"),
    ("fifth rib", "T5"),
    ("the fifth and sixth intercostal nerves", "T5 T6"),
    ("intercostal spaces four to eight", "T4 T5 T6 T7 T8"),
    ("spaces 9 and 10", "T9 T10"),
    ("rib 11", "T11"),
    ("the sixth seventh and eighth ribs on the left", "T6 T7 T8"),
    ("ribs six seven and eight", "T6 T7 T8"),
    ("intercostal nerves seven eight nine", "T7 T8 T9"),
    ("the 6th 7th 8th ribs", "T6 T7 T8"),
    ("7th intercostal space", "T7"),
    ("the sixth through ninth ribs", "T6 T7 T8 T9"),
    ("rib cage", ""),
    ("the rib was palpated", ""),
    ("3 mL under the rib", ""),
]


@pytest.mark.parametrize(("text", "names"), RIBS)
def test_ribs(text: str, names: str) -> None:
    found = find_ribs(text, 0, len(text))
    assert " ".join(name for row, *_ in found for name in row) == names
    assert all(0 <= start < end <= len(text) for _, start, end, _ in found)
