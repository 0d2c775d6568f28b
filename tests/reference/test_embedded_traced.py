"""Every embedded fact is in the file it was taken from; a difference stands in a table here, with its reason.

Runs where the reference files lie beside the project (``../shared``); skipped elsewhere.
"""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import simple_icd_10_cm as icd
import yaml

from cac.lexicon.loader import Code, load_lexicon
from cac.reference import files
from cac.reference.embedded import Embedded
from cac.reference.records import AddOn, CoverageList, NotInForce, Pair, UnitLimit

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DATA = SHARED / "refdata"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/refdata")

EMBEDDED = Embedded()
CODES = load_lexicon().codes
TODAY = date(2026, 5, 1)  # every embedded edition is in force


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def rows(name: str) -> list[Any]:
    return files.read(EMBEDDED.root, name, files.FILES[name].row)


@cache
def book() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((SHARED / "rulebook" / "codes.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return loaded


@cache
def book_codes() -> dict[str, dict[str, Any]]:
    """The codes of the rule book; a range ("62302-62305") stands for each of our codes in it."""
    found: dict[str, dict[str, Any]] = {}
    for entry in book()["codes"]:
        first, _, last = entry["code"].partition("-")
        found |= {code: entry for code in CODES if first <= code <= (last or first) and len(code) == 5}
    return found


@cache
def words_of_the_book() -> str:
    folder = SHARED / "rulebook"
    return " ".join(
        " ".join((folder / name).read_text(encoding="utf-8").split())
        for name in ("CORRECTIONS.md", "RULEBOOK.md", "codes.yaml")
    )


def whole(cell: str) -> str:
    return str(int(float(cell))) if cell else ""


def julian(cell: str) -> str:
    return (date(int(cell[:4]), 1, 1) + timedelta(days=int(cell[4:]) - 1)).isoformat() if cell else ""


# -- codes.csv -----------------------------------------------------------------------------------------------------------


def fee_facts(code: Code) -> tuple[str, str, str, str]:
    return code.status, code.global_days, code.bilateral, code.pctc


def test_fee_facts_are_of_the_fee_schedule() -> None:
    mpfs = {
        row["hcpcs_code"]: (row["status"], row["glob"], whole(row["bilat_surg"]), whole(row["pctc"]))
        for row in table("mpfs/mpfs_rvu_2024_jul_pain.csv")
        if not row["mod"]
    }
    ours = {name: fee_facts(code) for name, code in CODES.items() if code.source == "MPFS 2024 Q3"}
    assert len(ours) > 200
    assert {name: facts for name, facts in ours.items() if mpfs.get(name) != facts} == {}
    assert [name for name in CODES if name in mpfs and name not in ours] == []


NOT_IN_THE_BOOK = {
    "01935": "the rule book names it only as the predecessor of 01937-01942",
    "01936": "the rule book names it only as the predecessor of 01937-01942",
    **dict.fromkeys(("0228T", "0229T", "0230T", "0231T"), "the rule book names it only as deleted"),
    "64413": "the rule book names it only as deleted",
    "0775T": "the rule book names it only as the predecessor of 27278",
    "20225": "the rule book names it only as a code not to be reported with augmentation of the same body",
    "36000": "the rule book names it only as a column 2 code (1.3)",
}


def test_fee_facts_of_other_codes_are_of_the_rule_book() -> None:
    differ = {}
    for name, code in CODES.items():
        if code.source != "RULEBOOK":
            continue
        entry = book_codes().get(name, {})
        fee = entry.get("mpfs_2024") or {}
        bilateral = (entry.get("modifiers") or {}).get(
            "bilateral_indicator_mpfs_2024", entry.get("bilateral_indicator")
        )
        said = (str(fee.get("status", "")), str(fee.get("global_days", entry.get("global_days", ""))), bilateral, "")
        expected = tuple("" if value in (None, "n/a", "None") else str(value) for value in said)
        if expected[1] == "XXX/ZZZ":  # of a range: the first codes and the add-ons
            expected = (expected[0], code.global_days, *expected[2:])
            assert (code.global_days == "ZZZ") == ("each further" in code.label or "further drug" in code.label), name
        if name in TOO_YOUNG:
            assert entry["modifiers"]["mod50_allowed"] == (code.bilateral == "1")
            assert isinstance(EMBEDDED.fee(name, TODAY), NotInForce), "no fact of the fee schedule"
            expected = (*expected[:2], code.bilateral, "")
        if fee_facts(code) != expected:
            differ[name] = (fee_facts(code), expected)
    assert differ == {}
    assert set(TOO_YOUNG) <= set(CODES)


# Younger than the edition of the fee schedule: whether they take 50 is the rule book's word (`mod50_allowed`).
TOO_YOUNG = ("62330", "64466", "64467", "64468", "64469", "64473", "64474")


def test_every_code_of_the_rule_book_is_there() -> None:
    named = {entry["code"] for entry in book()["codes"]}
    assert {name for name in named if "-" not in name} <= set(CODES)
    assert set(CODES) - set(book_codes()) == set(NOT_IN_THE_BOOK)
    for name in NOT_IN_THE_BOOK:
        assert DELETED_RANGE.get(name, name) in words_of_the_book()


DELETED_RANGE = dict.fromkeys(("0228T", "0229T", "0230T", "0231T"), "0228T-0231T were deleted 2020-12-31")

# Days and relations that `added`/`deleted` of a code do not say: where they are said.
DAYS = {
    "01935": ("", "2021-12-31", "01937-01942 replaced 01935/01936"),
    "01936": ("", "2021-12-31", "01937-01942 replaced 01935/01936"),
    **{name: ("", "2020-12-31", words) for name, words in DELETED_RANGE.items()},
    "0775T": ("", "2023-12-31", "27278 (0775T deleted)"),
    "1022T": ("2026-01-01", "", "1022T(2026)"),
    "64413": ("", "2019-12-31", "64413 deleted 2020"),  # as "72275 deleted 2022" is the end of 2021
    "64628": ("2022-01-01", "", "64628/64629 in"),
    "64629": ("2022-01-01", "", "64628/64629 in"),
}


def test_days_of_codes() -> None:
    hcpcs = {row["hcpcs_code"]: row for row in table("hcpcs/hcpcs_level2_2024_jul_pain.csv")}
    for name, code in CODES.items():
        if name in DAYS:
            first, last, words = DAYS[name]
            assert words in words_of_the_book()
        elif name in hcpcs:
            first, last = hcpcs[name]["date_added"], hcpcs[name]["date_term"]
        else:
            entry = book_codes().get(name, {})
            first, last = entry.get("added", ""), entry.get("deleted", "")
        assert (code.first_day, code.last_day) == (first, last), name


RELATIONS = {
    ("0275T", "62330"): "62330 +62331 in; 0275T out",
    ("0275T", "62331"): "62330 +62331 in; 0275T out",
    ("0775T", "27278"): "27278 (0775T deleted)",
    **{(old, "64999"): f"64999 ({words}" for old, words in DELETED_RANGE.items()},
    ("64413", "64999"): "superficial/deep cervical plexus block (64413 deleted 2020)",
    **{
        ("64999", new): "64466-64469, 64473, 64474 in (were 64999)"
        for new in ("64466", "64467", "64468", "64469", "64473", "64474")
    },
    **{
        (old, new): "01937-01942 replaced 01935/01936"
        for old in ("01935", "01936")
        for new in ("01937", "01938", "01939", "01940", "01941", "01942")
    },
}


def test_predecessors_and_successors() -> None:
    ours = {(old, name) for name, code in CODES.items() for old in code.predecessors.split()}
    ours |= {(name, new) for name, code in CODES.items() for new in code.successors.split()}
    assert ours == set(RELATIONS)
    for words in RELATIONS.values():
        assert words in words_of_the_book()


# -- ptp_pairs.csv -------------------------------------------------------------------------------------------------------

OF_THE_PUMP = "6235x/6236x>62323:0 practitioner, :1 hospital"
# Pairs that the tables beside the project lack and the rule book takes from the fuller edition: its words.
PAIRS_OF_THE_BOOK = {
    ("20560", "20526", "1"): "20560>20526:1",
    ("20561", "20526", "1"): "20561>20526:1",
    ("20604", "20600", "1"): "20604>20600:1",
    ("20600", "76942", "1"): "20600/04/05/06/10/11>76942:1",
    ("20604", "76942", "1"): "20600/04/05/06/10/11>76942:1",
    ("22870", "62323", "0"): "22869/22870>62323:0",
    ("62351", "62323", "0"): OF_THE_PUMP,
    ("62355", "62323", "0"): OF_THE_PUMP,
    ("62361", "62323", "0"): OF_THE_PUMP,
    ("62287", "62267", "1"): "62287>62290:0, >72295:0, >62267:1",
    ("62329", "77003", "1"): "62329>77003:1, >77012:1",
    ("62329", "77012", "1"): "62329>77003:1, >77012:1",
    ("62370", "95990", "0"): "62370>95990/95991/62367-62369:0",
    ("64449", "77002", "1"): "64449>77002:1",
    ("64555", "64566", "1"): "64555>64566:1",
    ("64561", "77002", "1"): "64561>77002:1",
    ("64596", "64561", "0"): "64596>64561:0",
    ("64596", "64595", "0"): "64596>64595:0",
    ("64610", "77002", "1"): "64610>77002:1",
    ("64617", "95874", "0"): "64617>95874:0",
    ("64620", "77002", "1"): "64620>77002:1",
}


def test_pairs_are_all_pairs_of_our_codes() -> None:
    theirs = {
        (row["column1"], row["column2"], row["modifier_indicator"])
        for row in table("ncci/ncci_core_pairs_active.csv")
        if row["column1"] in CODES and row["column2"] in CODES
    }
    ours = {tuple(row[:3]) for row in rows("ptp_pairs") if row.source == "NCCI 2024 Q3"}
    assert len(ours) > 2700
    assert ours == theirs


@pytest.mark.parametrize("source", ["book", "table"])
def test_pairs_of_the_rule_book(source: str) -> None:
    ours = {tuple(row[:3]) for row in rows("ptp_pairs") if row.source == "NCCI 2024 Q3 (RULEBOOK)"}
    if source == "table":
        assert ours == set(PAIRS_OF_THE_BOOK)
    else:
        lost = [words for words in PAIRS_OF_THE_BOOK.values() if words not in words_of_the_book()]
        # The book leaves the first code out where it stands at that code: then the rest of the words must stand there.
        assert [words for words in lost if not stands_at_its_code(words)] == []


def test_pairs_of_the_hospital_that_differ() -> None:
    ours = {tuple(row[:3]) for row in rows("ptp_outpatient")}
    said = {name for name, entry in book_codes().items() if OF_THE_PUMP in json.dumps(entry, default=str)}
    assert ours == {(name, "62323", "1") for name in said}
    for name in said:
        practitioner = EMBEDDED.pair(name, "62323", TODAY, "practitioner")
        assert isinstance(practitioner, Pair) and practitioner.indicator == "0"


# -- bans ----------------------------------------------------------------------------------------------------------------

RULES = load_lexicon().edit_rules
# Words that name a pair of two other codes, which stands among the PTP pairs.
OF_OTHERS = {"64596 with 64555": ("64596", "64555")}


def banned(words: str) -> list[str]:
    """The codes that words of `do_not_report_with` name: codes, a range of them, or all of anaesthesia."""
    if words == "anesthesia 019xx":
        return [
            name for name, code in CODES.items() if name.startswith("019") and code.valid_on(TODAY) and name != "01996"
        ]
    found = [name for first, last in re.findall(r"(\w{5})-(\w{5})", words) for name in CODES if first <= name <= last]
    return [*found, *re.findall(r"\b(?:\d{4}[\dT]|[A-Z]\d{4})\b", words)]


def held_as(one: str, two: str) -> str:
    """By what a ban of the book is held here; "" where it is lost."""
    for first, second in ((one, two), (two, one)):
        if EMBEDDED.shipped_pair(first, second):
            return "pair"
        if any(first in rule.codes and second in rule.imaging for rule in RULES.inside):
            return "imaging"
        if any(first in rule.codes and second in rule.beside for rule in RULES.beside):
            return "beside"
        if any(first in rule.codes and second in rule.beside for rule in RULES.bans):
            return "ban"
    return ""


def test_every_ban_of_the_rule_book_is_held() -> None:
    bans = {(entry["code"], str(words)) for entry in book()["codes"] for words in entry.get("do_not_report_with") or []}
    assert len(bans) > 600
    others = {words for _, words in bans if words in OF_OTHERS}
    assert others == set(OF_OTHERS) and all(EMBEDDED.shipped_pair(*OF_OTHERS[words]) for words in others)
    asked = {
        (one, two) for one, words in bans - {(one, w) for one, w in bans if w in OF_OTHERS} for two in banned(words)
    }
    lost = {pair for pair in asked if not held_as(*pair)}
    assert lost == set()


def test_every_ban_that_is_held_is_of_the_rule_book() -> None:
    said = {
        frozenset((name, other))
        for name, entry in book_codes().items()
        for words in entry.get("do_not_report_with") or []
        for other in banned(str(words))
    }
    ours = {(one, two) for ban in RULES.bans for one in ban.codes for two in ban.beside if one != two}
    beyond = {pair for pair in ours if frozenset(pair) not in said}
    # RULEBOOK 1.3: an IV start and the injection itself are inside every injection; 95990 "never with 6236x" (2.18).
    assert {two for _, two in beyond} <= {"36000", "96372"}, beyond


def test_a_ban_is_as_sure_as_the_rule_book() -> None:
    rank = {"high": 2, "medium": 1, "low": 0}
    for ban in RULES.bans:
        of_the_book = min(rank[book_codes()[code]["confidence"]] for code in ban.codes)
        assert rank[ban.confidence] <= of_the_book, ban.rule


def stands_at_its_code(words: str) -> bool:
    code, _, rest = words.partition(">")
    return f">{rest}" in json.dumps(book_codes().get(code, {}), default=str)


def printed_pairs() -> Iterator[tuple[str, str, str]]:
    for name in ("RULEBOOK.md", "CORRECTIONS.md"):
        text = (SHARED / "rulebook" / name).read_text(encoding="utf-8")
        yield from re.findall(r"\b(\w{5})>(\w{5}):([019])", text)


def test_every_pair_the_rule_book_prints_is_said() -> None:
    printed = set(printed_pairs())
    assert len(printed) > 40
    for one, two, indicator in printed:
        said = EMBEDDED.pair(one, two, TODAY, "practitioner")
        assert isinstance(said, Pair) and said.indicator == indicator, (one, two)


# -- mue.csv -------------------------------------------------------------------------------------------------------------


def test_unit_limits_of_2024() -> None:
    drugs = {row.code for row in rows("hcpcs")}
    theirs = {
        (row["hcpcs_code"], setting, row["mue_units"], row["mue_mai"])
        for setting, name in (("practitioner", "practitioner"), ("outpatient", "outpatient_hospital"))
        for row in table(f"mue/mue_{name}_2024Q3_pain.csv")
        if row["hcpcs_code"] in CODES or row["hcpcs_code"] in drugs
    }
    ours = {(row.code, row.setting, row.units, row.mai) for row in rows("mue") if row.source == "NCCI MUE 2024 Q3"}
    assert len(ours) > 500
    assert ours == theirs
    assert {row.first_day for row in rows("mue") if "2024 Q3" in row.source} == {"2024-07-01"}


# The book gives one limit for a range of codes, and the limit of some of them beside it.
LIMITS_BESIDE_A_RANGE = {
    "96366": ("8", "96366 MUE 8"),
    "97811": ("2", "97811/97814 MUE 2"),
    "97814": ("2", "97811/97814 MUE 2"),
}


def test_unit_limits_of_the_rule_book() -> None:
    found = [row for row in rows("mue") if row.source == "NCCI MUE 2024 Q3 (RULEBOOK)"]
    assert len(found) > 30
    for row in found:
        entry = book_codes()[row.code]
        limit = entry.get("mue_2024")
        if row.code in LIMITS_BESIDE_A_RANGE:
            units, words = LIMITS_BESIDE_A_RANGE[row.code]
            assert words in words_of_the_book()
            expected = (units, "")
        elif limit:
            expected = (str(limit["practitioner" if row.setting == "practitioner" else "hospital"]), str(limit["mai"]))
        else:
            expected = (str(entry["mue_practitioner"]), "")
            assert row.setting == "practitioner"
        assert (row.units, row.mai) == expected, row


def test_unit_limits_of_2026() -> None:
    """On a day of 2026 Q2 the limits are those of that quarter; rows only where they differ from the older edition."""
    theirs = json.loads((DATA / "mue/mue_2026Q2_hospital-bill-checker_pain.json").read_text())
    asked = {code: limit["maxUnits"] for code, limit in theirs.items() if code in CODES or EMBEDDED.drug_row(code)}
    assert len(asked) > 150
    for code, units in asked.items():
        limit = EMBEDDED.unit_limit(code, TODAY, "practitioner")
        assert isinstance(limit, UnitLimit) and limit.units == units, code
    newer = {row.code for row in rows("mue") if row.source == "NCCI MUE 2026 Q2"}
    assert newer == {"64473", "64474", "J0585", "J1010", "J1171", "J2003", "J2004", "J3300", "J7322"}
    # The file says "date of service", which is MAI 2 or 3; 3 is the rule book's reading (codes.yaml, 64473).
    assert {row.mai for row in rows("mue") if row.code in newer and row.first_day == "2026-04-01"} == {"3"}
    assert all(theirs[code]["adjudicationType"] == "date_of_service" for code in newer)


# -- add_ons.csv ---------------------------------------------------------------------------------------------------------

# Rows of the table that end on the day they begin, beside rows without end for the same codes: they were never good.
NEVER_GOOD = {
    ("G2211", primary) for primary in ("99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215")
}


def test_add_ons_are_those_of_the_table() -> None:
    theirs = set()
    never_good = set()
    for row in table("addon/aoc_2026Q2_pain.csv"):
        if row["Add-On_Code"] not in CODES:
            continue
        ends = [julian(row[name]) for name in ("AOC_DelDT", "Primary_Code_DelDT", "AOC_Edit_DelDT") if row[name]]
        first, last = julian(row["AOC_Edit_EffDT"]), min(ends, default="")
        if first == last:
            never_good.add((row["Add-On_Code"], row["Primary_Code"]))
            continue
        theirs.add((row["Add-On_Code"], row["Primary_Code"], row["AOC_Edit_Type"], first, last))
    ours = {tuple(row[:5]) for row in rows("add_ons") if row.source == "NCCI AOC 2026 Q2"}
    assert len(ours) > 150
    assert ours == theirs
    assert never_good == NEVER_GOOD


# codes.yaml leaves these primaries of 77002 out: since 2023 CPT has the imaging in them ("CPT wins", RULEBOOK 1.2). The
# table has them still, and so have we; that guidance is in those codes is said by their families.
CPT_WINS = {"64415", "64416", "64417", "64445", "64446", "64447", "64448"}


def test_add_ons_and_the_rule_book() -> None:
    for name, entry in book_codes().items():
        said = EMBEDDED.add_on(name, TODAY)
        if not entry.get("addon_primary"):
            continue
        assert isinstance(said, AddOn), name
        differ = said.primaries ^ set(entry["addon_primary"])
        assert differ == (CPT_WINS if name == "77002" else set()), name


def test_add_ons_that_are_younger_than_the_table() -> None:
    ours = {(row.add_on, row.primary, row.first_day) for row in rows("add_ons") if row.source == "RULEBOOK"}
    assert ours == {("62331", "62330", "2026-01-01"), ("64597", "64596", "2024-01-01")}
    for add_on, primary, first_day in ours:
        assert book_codes()[add_on]["addon_primary"] == [primary]
        assert book_codes()[add_on]["added"] == first_day


# -- hcpcs.csv -----------------------------------------------------------------------------------------------------------

UNIT_WORDS = {"mg": "mg", "ml": "mL", "cc": "mL", "unit": "unit", "units": "unit", "mcg": "mcg", "microgram": "mcg"}
# Units that no number in the words of the table says.
UNITS_BY_HAND = {
    "J0702": ("6", "mg", "3 mg of the one and 3 mg of the other together, which is 1 mL (CORRECTIONS 2.1)"),
    "J3490": ("1", "line", "unclassified: one unit"),
    "J3590": ("1", "line", "unclassified: one unit"),
    "J7999": ("1", "line", "compounded: one unit"),
    **dict.fromkeys(("A9576", "A9577", "A9578", "A9579", "Q9958", "Q9959", "Q9960", "Q9961", "Q9962", "Q9963", "Q9964", "Q9965", "Q9966", "Q9967"), ("1", "mL", "the words are: a mL")),
}  # fmt: skip


def dosage(words: str) -> tuple[str, str] | None:
    """The last amount in some words ("per 10 ml", "1 dose")."""
    words = words.lower().replace("= 1 unit", "")
    if "per dose" in words:
        return "1", "dose"
    found = re.findall(r"([\d.]+) ?(mg|ml|cc|units?|mcg|microgram)\b", words)
    return (found[-1][0], UNIT_WORDS[found[-1][1]]) if found else None


def test_drug_units_are_of_the_tables() -> None:
    hcpcs = {row["hcpcs_code"]: row["long_description"] for row in table("hcpcs/hcpcs_level2_2024_jul_pain.csv")}
    asp = {row["HCPCS Code"]: row["HCPCS Code Dosage"] for row in table("asp/asp_payment_limit_2026Q1_pain.csv")}
    in_the_book = {entry["code"]: entry["unit"] for entry in book()["hcpcs_drugs"] if "code" in entry}
    for row in rows("hcpcs"):
        ours = (row.amount, row.unit)
        if row.code in UNITS_BY_HAND:
            assert ours == UNITS_BY_HAND[row.code][:2], row.code
            if row.code in asp and row.code != "J0702":
                assert dosage(asp[row.code]) == ours
            continue
        said = {dosage(words[row.code]) for words in (hcpcs, asp) if row.code in words}
        if row.code in in_the_book:
            unit = in_the_book[row.code]
            said.add(("1", "dose") if unit == "1 dose" else dosage(unit))
        if row.code in NAMED_ONLY:
            assert NAMED_ONLY[row.code] in words_of_the_book()
            assert said == set()
        else:
            assert said == {ours}, row.code


# Codes of which the book says only that they began or ended; their unit is that of the code beside them, 1 mg.
NAMED_ONLY = {
    "C9290": "J0666 (C9290 out)",
    "J2002": "J2003/J2002/J2004, J1171 in",
    "J2004": "J2003/J2002/J2004, J1171 in",
}


def test_the_betamethasone_units() -> None:
    asp = {row["HCPCS Code"]: row["HCPCS Code Dosage"] for row in table("asp/asp_payment_limit_2026Q1_pain.csv")}
    assert asp["J0702"] == "3 MG & 3 MG"
    packages = [row for row in table("asp/asp_ndc_hcpcs_crosswalk_2026Q1_pain.csv") if row["hcpcs"] == "J0702"]
    assert {float(row["billunits"]) / float(row["pkg_size"]) for row in packages} == {1.0}, "1 mL is 1 unit"


def test_an_edition_does_not_know_what_came_after_it() -> None:
    """Whoever is named for a day of a code must have been able to know it."""
    for name, first, last, source in [
        *((code.code, code.first_day, code.last_day, code.days_source) for code in CODES.values()),
        *((row.code, row.first_day, row.last_day, row.days_source or row.source) for row in rows("hcpcs")),
    ]:
        assert bool(source) or not (first or last), name
        quarter = files.quarter_of(source)
        for day in (first, last):
            if quarter and day and source.startswith(("HCPCS", "MPFS")):
                assert date.fromisoformat(day) < files.quarter_start(quarter) + timedelta(days=92), (name, source)
    hcpcs = {row["hcpcs_code"] for row in table("hcpcs/hcpcs_level2_2024_jul_pain.csv")}
    assert {code.code for code in CODES.values() if code.days_source.startswith("HCPCS")} <= hcpcs


ENDS = {  # by the rule book, after the table was made
    "J1170": ("2024-09-30", "J2001, J1170 out"),
    "J2001": ("2024-09-30", "J2001, J1170 out"),
}


def test_days_of_drug_codes() -> None:
    hcpcs = {row["hcpcs_code"]: row for row in table("hcpcs/hcpcs_level2_2024_jul_pain.csv")}
    in_the_book = {entry["code"]: entry for entry in book()["hcpcs_drugs"] if "code" in entry}
    for row in rows("hcpcs"):
        entry = in_the_book.get(row.code, {})
        if row.code in hcpcs:
            assert row.source == "HCPCS 2024 Q3"
            assert row.first_day == hcpcs[row.code]["date_added"], row.code
            if row.code in ENDS:
                assert row.last_day == ENDS[row.code][0] == entry["terminated"]
                assert ENDS[row.code][1] in words_of_the_book()
            else:
                assert row.last_day == hcpcs[row.code]["date_term"], row.code
            assert row.last_day == entry.get("terminated", row.last_day), row.code
            assert entry.get("added", row.first_day) == row.first_day, row.code
        else:
            assert row.source == "RULEBOOK"
            days = {"C9290": ("", "2024-12-31"), "J2002": ("2024-10-01", ""), "J2004": ("2024-10-01", "")}
            assert (row.first_day, row.last_day) == days.get(
                row.code, (entry.get("added", ""), entry.get("terminated", ""))
            )


def test_every_drug_code_of_the_book_is_there() -> None:
    named = set(re.findall(r"\b[JQAS]\d{4}\b", yaml.safe_dump(book()["hcpcs_drugs"])))
    assert {code for code in named if not EMBEDDED.drug_row(code)} == set()
    ours = {row.code for row in rows("hcpcs")}
    assert {row["HCPCS Code"] for row in table("asp/asp_payment_limit_2026Q1_pain.csv")} <= ours


SUCCESSORS = {
    "C9290": ("J0666", "J0666 (C9290 out)"),
    "J1020": ("J1010", "J1010, J2919, J0589 in; J1020/30/40, J2920/30 out"),
    "J1030": ("J1010", "J1010, J2919, J0589 in; J1020/30/40, J2920/30 out"),
    "J1040": ("J1010", "J1010, J2919, J0589 in; J1020/30/40, J2920/30 out"),
    "J1170": ("J1171", "J1171 in; J2001, J1170 out"),
    "J2001": ("J2002 J2003 J2004", "J2003/J2002/J2004, J1171 in; J2001, J1170 out"),
    "J2920": ("J2919", "J1010, J2919, J0589 in; J1020/30/40, J2920/30 out"),
    "J2930": ("J2919", "J1010, J2919, J0589 in; J1020/30/40, J2920/30 out"),
    "S0020": ("J0665", "S0020 ended 2023-06-30; J0665 began"),
}


def test_successors_of_drug_codes() -> None:
    assert {row.code: row.successors for row in rows("hcpcs") if row.successors} == {
        code: new for code, (new, _) in SUCCESSORS.items()
    }
    for _new, words in SUCCESSORS.values():
        assert words in words_of_the_book()


# -- icd10.csv -----------------------------------------------------------------------------------------------------------

# Codes whose present form is older than the fiscal year of the edition, and known to be.
OLDER = {
    "M51.36": ("2024-10-01", "M51.36/M51.37 subdivided (M51.360-379)"),
    "M51.37": ("2024-10-01", "M51.36/M51.37 subdivided (M51.360-379)"),
    "M54.5": (
        "2021-10-01",
        "",
    ),  # known from the ICD-10-CM addenda of fiscal year 2022; no file beside the project says it
}


# Codes that the file beside the project has not, of the whole release (`simple_icd_10_cm`, April 2026), and why they are here.
OF_THE_RELEASE = {
    "C25": "cancer of the pancreas: celiac work (icd_groups)",
    **dict.fromkeys(
        [
            "C15",
            "C16",
            "C18",
            "C19",
            "C20",
            "C21",
            "C22",
            "C23",
            "C34",
            "C51",
            "C53",
            "C54",
            "C56",
            "C61",
            "C64",
            "C67",
            "C76",
            "C78.7",
            "C90",
        ],
        "neoplasms that hurt: sympathetic and visceral work, pumps (G89.3 with its neoplasm, guidelines I.C.6.b.5)",
    ),
    "L40.5": "arthritis of psoriasis",
    "E10.4": "diabetic neuropathy: stimulation (icd_groups)",
    "E11.4": "diabetic neuropathy: stimulation (icd_groups)",
    "G03": "arachnoiditis",
    "G11.4": "spasticity (corrections of icd_groups)",
    "G24": "dystonia: toxins (icd_groups)",
    "G35": "spasticity; a header since 2025-10-01 (CORRECTIONS 20)",
    "G82": "spasticity (icd_groups)",
    "G83": "spasticity (icd_groups)",
    "I69": "spasticity after a stroke (icd_groups)",
    "K11": "drooling: toxins",
    "L74": "sweating: toxins and sympathetic blocks (icd_groups)",
    "N39.4": "incontinence: sacral stimulation",
    "N80": "endometriosis: pelvic blocks",
    "R07": "pain of the chest wall",
    "T84.84": "pain of an implant of a joint (icd_groups)",
    "T87.3": "neuroma of a stump",
    "Z00.6": "a study: NCD 150.13 (CORRECTIONS 17)",
    "Z45": "care of pumps and stimulators (icd_groups)",
    "Z46": "care of devices (icd_groups)",
}


def test_diagnoses_are_of_the_classification() -> None:
    theirs = {
        row["code"]: (row["description"], row["billable"])
        for row in table("icd10cm/icd10cm_april2026_pain_relevant.csv")
    }
    found = rows("icd10")
    assert len(found) > 2000
    assert {
        row.code for row in found if row.code not in theirs and not row.code.startswith(tuple(OF_THE_RELEASE))
    } == set()
    for row in found:
        if row.code not in theirs:  # the package holds the release that the file beside the project was taken from
            theirs[row.code] = icd.get_description(row.code), str(int(icd.is_leaf(row.code)))
    assert [row.code for row in found if theirs[row.code] != (row.label, row.billable)] == []
    for row in found:
        first = next((day for code, (day, _) in OLDER.items() if row.code.startswith(code)), "2025-10-01")
        assert row.first_day == first, row.code
    for _day, words in OLDER.values():
        assert words in words_of_the_book()


def test_children_are_whole() -> None:
    """A header with children here has all its children here."""
    theirs = {row["code"] for row in table("icd10cm/icd10cm_april2026_pain_relevant.csv")}
    ours = {row.code for row in rows("icd10")}

    def parent(code: str) -> str:
        code = code[:-1].rstrip(".")
        while len(code) > 3 and code not in theirs:
            code = code[:-1].rstrip(".")
        return code

    parents = {parent(code) for code in ours if len(code) > 3} & theirs
    assert {code for code in theirs - ours if len(code) > 3 and parent(code) in parents} == set()


# Groups of the rule book of which the file beside the project has no codes (it holds the pain-relevant chapters only).
NOT_IN_THE_FILE = ("C25", "E11", "I69", "G24", "G11", "G35", "G82", "G83", "L74", "T84", "Z45", "Z46")


def test_the_groups_of_the_families_are_there() -> None:
    ours = {row.code for row in rows("icd10")}
    theirs = {row["code"] for row in table("icd10cm/icd10cm_april2026_pain_relevant.csv")}
    named = yaml.safe_dump({name: group["codes"] for name, group in book()["icd_groups"].items()})
    categories = set(re.findall(r"\b([A-Z]\d[0-9A-Z])\.", named)) | {"G44", "R10", "N94"}
    categories -= {"M12"}  # CORRECTIONS 2.21: not on the lists for the SI joint
    for category in categories:
        if category in NOT_IN_THE_FILE:
            assert not any(code.startswith(f"{category}.") for code in theirs), category
        else:
            assert category in ours, category
    for code in re.findall(r"\b[A-Z]\d[0-9A-Z]\.[0-9A-Z]+\b(?!-|x|X)", named):
        assert code in ours or code[:3] in NOT_IN_THE_FILE or code not in theirs, code


# -- coverage and policies -----------------------------------------------------------------------------------------------

LEFT_OUT = dict.fromkeys(("64582", "64583", "64584"), "stimulator for sleep apnoea: not of the specialty")


def test_coverage_lists_are_those_of_the_policies() -> None:
    theirs = json.loads((DATA / "coverage/lcd_coverage_2026-03_pain.json").read_text())
    assert {row.code for row in rows("coverage_codes")} == set(theirs) - set(LEFT_OUT)
    for code, said in theirs.items():
        if code in LEFT_OUT:
            continue
        ours = EMBEDDED.coverage(code, TODAY)
        assert isinstance(ours, CoverageList)
        assert (ours.covered, ours.not_covered) == (set(said["covered"]), set(said["notCovered"])), code
        assert ours.policies == tuple(said["lcdIds"])


def contractor(words: str) -> str:
    names = {
        "Noridian": "Noridian",
        "Palmetto": "Palmetto",
        "CGS": "CGS",
        "National Government": "NGS",
        "WPS": "WPS",
        "Novitas": "Novitas",
        "First Coast": "FCSO",
    }
    return next(short for long, short in names.items() if words.startswith(long))


def test_policies_are_of_the_index() -> None:
    index = {row["document_display_id"]: row for row in table("coverage/mcd_documents_2025-08-23_pain.csv")}

    def day(cell: str) -> str:
        return f"{cell[6:]}-{cell[:2]}-{cell[3:5]}" if cell else ""

    for row in rows("policies"):
        if row.contractor == "national":
            assert row.policy in words_of_the_book()
            continue
        for document in filter(None, (row.policy, row.article)):
            assert contractor(index[document]["contractor_name_type"]) == row.contractor, document
        dated = index[row.policy or row.article]
        assert (row.first_day, row.last_day) == (day(dated["effective_date"]), day(dated["retirement_date"])), row
    assert "NCD 150.13 CED from 2014-01-09" in words_of_the_book()


CORRECTED = {"L37913": "CORRECTIONS 2.27: L39713 is the policy of that article"}


def test_every_policy_of_the_book_is_there() -> None:
    ours = {part for row in rows("policies") for part in (row.policy, row.article)}
    named = set()
    for group in book()["lcd_sets"].values():
        named |= set(re.findall(r"\b[LA]\d{5}\b|NCD [\d.]+\d", " ".join(group.get("lcds", []))))
    for correction in book()["corrections"]:
        if str(correction["field"]).endswith(".lcds"):
            named |= set(re.findall(r"\b[LA]\d{5}\b", str(correction["new"])))
    assert len(named) > 60
    assert named - ours - {"A59697", "A59695"} == set(CORRECTED)


def test_policy_codes_are_those_of_the_book() -> None:
    theirs: dict[str, set[str]] = {}
    for entry in book()["codes"]:
        if entry.get("lcd_set"):
            theirs.setdefault(entry["lcd_set"], set()).add(entry["code"])
    assert {row.set: set(row.codes.split()) for row in rows("policy_codes")} == theirs


# -- lore that the tables contradict -------------------------------------------------------------------------------------

LORE = {
    # RULEBOOK 6, "NO pair in this file", both ways round
    ("64493", "62323"): None, ("62323", "64493"): None,
    ("64493", "64483"): None, ("64483", "64493"): None,
    ("27096", "64493"): None, ("27096", "64451"): None,
    ("64625", "64451"): None,
    ("62323", "99152"): None,
    ("64418", "76942"): None, ("64450", "76942"): None, ("64415", "76942"): None,
    # "fluoroscopy may stand beside a trial lead": it is inside it
    ("63650", "77003"): "1", ("63650", "76000"): "1",
    # CORRECTIONS 2: copied bans without a pair
    ("62370", "62323"): None, ("62370", "77003"): None,
    ("95972", "62323"): None,
    # CORRECTIONS 2: bans with one
    ("64680", "77002"): "1", ("64680", "77003"): "1", ("64681", "77003"): "1",
    ("64451", "64493"): "0", ("64451", "64494"): "0", ("64451", "64495"): "0",
    ("62370", "62367"): "0", ("62370", "62368"): "0", ("62370", "62369"): "0", ("62370", "95991"): "0",
    ("62263", "62323"): "0", ("20552", "64405"): "1",
}  # fmt: skip


@pytest.mark.parametrize("pair", LORE, ids=">".join)
def test_lore_against_the_table(pair: tuple[str, str]) -> None:
    said = EMBEDDED.pair(*pair, TODAY, "practitioner")
    assert not isinstance(said, NotInForce), said
    assert (said.indicator if said else None) == LORE[pair]
    listed = {(row["column1"], row["column2"]) for row in table("ncci/ncci_core_pairs_active.csv")}
    assert (pair in listed) == (LORE[pair] is not None)


def test_the_size_of_what_is_embedded() -> None:
    total = sum(path.stat().st_size for path in (ROOT / "lexicons" / "reference").glob("*.csv"))
    assert total < 600_000


# -- documentation and changes -------------------------------------------------------------------------------------------

# Elements that codes of the book ask for and its list does not explain: the words and the gravity are ours.
EXPLAINED_BY_US = {
    "tendon_or_ligament_named",
    "parameters_changed_count",
    "who_programmed",
    "reason",
    "prior_discography_if_any",
    "device_model",
}
# Notes of the book in shorthand, written out.
WRITTEN_OUT = {"guidance", "imaging_modality", "medical_necessity"}


def test_documentation_is_that_of_the_book() -> None:
    said = {entry["id"]: entry for entry in book()["doc_elements"]}
    asked: dict[str, set[str]] = {}
    for entry in book()["codes"]:
        for element in entry.get("required_docs") or []:
            asked.setdefault(element, set()).add(entry["code"])
    found = {row.element: row for row in rows("documentation")}
    assert set(found) == set(said) | set(asked)
    assert set(asked) - set(said) == EXPLAINED_BY_US
    for name, row in found.items():
        assert set(row.codes.split()) == asked.get(name, set()), name
        if name not in EXPLAINED_BY_US:
            severity = said[name]["severity"].removesuffix(" for drug lines").replace(" ", "-")
            assert row.severity == severity, name
            assert (row.need == said[name]["need"]) != (name in WRITTEN_OUT), name


# Changes that no day of a code tells: the words of the book.
CHANGES = {
    "imaging guidance is in the code": "64415-64417, 64445-64448 gained imaging in the code",
    "JZ is required": "JZ required",
    "hospital outpatient departments need prior": "HOPD prior authorisation extended to facet codes",
    "a generator counts only with": "64590/64595, 63685/63688 text: pocket + connection",
    "CGS: T12-L1": "CGS A58364: T12-L1 with L1-2 = 64490+64494 or 64633+64636",
    "Medicare reviews epidural": "WISeR prior-auth model (NJ OH OK TX AZ WA) incl. ESI, PVA, MILD, electrical nerve stimulators",
}


def test_changes_are_those_of_the_book() -> None:
    told = {entry["what"]: str(entry["eff"]) for entry in book()["code_changes"]}
    found = rows("changes")
    assert len(found) == len(CHANGES)
    for row in found:
        (words,) = [words for start, words in CHANGES.items() if row.what.startswith(start)]
        assert {day for what, day in told.items() if words in what} == {row.first_day}
