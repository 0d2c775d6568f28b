"""What went to the target, with its dose: not the skin local, not sedation, not contrast."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show


def bug(text: str, drugs: str, reason: str) -> object:
    return pytest.param(text, drugs, marks=pytest.mark.xfail(strict=False, reason=reason))


TITLE = "PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nUnder fluoroscopy the left L4-5 foramen was entered. "

# What is told after the needle is in, and the drugs (with dose) of the procedure.
TOLD = [
    ("Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    bug("Depo-Medrol 80 was injected.", "methylprednisolone 80 mg", "the term 'depo medrol 80' swallows the dose"),
    ("Depo-Medrol 40 was injected.", "methylprednisolone 40 mg"),
    ("Depomedrol 40 was injected.", "methylprednisolone 40 mg"),
    bug("Kenalog 80 was injected.", "triamcinolone 80 mg", "the term 'kenalog-80' swallows the dose"),
    ("Kenalog 60 was injected.", "triamcinolone 60 mg"),
    ("Dexamethasone 10 was injected.", "dexamethasone 10 mg"),
    ("Depo-Medrol 80 mg and 1 mL of 0.25% Marcaine were injected.", "bupivacaine, methylprednisolone 80 mg"),
    ("We injected 40 mg of Depo-Medrol with 2 cc of 1% lidocaine.", "lidocaine, methylprednisolone 40 mg"),
    ("A mixture of 80 mg methylprednisolone acetate and 2 mL of 0.5% bupivacaine was injected.",
     "bupivacaine, methylprednisolone 80 mg"),
    ("Dexamethasone 10 mg and 1 mL of preservative-free saline were injected.", "dexamethasone 10 mg"),
    ("10 mg of dexamethasone (10 mg/mL) was injected.", "dexamethasone 10 mg"),
    ("Celestone 6 mg was injected.", "betamethasone 6 mg"),
    ("1 mL of Celestone Soluspan 6 mg/mL was injected.", "betamethasone"),
    ("Two mL of 40 mg/mL Kenalog was injected.", "triamcinolone"),
    ("ken a log 40 mg was injected.", "triamcinolone 40 mg"),
    ("Depot medrol 80 mg was injected.", "methylprednisolone 80 mg"),
    ("Bew pivacaine 0.25% 1 mL was injected.", "bupivacaine"),
    ("0.5 mL of 0.25% bupivacaine was injected.", "bupivacaine"),
    # the way in is no treatment
    ("The skin was anesthetized with 1% lidocaine. Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("A skin wheal was raised with 3 mL of 1% lidocaine. Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("Skin and subcutaneous tissue were infiltrated with 1% Xylocaine. Dexamethasone 10 mg was injected.", "dexamethasone 10 mg"),
    ("Kenalog 40 mg was injected after skin local with 2 mL of lidocaine.", "triamcinolone 40 mg"),
    # neither contrast nor sedation
    ("1 mL of Omnipaque 240 showed good spread, then Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("She was sedated with IV fentanyl 50 mcg and Versed 2 mg. Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("Kenalog 40 mg was injected. She received Ancef 1 g intravenously.", "triamcinolone 40 mg"),
    # neither allergies nor what was left out
    ("She is allergic to lidocaine. Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("No local anesthetic was used; dexamethasone 10 mg was injected.", "dexamethasone 10 mg"),
    bug("Dexamethasone 10 mg was injected instead of Kenalog.", "dexamethasone 10 mg",
        "a dose before another drug is dropped unless a comma, 'and' or 'with' stands between"),
    ("Kenalog was not given because of diabetes; bupivacaine 0.25% 1 mL was injected.", "bupivacaine"),
    # neither before nor after
    ("Kenalog 40 mg was injected. At next visit we will use dexamethasone 10 mg.", "triamcinolone 40 mg"),
    ("Her last injection with Depo-Medrol 80 mg helped. Today Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("Kenalog 40 mg was injected. She was discharged on oral prednisone.", "triamcinolone 40 mg"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "drugs"), TOLD)
def test_drugs(told: str, drugs: str, shown: Show) -> None:
    answer = shown(TITLE + told)
    assert answer.drugs(answer.procedure) == drugs
    assert answer.lines == ["64483-LT"]


DETAILS = [
    ("Depo-Medrol 80 mg was injected.", ("80 mg", None, None)),
    ("2 mL of Kenalog 40 mg/mL was injected.", (None, "2 mL", "40 mg/mL")),
    ("10 cc of 0.25% Marcaine was injected.", (None, "10 cc", "0.25%")),
    ("0.25% bupivacaine 1 mL was injected.", (None, "1 mL", "0.25%")),
    ("Bupivacaine 0.5 percent, 3 ml, was injected.", (None, "3 ml", "0.5 percent")),
    ("1.5 mL of dexamethasone was injected.", (None, "1.5 mL", None)),
    ("Marcaine was injected.", (None, None, None)),
    ("Depo-Medrol 40 mg in 1 mL was injected.", ("40 mg", "1 mL", None)),
]


@pytest.mark.parametrize(("told", "details"), DETAILS)
def test_dose_volume_and_concentration(told: str, details: tuple[str | None, ...], shown: Show) -> None:
    (drug,) = shown(TITLE + told).procedure.drugs
    assert (drug.dose, drug.volume, drug.concentration) == details


def test_the_volume_of_one_drug_is_not_that_of_another(shown: Show) -> None:
    procedure = shown(TITLE + "1 mL of 0.25% bupivacaine and 40 mg of Kenalog were injected.").procedure
    told = {drug.name: (drug.dose, drug.volume, drug.concentration) for drug in procedure.drugs}
    assert told == {"bupivacaine": (None, "1 mL", "0.25%"), "triamcinolone": ("40 mg", None, None)}


def test_every_drug_shows_its_words(shown: Show) -> None:
    text = TITLE + "Ken a log 40 mg with bupivacaine was injected."
    words = {drug.name: [e.text for e in drug.evidence] for drug in shown(text).procedure.drugs}
    assert words == {"triamcinolone": ["Ken a log 40"], "bupivacaine": ["bupivacaine"]}


AGENTS = [
    ("PROCEDURE: Celiac plexus block\nUnder CT, 20 mL of absolute alcohol was injected.", ["64680"]),
    ("PROCEDURE: Celiac plexus block\nUnder CT, 20 mL of 0.25% bupivacaine was injected.", ["64530"]),
    ("PROCEDURE: Superior hypogastric plexus neurolysis\nUnder fluoroscopy 10 mL of 6% phenol was injected.", ["64681"]),
    ("PROCEDURE: Left T7 and T8 intercostal nerve blocks\nUnder palpation 3 mL of 0.25% bupivacaine was injected at each rib.",
     ["64420-LT", "64421-LT"]),
    # alcohol that only cleaned
    ("PROCEDURE: Left greater occipital nerve block\nThe scalp was cleaned with alcohol and 3 mL of 0.25% bupivacaine was injected.",
     ["64405-LT"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), AGENTS)
def test_the_agent_decides_between_block_and_neurolysis(text: str, lines: list[str], shown: Show) -> None:
    assert shown(text).lines == lines
