"""What went to the target, with its dose: not the skin local, not sedation, not contrast."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show


def bug(text: str, drugs: str, reason: str) -> object:
    return pytest.param(text, drugs, marks=pytest.mark.xfail(strict=True, reason=reason))


TITLE = "PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nUnder fluoroscopy the left L4-5 foramen was entered. "

# What is told after the needle is in, and the drugs (with dose) of the procedure.
TOLD = [
    ("Kenalog 40 mg was injected.", "triamcinolone 40 mg"),
    ("Depo-Medrol 80 was injected.", "methylprednisolone 80 mg"),
    ("Depo-Medrol 40 was injected.", "methylprednisolone 40 mg"),
    ("Depomedrol 40 was injected.", "methylprednisolone 40 mg"),
    ("Kenalog 80 was injected.", "triamcinolone 80 mg"),
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
    ("One mL of 0.25% bupivacaine was given as a test; after that came 9 mL more.", "bupivacaine"),
    ("A test dose of 0.5 cc of 1% lidocaine was followed by a wait. Decadron 8 mg was injected.", "dexamethasone 8 mg"),
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


def test_a_strength_behind_a_comma_is_that_of_the_drug_before(shown: Show) -> None:
    told = "One cc of Depo-Medrol, 40 mg per cc, together with 1.5 cc of 0.5% Marcaine was injected."
    strengths = {drug.name: drug.concentration for drug in shown(TITLE + told).procedure.drugs}
    assert strengths == {"methylprednisolone": "40 mg per cc", "bupivacaine": "0.5%"}


def test_every_drug_shows_its_words(shown: Show) -> None:
    text = TITLE + "Ken a log 40 mg with bupivacaine was injected."
    words = {drug.name: [e.text for e in drug.evidence] for drug in shown(text).procedure.drugs}
    assert words == {"triamcinolone": ["Ken a log"], "bupivacaine": ["bupivacaine"]}


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


# The same ways of telling in other mouths: dictated spellings, cues that speak of something else, the way in.
FURTHER = [
    ("An 80 mg dose of depo metal with one cc of market cane was injected.", "bupivacaine, methylprednisolone"),
    ("Row pivot a cane 0.2% 2 mL and dex a methasone 10 mg were then injected.", "dexamethasone, ropivacaine"),
    ("The root filled, no vessel kenalog forty milligrams with a cc of two percent lidocaine.", "lidocaine, triamcinolone"),
    ("Lederspan 20 mg and prilocaine 1% 2 mL were injected.", "prilocaine, triamcinolone"),
    ("Celestone Soluspan 1 cc, then Naropin 0.2% 1 cc, was injected.", "betamethasone, ropivacaine"),
    ("Bew piv a cane 0.5%, 2 mL, and triam sin alone 40 mg were injected.", "bupivacaine, triamcinolone"),
    ("Zylo cane 1% and sell a stone 6 mg were injected.", "betamethasone, lidocaine"),
    ("2 mL of the injectate (1 mL Depo-Medrol, 1 mL 0.25% Sensorcaine) was injected.", "bupivacaine, methylprednisolone"),
    ("10 mg of dexamethasone and 1 mL of 1% lidocaine were divided between the sites.", "dexamethasone, lidocaine"),
    ("Half the mixture (40 mg Kenalog, 2 mL 0.5% Marcaine) was injected.", "bupivacaine, triamcinolone"),
    # a cue that speaks of what stands before the amount
    ("No paresthesia 40 mg of Kenalog and 1 cc of 1% lidocaine were injected.", "lidocaine, triamcinolone"),
    ("No leak forty of Kenalog went in.", "triamcinolone"),
    ("Without evidence of vascular uptake 1 mL of a solution of dexamethasone and lidocaine was injected.",
     "dexamethasone, lidocaine"),
    ("After no blood could be aspirated, 80 mg of Depo-Medrol was injected.", "methylprednisolone"),
    ("No steroid was used. 1 mL of 0.5% ropivacaine was injected.", "ropivacaine"),
    ("Injectate: dexamethasone 10 mg   Local anesthetic: none", "dexamethasone"),
    ("Kenalog 40 mg and 1 cc of lidocaine were injected, return as needed.", "lidocaine, triamcinolone"),
    # taken back, not to hand, to come
    ("Kenalog, scratch that, Celestone 12 mg was injected.", "betamethasone"),
    ("I injected 40 mg of Depo-Medrol, correction, Kenalog, with 1 mL of 1% lidocaine.", "lidocaine, triamcinolone"),
    ("Because of a shortage of Depo-Medrol, Celestone 6 mg was injected.", "betamethasone"),
    ("Depo-Medrol was unavailable, so 12 mg of Celestone was injected.", "betamethasone"),
    ("Dexamethasone 10 mg rather than Kenalog was injected.", "dexamethasone"),
    ("Dexamethasone 10 mg was injected. Next time we will use Kenalog.", "dexamethasone"),
    ("Dexamethasone 10 mg was injected. If it wears off, we will do a block with bupivacaine.", "dexamethasone"),
    # sedation and medicines taken
    ("Fentanyl 50 mcg was titrated for comfort. Dexamethasone 10 mg was injected.", "dexamethasone"),
    ("After sedation with 2 mg midazolam, 10 mg of dexamethasone was injected.", "dexamethasone"),
    ("He had been on a hydromorphone PCA. Dexamethasone 10 mg was injected.", "dexamethasone"),
    ("He takes morphine at home. Dexamethasone 10 mg was injected.", "dexamethasone"),
    ("Kenalog 40 mg was injected. Rx: continue baclofen 10 mg TID.", "triamcinolone"),
    ("Kenalog 40 mg was injected. Ketorolac 30 mg IM was given in recovery.", "triamcinolone"),
    # the way in, the test dose, the flush
    ("1% lidocaine, 3 mL. A 22 gauge needle was advanced. Dexamethasone 10 mg was injected.", "dexamethasone"),
    ("The needle was advanced after 1% lidocaine. Dexamethasone 10 mg was injected.", "dexamethasone"),
    ("Local: 1% lidocaine 3 mL\nInjectate: Celestone 6 mg + 0.25% bupivacaine 1 mL", "betamethasone, bupivacaine"),
    ("The track was infiltrated with 1% lidocaine, and then dexamethasone with 1 mL of 0.25% bupivacaine was injected.",
     "bupivacaine, dexamethasone"),
    ("The skin was anesthetized with 1% lidocaine and 0.5 mL of 0.5% bupivacaine was injected on the nerve.", "bupivacaine"),
    ("Through the anesthetized skin a needle was placed and 2 mL of 0.5% ropivacaine injected.", "ropivacaine"),
    ("After a test dose of 1 mL of 2% lidocaine, 10 mg of dexamethasone was injected.", "dexamethasone"),
    ("A 1 mL test dose was negative and 2 mL of 0.25% bupivacaine was injected.", "bupivacaine"),
    ("40 mg of Kenalog was injected. The needle was flushed with 0.5 mL of 1% lidocaine.", "triamcinolone"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "drugs"), FURTHER)
def test_drug_names(told: str, drugs: str, shown: Show) -> None:
    assert ", ".join(sorted(drug.name for drug in shown(TITLE + told).procedure.drugs)) == drugs


WHOLE = [
    ("PROCEDURE: Right knee injection\nDepo 80 and 3 cc of plain lido injected into the right knee joint.",
     "lidocaine, methylprednisolone"),
    ("PROCEDURE: Right knee injection\nSkin anesthetized with 1% lidocaine. Then Euflexxa 20 mg was injected into the knee joint.",
     "hyaluron"),
    ("PROCEDURE: Left shoulder joint injection\nNeedle: 22g\nSteroid: Depo-Medrol 80 mg\nLocal: lidocaine 1% 1 mL",
     "lidocaine, methylprednisolone"),
    ("PROCEDURE: Intrathecal pump refill\nThe reservoir was filled with morphine 25 mg/mL, bupivacaine 10 mg/mL and "
     "clonidine 200 mcg/mL.", "bupivacaine, clonidine, morphine"),
    ("PROCEDURE: Intrathecal pump refill\n40 mL of back low fen 2000 mcg/mL was instilled into the pump.", "baclofen"),
    ("PROCEDURE: Intrathecal pump refill\n20 mL of Prialt 25 mcg/mL was instilled into the pump. He takes oral baclofen.",
     "ziconotide"),
    ("PROCEDURE: Left L3, L4, L5 medial branch blocks\nLocal: 0.5% bupivacaine 0.5 mL per nerve\n"
     "Needles were placed under fluoroscopy.", "bupivacaine"),
    ("PROCEDURE: Left L4, L5 medial branch RFA\nUnder fluoroscopy the nerves were anesthetized with 1 mL of 2% lidocaine "
     "and lesioned at 80 degrees.", "lidocaine"),
    ("PROCEDURE: Percutaneous lysis of adhesions\nUnder fluoroscopy a Racz catheter was placed at L5-S1. 1500 units of Hylenex "
     "was injected and without motor block 10 mL of 10% saline was infused.", "hyaluronidase, hypertonic saline"),
    ("PROCEDURE: L5-S1 epidural blood patch\nSkin lidocaine 1%. 15 mL of autologous blood was injected into the epidural "
     "space at L5-S1.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "drugs"), WHOLE)
def test_drugs_of_other_procedures(text: str, drugs: str, shown: Show) -> None:
    assert ", ".join(sorted(drug.name for drug in shown(text).procedure.drugs)) == drugs


def test_the_same_mixture_is_that_told_before(shown: Show) -> None:
    answer = shown(
        "PROCEDURES:\n1. Right knee injection.\n2. Left greater trochanteric bursa injection.\n\n"
        "The right knee joint was injected with 40 mg of Kenalog and 4 mL of 1% lidocaine. "
        "The left greater trochanteric bursa was then injected with the same mixture."
    )
    for family in ("joint_injection", "bursa_injection"):
        assert sorted(drug.name for drug in answer.of(family).drugs) == ["lidocaine", "triamcinolone"]


# A drug that another one replaced, the skin beside the aspiration, and what a comma ends.
BESIDE = [
    ("Kenalog not in stock; Celestone 6 mg was injected.", "betamethasone 6 mg"),
    ("Depo-Medrol is on backorder, so dexamethasone 10 mg was injected.", "dexamethasone 10 mg"),
    ("With the skin held taut, and after negative aspiration, 2 mL of 0.5% Marcaine was deposited.", "bupivacaine"),
    ("Without removing the needle, Kenalog 40 mg was instilled.", "triamcinolone 40 mg"),
    ("1% lidocaine was infiltrated superficially. Dexamethasone 10 mg was injected.", "dexamethasone 10 mg"),
    ("then kinalog 40 milligrams was injected", "triamcinolone 40 milligrams"),
    ("then four milligrams of decker dron was injected", "dexamethasone four milligrams"),
    ("then one cc of bup of a cane was injected", "bupivacaine"),
    ("then toredol 30 mg was injected", "ketorolac 30 mg"),
]


@pytest.mark.parametrize(("told", "drugs"), BESIDE)
def test_drugs_beside_other_words(told: str, drugs: str, shown: Show) -> None:
    answer = shown(TITLE + told)
    assert answer.drugs(answer.procedure) == drugs
