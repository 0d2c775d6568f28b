"""Run-on dictation as a speech engine writes it: split and mis-heard words, slips taken back, no stops."""

from __future__ import annotations

import pytest

from cac import Coder

# what was written down, and the codes with modifiers and units
TABLE = [
    (
        "left transfer aminal epidural at l four five patient prone under floor oscopy a twenty two gauge "
        "needle was advanced to the foramen omnie pack one cc spread along the root then dexa meth a sone ten "
        "milligrams was injected",
        "64483-LT",
    ),
    (
        "right trans four aminal injection l five s one no wait l four five under fluoro needle was advanced "
        "to the right l four five foramen and decks a meth a zone ten milligrams was injected",
        "64483-RT",
    ),
    (
        "bi lateral sack row iliac joint injections under floros scopy needles were placed in both joints "
        "omni pack showed an arthrogram then ken a log forty milligrams in each joint was injected she left "
        "ambulatory with her daughter",
        "27096-50",
    ),
    (
        "inner laminar epidural at l five s one the tuffy needle was advanced under flora scopy loss of "
        "resistance two cc omni pack then depot medral eighty milligrams was injected left in a wheelchair",
        "62323",
    ),
    (
        "coddle epidural steroid injection under see arm the needle went through the sacral high eight us and "
        "eighty of depo med roll with ten cc saline was injected",
        "62323",
    ),
    (
        "right knee i mean left knee injection sterile prep twenty two gauge needle was advanced into the "
        "left knee joint and forty of can a log with four cc of mark caine was injected",
        "20610-LT",
    ),
    (
        "left jen icular nerve radio freak when see a blay shun under flora scopy probes were placed at the "
        "superior medial superior lateral and inferior medial genicular nerves lesion at eighty degrees for "
        "ninety seconds",
        "64624-LT",
    ),
    (
        "oxy pital nerve block on the left greater ox ipital nerve twenty five gauge needle three cc of bew "
        "piva caine and four milligrams of dexamethasone was injected all right she left right away",
        "64405-LT",
    ),
    (
        "lumbar medial brunch blocks left l three l four medial branches and l five dorsal ray mus under "
        "flora scopy needles were placed and point five cc of bup iva caine was injected at each",
        "64493-LT 64494-LT",
    ),
    (
        "left c five six scratch that c six seven inter laminar epidural under flora scopic guidance twenty "
        "gauge two e needle was advanced contrast spread seen then dexamethasone ten milligrams was injected",
        "62321",
    ),
    (
        "right tro canteric burse a injection twenty two gauge needle was advanced to the greater tro canter "
        "and ken a log forty milligrams with lie doe caine was injected",
        "20610-RT",
    ),
    (
        "trigger points right trape zius right le vater scapula left rom boyd each was injected with one cc "
        "of lie do caine one percent",
        "20553",
    ),
    (
        "left sub a crow meal injection posterior approach twenty two gauge needle into the sub acromial "
        "space forty milligrams depo metal was injected",
        "20610-LT",
    ),
    (
        "inter cost al nerve blocks left sixth seventh and eighth ribs twenty five gauge needle three cc of "
        "bupi va cane was injected at each rib",
        "64420-LT 64421-LTx2",
    ),
    (
        "epi dural blood patch at l three four under flora scopy a twenty gauge too he needle was advanced to "
        "the epidural space and fifteen cc of autologous blood was injected",
        "62273 77003",
    ),
    (
        "left l four five and l five s one facet joint injections correction right l four five and l five s "
        "one facet joint injections under flora scopy needles were placed in the right joints and can a log "
        "with bupi vacaine was injected in each",
        "64493-RT 64494-RT",
    ),
    (
        "by lateral l five s one trans formal epidural under flora scopy needles were advanced into both "
        "foramina dex a meth asone five milligrams was injected on each side",
        "64483-50",
    ),
    (
        "right carpal tunnel injection sorry left carpal tunnel injection twenty five gauge needle was "
        "advanced and twenty of kena log was injected",
        "20526-LT",
    ),
    (
        "left l three four five medial branch radio frequency oblation under flora scopy cannulas were placed "
        "at the left l three and l four medial branches and l five dorsal ramus lesions at eighty degrees "
        "ninety seconds",
        "64635-LT 64636-LT",
    ),
    (
        "plan tar fashia injection left heel twenty five gauge needle was advanced and twenty milligrams of "
        "triam sinolone was injected she left happy",
        "20550-LT",
    ),
    (
        "cervical medial branch block right c four c five c six under flora scopy twenty five gauge needles "
        "were placed and half a cc of bupivacaine was injected at each period new paragraph patient left with "
        "his wife",
        "64490-RT 64491-RT",
    ),
    (
        "right hip injection under ultrasound no make that under flora scopy needle was advanced into the hip "
        "joint omnipaque showed an arthrogram and ken a log eighty was injected",
        "20610-RT 77002",
    ),
    (
        "left sacro illiac joint injection c arm twenty two gauge needle was advanced into the joint iso view "
        "outlined the joint then bay ta methasone six milligrams was injected she went right home",
        "27096-LT",
    ),
    (
        "lumber epidural at l four five under flora scopy tuohy needle was advanced loss of resistance then "
        "depo medrol forty no make that eighty milligrams was injected",
        "62323",
    ),
    (
        "de curve ains injection right first dorsal compartment twenty five gauge needle in the sheath and "
        "ten of ken a log was injected",
        "20550-RT",
    ),
    (
        "left l two three no that's l three four neuro for aminal injection under flora scopy the needle was "
        "advanced to the foramen and dexamethasone was injected",
        "64483-LT",
    ),
]


@pytest.mark.parametrize(("dictated", "codes"), TABLE)
def test_run_on_dictation(coder: Coder, dictated: str, codes: str) -> None:
    said = [
        "-".join([line.code, *line.modifiers]) + (f"x{line.units}" if line.units > 1 else "")
        for line in coder.code(dictated).lines
    ]
    assert sorted(said) == sorted(codes.split())
