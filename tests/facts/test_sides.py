"""Which side each level was done on. A row: the note, each place with its sides, the lines of the claim."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show


def bug(text: str, sides: str, lines: list[str], reason: str) -> object:
    return pytest.param(text, sides, lines, marks=pytest.mark.xfail(strict=True, reason=reason))


TF = "transforaminal epidural steroid injection"
DONE = "Under fluoroscopy the needle was advanced, contrast showed good spread, and Kenalog 40 mg was injected."

SIDES = [
    # one side
    (f"PROCEDURE: Left L4-5 {TF}\n{DONE}", "L4-L5 left", ["64483-LT"]),
    (f"PROCEDURE: Right-sided L5-S1 {TF}\n{DONE}", "L5-S1 right", ["64483-RT"]),
    (f"PROCEDURE: {TF.title()}, L4-5, left\n{DONE}", "L4-L5 left", ["64483-LT"]),
    (f"PROCEDURE: Rt L4-5 {TF}\n{DONE}", "L4-L5 right", ["64483-RT"]),
    (f"PROCEDURE: {TF.title()} at L3-4 on the right side\n{DONE}", "L3-L4 right", ["64483-RT"]),
    # both
    (f"PROCEDURE: Bilateral L4-5 {TF}\n{DONE}", "L4-L5 left right", ["64483-50"]),
    (f"PROCEDURE: L4-5 {TF}, bilaterally\n{DONE}", "L4-L5 left right", ["64483-50"]),
    (f"PROCEDURE: Left and right L4-5 {TF}\n{DONE}", "L4-L5 left right", ["64483-50"]),
    (f"PROCEDURE: By lateral L 45 trans for aminal epidural steroid injection\n{DONE}", "L4-L5 left right", ["64483-50"]),
    # two levels, one side
    (f"PROCEDURE: Left L4-5 and L5-S1 {TF}\n{DONE}", "L4-L5 left, L5-S1 left", ["64483-LT", "64484-LT"]),
    (f"PROCEDURE: Bilateral L4-5, L5-S1 {TF}\n{DONE}", "L4-L5 left right, L5-S1 left right", ["64483-50", "64484-50"]),
    # a side per level (GUIDE: each against the head-down order of what was treated)
    (f"PROCEDURE: Left L4-5 and right L5-S1 {TF}s\n{DONE}", "L4-L5 left, L5-S1 right", ["64483-LT", "64484-RT"]),
    (f"PROCEDURE: {TF.title()} at L4-5 on the left and L5-S1 on the right\n{DONE}", "L4-L5 left, L5-S1 right",
     ["64483-LT", "64484-RT"]),
    (f"PROCEDURES:\n1. Left L5-S1 {TF}\n2. Left L4-5 {TF}\n\n{DONE}", "L4-L5 left, L5-S1 left", ["64483-LT", "64484-LT"]),
    (f"PROCEDURES:\n1. Left L3-4 {TF}\n2. Right L4-5 {TF}\n\n{DONE}", "L3-L4 left, L4-L5 right", ["64483-LT", "64484-RT"]),
    # the same again on the other side
    (f"Left L4-5 {TF}.\n{DONE} The same procedure was then done on the right.", "L4-L5 left right", ["64483-50"]),
    (f"PROCEDURE: Bilateral L4-5 {TF}\nUnder fluoroscopy the left L4-5 foramen was entered and Kenalog 40 mg injected. "
     "The procedure was repeated on the right in identical fashion.", "L4-L5 left right", ["64483-50"]),
    (f"Left L4-5 {TF}.\n{DONE} The opposite side was treated in the same manner.", "L4-L5 left right", ["64483-50"]),
    # not stated: no modifier
    (f"PROCEDURE: L4-5 {TF}\n{DONE}", "L4-L5", ["64483"]),
    # sides that are not of the procedure
    (f"DIAGNOSIS: Left leg pain\nPROCEDURE: Left L4-5 {TF}\nThe right hip was elevated. {DONE}", "L4-L5 left", ["64483-LT"]),
    (f"PROCEDURE: Right L4-5 {TF}\nShe lay in the left lateral decubitus position. {DONE}", "L4-L5 right", ["64483-RT"]),
    (f"PROCEDURE: Right L4-5 {TF}\nThe C-arm was rotated to the left. {DONE}", "L4-L5 right", ["64483-RT"]),
    (f"PROCEDURE: Right L4-5 {TF}\n{DONE} A grounding pad was placed on the left thigh.", "L4-L5 right", ["64483-RT"]),
    (f"HISTORY: She had a left L5-S1 {TF} in May.\nPROCEDURE: Right L4-5 {TF}\n{DONE}", "L4-L5 right", ["64483-RT"]),
    # mixed sides of facet joints: three joints right, two left (the example of GUIDE)
    ("PROCEDURE: Radiofrequency ablation of the medial branches, right L3-4, L4-5 and L5-S1 facet joints, and left L4-5 and "
     "L5-S1 facet joints\nUnder fluoroscopy each nerve was lesioned at 80 degrees for 90 seconds.",
     "L3-L4 right, L4-L5 left right, L5-S1 left right", ["64635-50", "64636-50", "64636-RT"]),
    # joints and bursae
    ("PROCEDURE: Bilateral knee injections\nEach knee was injected with Kenalog 40 mg.", "knee joint left right", ["20610-50"]),
    ("PROCEDURE: R knee injection\nThe knee was injected with Kenalog 40 mg.", "knee joint right", ["20610-RT"]),
    ("PROCEDURE: Left shoulder injection\nThe left shoulder was injected with Kenalog 40 mg.", "shoulder joint left", ["20610-LT"]),
    ("The left sacroiliac joint was entered under fluoroscopy and Kenalog 40 mg was injected.", "sacroiliac joint left", ["27096-LT"]),
    bug("PROCEDURE: Bilateral SI joint injections under fluoroscopy\nKenalog 40 mg was injected into each joint.",
        "sacroiliac joint left right", ["27096-50"], "the line is right, but the procedure names no target"),
    # codes that know no side
    ("PROCEDURE: Left paramedian L4-5 interlaminar epidural steroid injection\n" + DONE, "L4-L5", ["62323"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sides", "lines"), SIDES)
def test_sides(text: str, sides: str, lines: list[str], shown: Show) -> None:
    answer = shown(text)
    if "paramedian" not in text:
        assert answer.sides(answer.procedure) == sides
    assert answer.lines == lines


@pytest.mark.parametrize(
    ("text", "laterality"),
    [
        (text, ("bilateral" if "left" in sides and "right" in sides else sides.split()[-1]))
        for text, sides, _ in SIDES[:11]
    ],
)
def test_laterality_unites_the_sides(text: str, laterality: str, shown: Show) -> None:
    assert shown(text).procedure.laterality == laterality


def test_a_side_not_stated_is_missing(shown: Show) -> None:
    answer = shown(f"PROCEDURE: L4-5 {TF}\n{DONE}")
    assert answer.result.missing == ("laterality",)
    assert answer.result.status == "review"


CONFLICTS = [
    # body beats title, and the contradiction is told
    (
        f"PROCEDURE: Left L4-5 {TF}\nUnder fluoroscopy the right L4-5 foramen was entered and Kenalog 40 mg was injected.",
        ["64483-RT"],
    ),
    (
        "PROCEDURE: Right knee injection\nThe left knee was prepped. The left knee was injected with Kenalog 40 mg.",
        ["20610-LT"],
    ),
]


@pytest.mark.parametrize(("text", "lines"), CONFLICTS)
def test_body_against_title(text: str, lines: list[str], shown: Show) -> None:
    answer = shown(text)
    assert answer.lines == lines
    assert answer.result.conflicts
    assert answer.result.status == "review"


PLANNED = [
    # planned on both sides, done on one
    (f"PLANNED PROCEDURE: Bilateral L4-5 {TF}\nPROCEDURE PERFORMED: Right L4-5 {TF}\n{DONE} The left side was not treated.",
     ["64483-RT"]),
    (f"Bilateral L4-5 {TF} was planned. Under fluoroscopy the right L4-5 foramen was entered and Kenalog 40 mg was injected. "
     "The left side was not done because of pain.", ["64483-RT"]),
    # an addendum corrects
    (f"PROCEDURE: Left L4-5 {TF}\n{DONE}\n\nADDENDUM: The side was dictated in error; the right L4-5 foramen was injected, not "
     "the left.", ["64483-RT"]),
    (f"PROCEDURE: Left L4-5 {TF}\n{DONE}\n\nADDENDUM: Correction, the level injected was left L5-S1, not L4-5.", ["64483-LT"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), PLANNED)
def test_what_was_done_counts(text: str, lines: list[str], shown: Show) -> None:
    assert shown(text).lines == lines


def test_an_addendum_may_correct_the_level(shown: Show) -> None:
    answer = shown(PLANNED[-1][0])
    assert answer.procedure.levels == ["L5-S1"]


@pytest.mark.parametrize(
    "text",
    [row[0] for row in SIDES if "eft" in row[0] and "ight" not in row[0]],
)
def test_left_and_right_are_treated_alike(text: str, shown: Show) -> None:
    """The same note of the other side gives the same codes with the other modifier."""
    other = text.replace("Left", "Right").replace("left", "right")
    swapped = [line.replace("-LT", "-RT") for line in shown(text).lines]
    assert shown(other).lines == sorted(swapped)
