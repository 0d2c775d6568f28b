"""Counters on hand-made records: how many, on which sides, in which order."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import pytest

from cac.coding import counters
from cac.coding.mapper import Mapper
from cac.context import ClaimContext
from cac.lexicon.loader import load_lexicon
from cac.records import Evidence, Facts, Procedure, Site
from cac.reference.embedded import Embedded

LEXICON = load_lexicon()
CONTEXT = ClaimContext()
CODE = Mapper(LEXICON, Embedded())
PROOF = (Evidence(start=0, end=1, text="x"),)


def sites(told: str) -> tuple[Site, ...]:
    """ "L3 left, L4 left right, L5" as records."""
    rows = [row.split() for row in told.split(", ") if row]
    found = []
    for row in rows:
        cut = next((i for i, word in enumerate(row) if word in ("left", "right")), len(row))
        found.append(Site(name=" ".join(row[:cut]), sides=tuple(row[cut:]), evidence=PROOF))
    return tuple(found)


def procedure(family: str, told: str, **facts: object) -> Procedure:
    held = sites(told)
    sides = {side for site in held for side in site.sides}
    laterality = "bilateral" if len(sides) == 2 else next(iter(sides), None)
    facts = {"laterality": laterality, "guidance": "fluoroscopy", **facts}
    return Procedure(family=family, sites=held, evidence=PROOF, **facts)  # type: ignore[arg-type]


def counted(rows: list[counters.Counted]) -> str:
    return ", ".join(" ".join((row.name, *row.sides)) for row in rows)


def claim(*procedures: Procedure) -> list[str]:
    lines = CODE(Facts(procedures=procedures), CONTEXT)[0].lines
    return ["-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units > 1 else "") for line in lines]


# RULEBOOK 3.2: nerves treated -> joints
JOINTS = [
    ("L3 left, L4 left", "L4-L5 left"),
    ("L3 left, L4 left, L5 left", "L4-L5 left, L5-S1 left"),
    ("L2 left, L3 left, L4 left, L5 left", "L3-L4 left, L4-L5 left, L5-S1 left"),
    ("L4 left, L5 left", "L5-S1 left"),
    ("L5 left", ""),
    ("L3 left, L5 left", ""),
    ("L3 left, L4 right", ""),
    ("L3 left right, L4 left right", "L4-L5 left right"),
    ("L3 left right, L4 left right, L5 right", "L4-L5 left right, L5-S1 right"),
    ("L3, L4, L5", "L4-L5, L5-S1"),
    ("C3 left, C4 left, C5 left", "C3-C4 left, C4-C5 left"),
    ("C7 left, C8 left", "C7-T1 left"),
    ("C8 left, T1 left", "T1-T2 left"),
    ("T3 left, T4 left", "T4-T5 left"),
    ("T11 left, T12 left", "T12-L1 left"),
    ("T12 left, L1 left", "L1-L2 left"),
    ("T11 left, T12 left, L1 left", "T12-L1 left, L1-L2 left"),
    ("TON right", "C2-C3 right"),
    ("TON right, C3 right, C4 right", "C2-C3 right, C3-C4 right"),
    ("L4-L5 left", "L4-L5 left"),
    ("L5-S1 left, L4-L5 left", "L4-L5 left, L5-S1 left"),
    ("L4-L5 left, L4-L5 right", "L4-L5 left right"),
    ("L4-L5 left, L3 left, L4 left", "L4-L5 left"),
    ("C7-T1 left", "C7-T1 left"),
    ("", ""),
]


@pytest.mark.parametrize(("told", "joints"), JOINTS)
def test_joints(told: str, joints: str) -> None:
    assert counted(counters.joints(procedure("facet_injection", told), LEXICON.joints)) == joints


FORAMINA = [
    ("L4-L5 left", "L4 left"),
    ("L5-S1 left, L4-L5 left", "L4 left, L5 left"),
    ("L5-S1 left, L5 left", 1),
    ("L4-L5 left, L4 left", 1),
    ("L5-S1 left, S1 left", 2),
    ("L5 left, S1 left", 2),
    ("L4-L5 left, L4-L5 right", 1),
    ("C5-C6 left, C6 left", 1),
    ("C7-T1 left, C8 left", 1),
    ("L3 left, L4 left, L5 left", 3),
]


@pytest.mark.parametrize(("told", "foramina"), FORAMINA)
def test_foramina(told: str, foramina: str | int) -> None:
    """A disc and the root that leaves there are one foramen; S1 is another than L5-S1."""
    rows = counters.foramina(procedure("transforaminal_esi", told))
    if isinstance(foramina, int):
        assert len(rows) == foramina
    else:
        assert counted(rows) == foramina


def test_a_foramen_told_twice_unites_its_sides() -> None:
    (row,) = counters.foramina(procedure("transforaminal_esi", "L5-S1 left, L5 right"))
    assert row.sides == ("left", "right")


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ("T12, L1", "T12, L1"),
        ("L1, T12", "T12, L1"),
        ("L4-L5, L3-L4, L5-S1", "L3-L4, L4-L5, L5-S1"),
        ("T6 left, T7 right", "T6 left, T7 right"),
        ("knee joint left, knee joint right", "knee joint left right"),
        ("C2, T1, L5, S1", "C2, T1, L5, S1"),
    ],
)
def test_each_site(told: str, rows: str) -> None:
    assert counted(counters.each_site(procedure("kyphoplasty", told))) == rows


@pytest.mark.parametrize(
    ("laterality", "sides"),
    [("left", ("left",)), ("right", ("right",)), ("bilateral", ("left", "right")), ("midline", ()), (None, ())],
)
def test_once(laterality: str | None, sides: tuple[str, ...]) -> None:
    (row,) = counters.once(procedure("stellate_block", "", laterality=laterality))
    assert row.sides == sides


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("", 0),
        ("trapezius", 1),
        ("trapezius left", 1),
        ("trapezius left right", 2),
        ("trapezius left right, rhomboid left", 3),
    ],
)
def test_muscles(told: str, count: int) -> None:
    assert counters.muscles(procedure("trigger_point", told)) == count


# -- ladders: what is done on both sides first, then from the head down --------------------------------------------------

LADDERS = [
    # facet injection: third level and further, once
    ("facet_injection", "lumbar", "L4-L5 left", ["64493-LT"]),
    ("facet_injection", "lumbar", "L3-L4 left, L4-L5 left", ["64493-LT", "64494-LT"]),
    ("facet_injection", "lumbar", "L3-L4 left, L4-L5 left, L5-S1 left", ["64493-LT", "64494-LT", "64495-LT"]),
    ("facet_injection", "lumbar", "L2-L3 left, L3-L4 left, L4-L5 left, L5-S1 left", ["64493-LT", "64494-LT", "64495-LT"]),
    ("facet_injection", "cervical", "C3-C4 right, C4-C5 right, C5-C6 right, C6-C7 right", ["64490-RT", "64491-RT", "64492-RT"]),
    ("facet_injection", "lumbar", "L4-L5 left right, L5-S1 left right", ["64493-50", "64494-50"]),
    ("facet_injection", "lumbar", "L3-L4 left, L4-L5 left right", ["64493-50", "64494-LT"]),
    ("facet_injection", "lumbar", "L4-L5 left, L5-S1 right", ["64493-LT", "64494-RT"]),
    ("facet_injection", "lumbar", "L4-L5", ["64493"]),
    ("medial_branch_block", "lumbar", "L3 left, L4 left, L5 left", ["64493-LT", "64494-LT"]),
    # RFA: each further joint; GUIDE's example of three right and two left
    ("facet_rfa", "lumbar", "L3-L4 right, L4-L5 left right, L5-S1 left right", ["64635-50", "64636-50", "64636-RT"]),
    ("facet_rfa", "lumbar", "L2-L3 left, L3-L4 left, L4-L5 left, L5-S1 left", ["64635-LT", "64636-LT x3"]),
    ("facet_rfa", "cervical", "C4-C5 left right, C5-C6 left right, C6-C7 left right", ["64633-50", "64634-50 x2"]),
    ("facet_rfa", "lumbar", "L4-L5 left, L5-S1 right", ["64635-LT", "64636-RT"]),
    # transforaminal: GUIDE's example
    ("transforaminal_esi", "lumbar", "L4-L5 left, L5-S1 right", ["64483-LT", "64484-RT"]),
    ("transforaminal_esi", "lumbar", "L3-L4 left, L4-L5 left, L5-S1 left", ["64483-LT", "64484-LT x2"]),
    ("transforaminal_esi", "lumbar", "L4-L5 left right, S1 left right", ["64483-50", "64484-50"]),
    ("transforaminal_esi", "cervical", "C5-C6 left, C6-C7 left", ["64479-LT", "64480-LT"]),
    # intercostal nerves, bodies, discs
    ("intercostal_block", "thoracic", "T6 left, T7 left, T8 left", ["64420-LT", "64421-LT x2", "77002"]),
    ("kyphoplasty", "thoracic", "T10, T11, T12", ["22513", "22515 x2"]),
    ("kyphoplasty", "lumbar", "L1, L2", ["22514", "22515"]),
    ("vertebroplasty", "lumbar", "L1", ["22511"]),
    ("vertebroplasty", "thoracic", "T8, T9", ["22510", "22512"]),
]  # fmt: skip


@pytest.mark.parametrize(("family", "region", "told", "lines"), LADDERS)
def test_ladders(family: str, region: str, told: str, lines: list[str]) -> None:
    assert claim(procedure(family, told, region=region)) == lines


@pytest.mark.parametrize(("family", "region", "told", "lines"), LADDERS)
def test_the_order_of_telling_does_not_matter(family: str, region: str, told: str, lines: list[str]) -> None:
    backwards = ", ".join(reversed(told.split(", ")))
    assert claim(procedure(family, backwards, region=region)) == lines


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ("L4, L5", ["64628"]),
        ("L4", ["64628"]),
        ("L4, L5, S1", ["64628", "64629"]),
        ("L3, L4, L5, S1", ["64628", "64629 x2"]),
    ],
)
def test_the_first_code_of_bodies_covers_two(told: str, lines: list[str]) -> None:
    held = tuple(site.model_copy(update={"group": "basivertebral"}) for site in sites(told))
    assert claim(procedure("neurolysis", "").model_copy(update={"sites": held})) == lines


@pytest.mark.parametrize(
    ("lines", "procedures"),
    [
        # one first-level body a session: RULEBOOK 2.19
        (["22513", "22515"], [("kyphoplasty", "thoracic", "T12"), ("kyphoplasty", "lumbar", "L1")]),
        (["22510", "22512 x2"], [("vertebroplasty", "thoracic", "T11, T12"), ("vertebroplasty", "lumbar", "L1")]),
        # two regions of epidurals are two codes
        (["62321", "62323"], [("interlaminar_esi", "cervical", "C6-C7"), ("interlaminar_esi", "lumbar", "L4-L5")]),
        # facet joints of two regions: each region has a first level (GUIDE), T12-L1 with L1-2 is the exception below
        (
            ["64490-LT", "64493-LT"],
            [("facet_injection", "cervical", "C4-C5 left"), ("facet_injection", "lumbar", "L4-L5 left")],
        ),
    ],
)
def test_two_regions(lines: list[str], procedures: list[tuple[str, str, str]]) -> None:
    assert claim(*(procedure(family, told, region=region) for family, region, told in procedures)) == lines


@pytest.mark.parametrize(
    ("family", "readings"),
    [
        ("facet_injection", (["64490-LT", "64493-LT"], ["64490-LT", "64494-LT"])),
        ("facet_rfa", (["64633-LT", "64635-LT"], ["64633-LT", "64636-LT"])),
    ],
)
def test_the_region_changes_between_t12_l1_and_l1_l2(family: str, readings: tuple[list[str], ...]) -> None:
    thoracic = procedure(family, "T12-L1 left", region="thoracic")
    lumbar = procedure(family, "L1-L2 left", region="lumbar")
    assert claim(thoracic, lumbar) in readings
    assert CODE(Facts(procedures=(thoracic, lumbar)), CONTEXT)[0].review


def test_an_aborted_procedure_is_its_first_code_with_53() -> None:
    stopped = procedure("transforaminal_esi", "L4-L5 left, L5-S1 left", region="lumbar", aborted=True)
    assert claim(stopped) == ["64483-53-LT"]


def test_unknown_joints_leave_the_first_code_and_levels_missing() -> None:
    made, _ = CODE(Facts(procedures=(procedure("facet_injection", "", region="lumbar"),)), CONTEXT)
    assert [line.code for line in made.lines] == ["64493"]
    assert "levels" in made.missing
