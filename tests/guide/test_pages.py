"""The guide: what a page says of a code, what a search finds, and that the whole of it prints as one safe page."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cac.guide import icd
from cac.guide.changes import by_year
from cac.guide.html import write_guide
from cac.guide.pages import Guide
from cac.guide.records import data
from cac.guide.rules import banned
from cac.guide.search import near, search
from cac.lexicon.loader import lexicon_root, load_lexicon

DAY = date(2026, 1, 15)


@pytest.fixture(scope="module")
def guide() -> Guide:
    return Guide(load_lexicon())


def rules(guide: Guide, code: str) -> set[tuple[str, str, str, str]]:
    page = guide.page(code)
    assert page
    return {(rule.family.split()[0], rule.when, rule.counts, rule.guidance) for rule in page.rules}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("64483", ("transforaminal_esi", "region lumbar or sacral", "the first foramen", "in the code")),
        ("64484", ("transforaminal_esi", "region lumbar or sacral", "each further foramen", "in the code")),
        ("64494", ("facet_injection", "region lumbar or sacral", "the second joint", "in the code")),
        ("64495", ("facet_injection", "region lumbar or sacral", "the third joint and all beyond, once", "in the code")),
        ("20552", ("trigger_point", "where no row before it holds", "1 to 2 muscles, once a session", "apart: fluoroscopy 77002, ultrasound 76942")),
        ("20553", ("trigger_point", "where no row before it holds", "3 or more muscles, once a session", "apart: fluoroscopy 77002, ultrasound 76942")),
        ("64644", ("chemodenervation", "group limb", "the first limb, five or more muscles", "apart: stimulation 95873, emg 95874")),
        ("62290", ("discography", "region lumbar or sacral", "each disc", "")),
        ("72295", ("discography", "region lumbar or sacral", "beside 62290, where interpretation is yes", "")),
        ("77002", ("joint_injection", "group major", "fluoroscopy guidance of 20610", "apart: fluoroscopy 77002")),
    ],
)  # fmt: skip
def test_what_decides_a_code(code: str, rule: tuple[str, str, str, str], guide: Guide) -> None:
    assert rule in rules(guide, code)


def test_every_code_of_a_family_says_what_it_counts(guide: Guide) -> None:
    for family in guide.lexicon.families.values():
        for number, rule in enumerate(family.codes, start=1):
            for code in {*rule.codes(), *rule.guidance.values(), *rule.emg.values()} - {""}:
                page = guide.page(code)
                assert page
                said = [known.counts for known in page.rules if known.row == number and known.label == family.label]
                assert said and all(said), (family.label, number, code)


def test_a_page(guide: Guide) -> None:
    page = guide.page("64484")
    assert page
    assert [row.primary for row in page.primaries] == ["64483"]
    assert page.modifiers == ("50 where both sides were done; RT or LT where one was",)
    assert page.global_days.startswith("ZZZ")
    assert {(row.setting, row.units) for row in page.limits} == {("practitioner", 4), ("outpatient", 4)}
    assert ("27096", "64484", "0") in {edit[:3] for edit in page.edits}
    assert {policy.policy for policy in page.policies} >= {"L39015", "L33906"}
    assert "foramen level" in {need.element for need in page.documentation}
    said = {rule.what: rule.payer for rule in page.payers}
    assert "Medicare Part B" in said["KX where purpose is diagnostic"]
    assert any(what.endswith("(at most 2 levels a session)") for what in said)
    order = [need.severity for need in page.documentation]
    assert order == sorted(order, key=("code-determining", "payment-denying", "audit-risk", "best-practice").index)


def test_days_and_relations(guide: Guide) -> None:
    old, new = guide.page("0275T"), guide.page("62330")
    assert old and old.last_day == "2025-12-31" and old.successors == ("62330", "62331")
    assert new and new.first_day == "2026-01-01" and new.predecessors == ("0275T",)
    assert any("after it 62330, 62331" in change.what for change in old.changes)
    imaged = guide.page("72295")
    assert imaged and any(words.startswith("26") for words in imaged.modifiers)


def test_drugs(guide: Guide) -> None:
    drug = guide.drug("J1010")
    assert drug
    assert (drug.one_unit, drug.first_day, drug.predecessors) == ("1 mg", "2024-04-01", ("J1020", "J1030", "J1040"))
    unlisted = guide.drug("J3490")
    assert unlisted and unlisted.one_unit == "one unit whatever the amount"
    assert guide.drug("64483") is None
    assert guide.page("J1010") is None


@pytest.mark.parametrize(
    ("one", "two", "day", "says"),
    [
        ("64493", "62323", DAY, "no pair (NCCI PTP practitioner 2024 Q3)"),
        ("63650", "77003", DAY, "77003 is inside 63650: together only where apart (59 or XS on the second), and beside a primary of its own (NCCI PTP practitioner 2024 Q3)"),
        ("62323", "64483", DAY, "64483 is inside 62323: together only where apart (59 or XS on the second) (NCCI PTP practitioner 2024 Q3)"),
        ("62321", "62320", DAY, "62320 is inside 62321: never together (NCCI PTP practitioner 2024 Q3)"),
        ("64466", "62323", DAY, "Not held: NCCI PTP practitioner as it is here does not have all of 64466"),
        ("62287", "62267", DAY, "62267 is inside 62287: together only where apart"),
        ("62267", "62287", DAY, "not in this order: the edit of the two is the other one"),
        ("63650", "77003", date(2023, 1, 1), "no edition for 2023-01-01"),
    ],
)  # fmt: skip
def test_pairs(one: str, two: str, day: date, says: str, guide: Guide) -> None:
    assert says in guide.pair(one, two, day).says


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (["62330", "62323"], "62330 beside 62323: lumbar decompression includes the injections"),
        (["62323", "62330"], "[RULEBOOK 2.21; NEURO26 (medium confidence)]"),
        (["20552", "20561"], "20561 not with 20552: a muscle that is injected is not needled as well; with 59 where the note shows"),
        (["95990", "62369"], "95990 not with 62369: a pump is read, programmed or refilled by one code of the ladder, the one that names all that was done; no modifier changes that [RULEBOOK 2.18; CORRECTIONS 2.13; high confidence]"),
        (["64466", "76942"], "76942 is inside 64466 [RULEBOOK 1.2; CORRECTIONS 2.7]"),
        (["99214", "62323"], "99214 beside 62323: with 25 (57 before major surgery), else not paid [RULEBOOK 1.5]"),
    ],
)  # fmt: skip
def test_what_the_rule_book_says_of_codes_together(codes: list[str], says: str, guide: Guide) -> None:
    assert any(says in words for words in banned(codes, guide.lexicon, DAY))


@pytest.mark.parametrize("codes", [["64493", "62323"], ["62323"], ["20552", "64405"], ["62370", "99214"]])
def test_what_the_rule_book_does_not_say(codes: list[str], guide: Guide) -> None:
    assert banned(codes, guide.lexicon, DAY) == []


def test_a_ban_stands_on_the_page_of_both_codes(guide: Guide) -> None:
    for code, words in (("20561", "not with 20550, 20551, 20552, 20553:"), ("20552", "not with 20561:")):
        page = guide.page(code)
        assert page and any(rule.what.startswith(words) and rule.payer == "any payer" for rule in page.payers)


def test_a_day_has_its_own_source(guide: Guide) -> None:
    old, drug = guide.page("0275T"), guide.drug("J2001")
    assert old and old.source == "MPFS 2024 Q3; the days from RULEBOOK 2.21; NEURO26 (code_changes 2026-01-01)"
    assert drug and "the days from RULEBOOK 7" in drug.source
    assert {change.source for change in old.changes} == {"RULEBOOK 2.21; NEURO26 (code_changes 2026-01-01)"}


def test_changes_by_year(guide: Guide) -> None:
    years = by_year(guide.changes)
    assert list(years) == sorted(years, reverse=True)

    def told(year: str) -> str:
        return " | ".join(f"{change.day} {' '.join(change.codes)} {change.what}" for change in years[year])

    assert "2026-01-01 62330 new" in told("2026")
    assert "J0585 at most 800 units (practitioner); before it 600" in told("2026")
    assert "2025-01-01 64466 new" in told("2025")
    assert "2025-12-31 0275T last day" in told("2025")
    assert "2024-04-01 J1010 new" in told("2024")
    assert "M51.36 divided" in told("2024") and "M51.360, M51.361" in told("2024")
    assert "64415 64416 64417 64445 64446 64447 64448 imaging guidance is in the code" in told("2023")
    assert "64494 may stand beside 64490" in told("2023")
    assert "2023-06-30 S0020 last day" in told("2023")


# -- diagnoses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["M51.36", "m5136"])
def test_a_header_shows_what_is_below(word: str, guide: Guide) -> None:
    page = icd.page(word, guide.reference)
    assert page and not page.billable
    assert [named.code for named in page.below] == ["M51.360", "M51.361", "M51.362", "M51.369"]
    assert [named.code for named in page.above] == ["M51", "M51.3"]


@pytest.mark.parametrize(
    ("word", "day", "billable", "on_claim", "edition"),
    [
        ("M51.36", date(2024, 9, 30), True, "yes on 2024-09-30: those below it begin on 2024-10-01", ""),
        ("M51.36", date(2024, 10, 1), False, "no: write one of those below it", ""),
        ("M51.360", date(2024, 9, 30), False, "no: it begins on 2024-10-01", ""),
        ("M51.360", date(2024, 10, 1), True, "yes", ""),
        ("M54.5", date(2021, 9, 30), True, "yes on 2021-09-30: those below it begin on 2021-10-01", ""),
        ("M54.16", DAY, True, "yes", ""),
        ("M54.16", date(2024, 1, 1), True, "yes", "of 2025-10-01 to 2026-09-30: it says nothing sure of 2024-01-01"),
        ("M54.16", date(2026, 10, 1), True, "yes", "of 2025-10-01 to 2026-09-30: it says nothing sure of 2026-10-01"),
    ],
)
def test_a_diagnosis_on_a_day(word: str, day: date, billable: bool, on_claim: str, edition: str, guide: Guide) -> None:
    page = icd.page(word, guide.reference, day)
    assert page and (page.billable, page.on_claim, page.edition) == (billable, on_claim, edition)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["63650", "77003"], ["77003 is an add-on and 63650 is no primary of it"]),
        (["64520", "62323", "77002"], ["77002 is an add-on and 64520, 62323 are no primaries of it"]),
        (["64493", "64484"], ["64484 is an add-on and 64493 is no primary of it"]),
        (["64483", "64484"], []),
        (["64510", "77003"], []),
        (["63650", "64493"], []),
        (["77003"], []),
    ],
)
def test_an_add_on_without_its_primary(codes: list[str], said: list[str], guide: Guide) -> None:
    found = guide.no_primaries(codes, DAY)
    assert [words.split(" (")[0] for words in found] == said
    assert all("never right" in words for words in found)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("G0260", "given in place of 27096 for Medicare ambulatory surgical center, Medicare hospital outpatient (OPPS)"),
        ("99153", "given for the minutes of sedation that the note tells"),
        ("99152", "given for the minutes of sedation that the note tells"),
        ("99213", ""),
    ],
)  # fmt: skip
def test_what_else_than_a_family_gives_a_code(code: str, given: str, guide: Guide) -> None:
    page = guide.page(code)
    assert page and not page.rules and page.given == given


def test_a_facility_code_has_sides(guide: Guide) -> None:
    page = guide.page("G0260")
    assert page
    assert page.modifiers[0] == "RT or LT where one side was done"
    assert "one line with 50 (Medicare hospital outpatient (OPPS))" in page.modifiers[1]
    assert "a line with RT and one with LT (Medicare ambulatory" in page.modifiers[1]


def test_what_stands_not_beside_a_code(guide: Guide) -> None:
    page = guide.page("62330")
    assert page
    said = {rule.what: rule.payer for rule in page.payers}
    assert any(what.startswith("beside 62322, 62323, 64483") and payer == "any payer" for what, payer in said.items())
    assert "imaging is inside, never beside it: 76000, 76942, 77002, 77003, 77012" in said
    assert any(what.startswith("Q0, Z00.6") and "Medicare Part B" in payer for what, payer in said.items())
    other = guide.page("64451")
    assert other and any(rule.what.startswith("beside 64625: a destruction includes") for rule in other.payers)


def test_what_a_diagnosis_covers(guide: Guide) -> None:
    page = icd.page("M46.1", guide.reference)
    assert page and page.billable
    assert {"27096", "64451", "G0260"} <= set(page.covers)


@pytest.mark.parametrize(
    ("word", "label", "below"),
    [
        ("J45", "Asthma", "J45.2"),  # none of ours
        ("M50-M54", "Other dorsopathies (M50-M54)", "M54"),
        ("E11.4", "Type 2 diabetes mellitus with neurological complications", "E11.42"),
        ("S22.0", None, "S22.00"),
    ],
)
def test_the_whole_classification(word: str, label: str | None, below: str, guide: Guide) -> None:
    pytest.importorskip("simple_icd_10_cm")
    page = icd.page(word, guide.reference)
    assert page
    assert label is None or page.label == label
    assert below in {named.code for named in page.below}
    assert not page.billable


@pytest.mark.parametrize("word", ["", "64483", "radiculopathy", "M54.99", "Z99.ZZZZZ", "M54-", "€"])
def test_what_is_no_diagnosis(word: str, guide: Guide) -> None:
    assert icd.page(word, guide.reference) is None


def test_without_the_package(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icd, "whole", lambda: None)
    assert icd.page("J45", guide.reference) is None
    assert icd.page("M54.5", guide.reference)
    assert search("asthma", guide, everything=True) == []
    assert {hit.code for hit in search("radiculopathy lumbar", guide, everything=True)} >= {"M54.16"}


def test_our_diagnoses_are_those_of_the_package(guide: Guide) -> None:
    package = pytest.importorskip("simple_icd_10_cm")
    for row in guide.reference.diagnosis_rows:
        assert package.get_description(row.code) == row.label
        assert package.is_leaf(row.code) == (row.billable == "1")


# -- search --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("medial branch", {"64490", "64493", "64495"}),
        ("MEDIAL  Branch", {"64493"}),
        ("transforam", {"64483", "64484"}),
        ("radiculopathy", {"M54.16", "M50.10", "M51.16"}),
        ("methylpred", {"J1010", "J1030"}),
        ("kyphoplasty", {"22513", "22514"}),
        ("lumbar disc degeneration", {"M51.360"}),
        ("epidural steroid", {"62321", "62323", "64479", "64483"}),
        ("third occipital", {"64490", "64633"}),
        ("mild", {"0275T", "62330", "62331"}),
        ("botox", {"64615", "64616", "J0585"}),
        ("migraine botox", {"64615"}),
        ("occipital nerve block", {"64405"}),
        ("depo-medrol", {"J1010"}),
        ("omnipaque", {"Q9966", "Q9967"}),
        ("tap block", {"64486", "64488"}),
        ("esi lumbar", {"62323"}),
    ],
)
def test_search(words: str, holds: set[str], guide: Guide) -> None:
    found = [hit.code for hit in search(words, guide)]
    assert holds <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("words", "not_found"),
    [
        ("migraine botox", "64616"),
        ("botox", "J0586"),
        ("mild", "62323"),
        ("parotid", "64615"),
        ("kyphoplasty", "63650"),
    ],
)
def test_search_keeps_to_what_the_words_set(words: str, not_found: str, guide: Guide) -> None:
    found = {hit.code for hit in search(words, guide)}
    assert found and not_found not in found


def test_search_of_the_whole(guide: Guide) -> None:
    pytest.importorskip("simple_icd_10_cm")
    assert "J45" in {hit.code for hit in search("asthma", guide)}, "nothing of ours has the word"
    ours, everything = search("radiculopathy", guide), search("radiculopathy", guide, everything=True)
    assert len(everything) >= len(ours)


@pytest.mark.parametrize("words", ["", "   ", "zzzzz", "((", "medial zzzzz", "\\"])
def test_search_without_a_hit(words: str, guide: Guide) -> None:
    assert search(words, guide) == []


@pytest.mark.parametrize(("code", "alike"), [("64484X", "64484"), ("J1011", "J1010"), ("M54.166", "M54.16")])
def test_near_codes(code: str, alike: str, guide: Guide) -> None:
    assert alike in near(code, guide)


# -- the whole guide as one page -----------------------------------------------------------------------------------------


class Outline(HTMLParser):
    """What a page is made of; complains of tags that are left open or closed wrongly."""

    void = ("meta", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.void:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def outline(path: Path) -> Outline:
    parser = Outline()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    assert parser.open == []
    return parser


def test_the_page_is_whole_and_alone(guide: Guide, tmp_path: Path) -> None:
    path = tmp_path / "guide.html"
    count = write_guide(guide, path, DAY)
    page = outline(path)
    assert count == len(guide.lexicon.codes) + len(guide.reference.drug_rows)
    assert "script" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids), "every link leads into the page"
    assert {f"c{code}" for code in guide.lexicon.codes} <= set(page.ids), "every code has its card"
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|url\(|@import|<link", source), "nothing is fetched"
    assert "@media print" in source
    text = " ".join(page.words)
    assert text.index("Changes by year", 3000) < text.index("Transforaminal epidural, L/S, first level")
    assert "NCCI PTP" in text or "NCCI 2024 Q3" in text


def test_words_of_a_lexicon_are_escaped(tmp_path: Path) -> None:
    root = tmp_path / "lexicons"
    shutil.copytree(lexicon_root(), root)
    path = root / "reference" / "codes.csv"
    changed = path.read_text(encoding="utf-8").replace(
        '"Transforaminal epidural, L/S, first level"', '"<script>alert(1)</script> & first"'
    )
    path.write_text(changed, encoding="utf-8")
    family = root / "families" / "blood_patch.yaml"
    family.write_text(
        re.sub(r"(?m)^label: .*", 'label: "Patch <b>&</b>"', family.read_text(encoding="utf-8")), encoding="utf-8"
    )
    out = tmp_path / "guide.html"
    write_guide(Guide(load_lexicon(root)), out, DAY)
    page = outline(out)
    assert not {"script", "b"} & set(page.tags)
    assert "<script>alert(1)</script> & first" in " ".join(page.words)


def test_records_as_data(guide: Guide) -> None:
    page = guide.page("64483")
    assert page
    plain = data(page)
    assert plain["rules"][0]["family"] == "transforaminal_esi"
    assert isinstance(plain["edits"], list) and isinstance(plain["edits"][0], dict)
