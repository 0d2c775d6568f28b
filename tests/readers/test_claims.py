"""Claims of a file: what is read, and one sentence for everything that is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cac.errors import InputError
from cac.lexicon.loader import load_lexicon
from cac.readers.claims import MOST_LINES, read_claims
from cac.records import BilledLine

PAYERS = load_lexicon().payers
LINE: dict[str, Any] = {"code": "63650", "modifiers": [], "units": 1, "diagnoses": ["M96.1"]}
CLAIM: dict[str, Any] = {
    "date_of_service": "2026-01-15", "place_of_service": "24", "payer": "medicare_part_b", "lines": [LINE],
}  # fmt: skip
HEADER = "claim_id,date_of_service,place_of_service,payer,code,modifiers,units,diagnoses"
ROW = "A,2026-01-15,24,medicare_part_b,64483,RT kx,1,M54.16 M54.17"


def write(tmp_path: Path, content: object, name: str = "claim.json") -> Path:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_the_claim_of_the_documents(tmp_path: Path) -> None:
    (one,) = read_claims(write(tmp_path, CLAIM), PAYERS)
    assert one.id == ""
    assert str(one.claim.date_of_service) == "2026-01-15"
    assert (one.claim.place_of_service, one.claim.payer) == ("24", "medicare_part_b")
    assert one.claim.lines == (BilledLine(code="63650", diagnoses=("M96.1",)),)


@pytest.mark.parametrize("wrap", [lambda one: [one, one], lambda one: {"claims": [one, one]}])
def test_several_claims(wrap: Any, tmp_path: Path) -> None:
    claims = read_claims(write(tmp_path, wrap({**CLAIM, "claim_id": "C1", "state": "nj"})), PAYERS)
    assert [one.id for one in claims] == ["C1", "C1"]
    assert claims[0].claim.state == "NJ"


def test_small_letters_a_mark_and_lists_left_out(tmp_path: Path) -> None:
    text = json.dumps({**CLAIM, "place_of_service": 24, "lines": [{"code": "g0260", "units": "2"}]})
    (one,) = read_claims(write(tmp_path, b"\xef\xbb\xbf" + text.encode()), PAYERS)
    assert one.claim.lines == (BilledLine(code="G0260", units=2),)


def test_rows_of_one_claim_wherever_they_stand(tmp_path: Path) -> None:
    text = "\r\n".join([HEADER, ROW, ROW.replace("A,", "B,", 1), "", ROW.replace("64483", "64484")]) + "\r\n"
    first, second = read_claims(write(tmp_path, text, "claims.csv"), PAYERS)
    assert (first.id, second.id) == ("A", "B")
    assert [line.code for line in first.claim.lines] == ["64483", "64484"]
    assert first.claim.lines[0].modifiers == ("RT", "KX")
    assert first.claim.lines[0].diagnoses == ("M54.16", "M54.17")


def but(**changed: object) -> dict[str, object]:
    return {name: value for name, value in {**CLAIM, **changed}.items() if value is not ...}


def line(**changed: object) -> dict[str, object]:
    return but(lines=[LINE, {name: value for name, value in {**LINE, **changed}.items() if value is not ...}])


BAD: dict[str, tuple[object, str]] = {
    "no JSON": ("{", "No valid JSON at line 1, column 2"),
    "half a claim": (json.dumps(CLAIM)[:60], "No valid JSON"),
    "deep": ("[" * 100_000, "No readable JSON"),
    "a word": ('"x"', "holds no claim"),
    "nothing": ("", "is empty"),
    "no claims": ("[]", "holds no claim"),
    "no claims in claims": ('{"claims": []}', "holds no claim"),
    "claims is a number": ('{"claims": 3}', "holds no claim"),
    "a claim is a number": ("[1]", "Claim 1: it is no object"),
    "binary": (b"\x00\x01\x02\x00" * 9, "binary"),
    "no day": (but(date_of_service=...), "`date_of_service` is missing"),
    "no place": (but(place_of_service=...), "`place_of_service` is missing"),
    "no payer": (but(payer=...), "`payer` is missing"),
    "empty payer": (but(payer=""), "`payer` is missing"),
    "no lines": (but(lines=...), "`lines` is missing"),
    "lines empty": (but(lines=[]), "holds no line"),
    "lines no list": (but(lines={}), "holds no line"),
    "unknown payer": (but(payer="medicaid_secret"), "The claim: This payer is not known"),
    "unknown place": (but(place_of_service="99"), "place of service is not known"),
    "place the payer has not": (but(payer="medicare_asc", place_of_service="11"), "takes place of service 24"),
    "a day that is none": (but(date_of_service="2026-02-30"), "date of service is no day"),
    "a day otherwise written": (but(date_of_service="01/15/2026"), "`date_of_service` is no day"),
    "a day in one word": (but(date_of_service="20260115"), "`date_of_service` is no day"),
    "a day as a list": (but(date_of_service=[1]), "`date_of_service` is no word"),
    "unknown field": (but(patient="SECRET"), "a field that is not known"),
    "line no object": (but(lines=["64483"]), "The claim, line 0: it is no object"),
    "no code": (line(code=...), "line 1: `code` is missing"),
    "code of words": (line(code="64483; drop"), "line 1: `code` holds what is no code"),
    "no units": (line(units=...), "line 1: `units` is missing"),
    "units 0": (line(units=0), "`units` is no positive whole number"),
    "units below 0": (line(units=-1), "`units` is no positive whole number"),
    "half a unit": (line(units=1.5), "`units` is no positive whole number"),
    "units of words": (line(units="two"), "`units` is no positive whole number"),
    "units true": (line(units=True), "`units` is no positive whole number"),
    "units without end": (line(units=10**30), "`units` is no positive whole number"),
    "modifiers no list": (line(modifiers="RT"), "line 1: `modifiers` is no list"),
    "modifier no word": (line(modifiers=[None]), "`modifiers` is no word"),
    "modifier empty": (line(modifiers=[""]), "`modifiers` holds what is no code"),
    "diagnoses no list": (line(diagnoses="M54.16"), "`diagnoses` is no list"),
    "unknown field of a line": (line(charge=100), "line 1: it has a field that is not known"),
    "too many lines": (but(lines=[LINE] * (MOST_LINES + 1)), f"more than {MOST_LINES} lines"),
    "the second claim": ([CLAIM, but(payer="x")], "Claim 2: This payer is not known"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_claim(case: str, tmp_path: Path) -> None:
    content, says = BAD[case]
    with pytest.raises(InputError) as caught:
        read_claims(write(tmp_path, content), PAYERS)
    assert says in caught.value.message
    assert caught.value.message.endswith(".")
    assert "SECRET" not in caught.value.message.upper()


BAD_ROWS = {
    "no column": (HEADER.replace(",units", "") + "\n", "Line 1: the column `units` is missing"),
    "unknown column": (HEADER + ",charge\n" + ROW + ",1\n", "Line 1: a column is not known"),
    "a column twice": (HEADER + ",code\n", "Line 1: a column stands there twice"),
    "header alone": (HEADER + "\n", "holds no claim"),
    "a cell too many": (HEADER + "\n" + ROW + ",x\n", "Line 2: it has 9 cells where 8 belong"),
    "no units": (HEADER + "\n" + ROW.replace(",1,M", ",,M") + "\n", "Line 2: `units` is empty"),
    "units of words": (HEADER + "\n" + ROW.replace(",1,M", ",one,M") + "\n", "Line 2: `units` is no positive whole"),
    "no name": (HEADER + "\n" + ROW.replace("A,", ",", 1) + "\n", "Line 2: `claim_id` is empty"),
    "no code": (HEADER + "\n" + ROW.replace("64483", "") + "\n", "Line 2: `code` is empty"),
    "two days": (HEADER + "\n" + ROW + "\n" + ROW.replace("01-15", "01-16") + "\n", "Line 3: another row of the same"),
    "unknown payer": (HEADER + "\n" + ROW.replace("medicare_part_b", "x") + "\n", "Line 2: This payer is not known"),
    "open quotes": (HEADER + '\n"' + ROW + "\n", "it is no CSV"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_rows_that_are_no_claim(case: str, tmp_path: Path) -> None:
    text, says = BAD_ROWS[case]
    with pytest.raises(InputError, match=says.replace("(", r"\(")):
        read_claims(write(tmp_path, text, "claims.csv"), PAYERS)


@pytest.mark.parametrize(("name", "says"), [("claim.txt", ".json or a .csv"), ("no.json", "no such file")])
def test_files_that_are_none(name: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says):
        read_claims(tmp_path / name, PAYERS)


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(InputError, match="folder"):
        read_claims(tmp_path / "a.json", PAYERS)
