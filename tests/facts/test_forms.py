"""Forms: boxes, blanks, pick lists, tables. A row: the note, the lines of the claim, what is missing."""

# ruff: noqa: E501  (forms read best as they stand)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show

DONE = "Under fluoroscopy the needle was advanced, contrast showed good spread, and Kenalog 40 mg was injected."
ASPIRATED = "After negative aspiration the drug was injected. Tolerated well."

FORMS = {
    "pairs with bars": (
        f"Procedure | Transforaminal epidural steroid injection\nLevel | L4-5\nSide | LEFT\nFluoro | C-arm, AP and lateral\n{DONE}",
        ["64483-LT"], ()),
    "pairs with outer bars and an unknown key": (
        "| Procedure | SI joint injection |\n|---|---|\n| Joint side | Right |\n| Laterality | Right |\n| Image guidance | fluoroscopy |\n| Dye | Omnipaque 1 mL, arthrogram |\n| Given | Kenalog 40 mg, injected |\n| Complications | none |",
        ["27096-RT"], ()),
    "a table of levels": (
        "MEDIAL BRANCH BLOCK\n\nGuidance | fluoroscopy\nComplications | none\n\n| Nerve | Side | Drug |\n|---|---|---|\n| L3 medial branch | right | bupivacaine 0.5 % 0.5 mL |\n| L4 medial branch | right | bupivacaine 0.5 % 0.5 mL |\n| L5 dorsal ramus | right | bupivacaine 0.5 % 0.5 mL |\n\nEach was injected after negative aspiration.",
        ["64493-RT", "64494-RT"], ()),
    "round marks with o": (
        f"KNEE INJECTION\nSide ......... ( ) R   (o) L   ( ) Both\nGuidance ..... ( ) US   ( ) fluoro   (o) landmark\nDrug: Kenalog 40 mg injected into the joint. {ASPIRATED}",
        ["20610-LT"], ()),
    "round marks with a dot": (
        f"SHOULDER INJECTION\nLaterality: (•) Right ( ) Left ( ) Bilateral\nImage: (•) ultrasound, image saved ( ) none\nKenalog 40 mg was injected into the glenohumeral joint. {ASPIRATED}",
        ["20611-RT"], ()),
    "a star in brackets": (
        f"SI JOINT INJECTION\n[ ] Right  [*] Left  [ ] Bilateral\n[*] Fluoroscopy  [ ] CT\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096-LT"], ()),
    "blanks behind the words": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\nSIDE:  Right ____   Left __x__   Both ____\nLEVEL:  L3-4 ____  L4-5 ____  L5-S1 __x__\n{DONE}",
        ["64483-LT"], ()),
    "blanks before the words": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\n__X__ Right   ____ Left\n____ L3-4   __X__ L4-5   ____ L5-S1\n{DONE}",
        ["64483-RT"], ()),
    "no blank is marked": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION L4-5\nSIDE:  Right ____   Left ____\n{DONE}",
        ["64483"], ("laterality",)),
    "boxes behind the words": (
        f"SI JOINT INJECTION under fluoroscopy\nRight [ ]   Left [ ]   Bilateral [x]\nSteroid: Kenalog 40 mg [x]   dexamethasone 10 mg [ ]\nInjected after arthrogram. {ASPIRATED}",
        ["27096-50"], ()),
    "a colon before the boxes": (
        f"SI JOINT INJECTION under fluoroscopy\nLeft: ☐  Right: ☑\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096-RT"], ()),
    "angles": (
        f"SI JOINT INJECTION under fluoroscopy\nSide (circle): <<Left>>  Right  Bilateral\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096-LT"], ()),
    "one of several is wrapped": (
        f"SI JOINT INJECTION under fluoroscopy\nSide: Left / **Right** / Bilateral\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096-RT"], ()),
    "nothing is circled": (
        f"SI JOINT INJECTION under fluoroscopy\nSide (circle one):  Right / Left / Bilateral\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096"], ("laterality",)),
    "a smart list left open": (
        f"SI JOINT INJECTION under fluoroscopy\nLaterality: {{RIGHT/LEFT/BILATERAL:20413}}\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096"], ("laterality",)),
    "all sides unticked": (
        f"SI JOINT INJECTION under fluoroscopy\nLaterality:  □ Right  □ Left  □ Bilateral\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096"], ("laterality",)),
    "yes or no not circled": (
        f"LEFT KNEE INJECTION\nUltrasound used: yes / no\nKenalog 40 mg was injected. {ASPIRATED}",
        ["20610-LT"], ()),
    "rows of boxes under a side": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\nRight:  ☐ L3-4  ☐ L4-5  ☒ L5-S1\nLeft:   ☐ L3-4  ☒ L4-5  ☐ L5-S1\n{DONE}",
        ["64483-LT", "64484-RT"], ()),
    "a row under a side with no box ticked": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\nRight:  ☐ L3-4  ☐ L4-5  ☐ L5-S1\nLeft:   ☐ L3-4  ☒ L4-5  ☒ L5-S1\n{DONE}",
        ["64483-LT", "64484-LT"], ()),
    "marks under the sides": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\n\nLevel      Left      Right\nL3-4       -         X\nL4-5       X         -\nL5-S1      -         -\n\n{DONE}",
        ["64483-RT", "64484-LT"], ()),
    "gaps under the sides": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\n\nLevel      Left      Right\nL3-4       ✓         ✓\nL4-5\nL5-S1                ✓\n\n{DONE}",
        ["64483-50", "64484-RT"], ()),
    "bars under the sides": (
        f"FACET JOINT INJECTION, LUMBAR\n\n| Joint | Right | Left |\n|:--|:--|:--|\n| L3-4 |  | yes |\n| L4-5 | yes | yes |\n| L5-S1 | no | no |\n\n{DONE}",
        ["64493-50", "64494-LT"], ()),
    "ticks and crosses": (
        f"RIGHT KNEE INJECTION\nGuidance:  ✗ ultrasound  ✗ fluoroscopy  ✓ landmark\nKenalog 40 mg was injected. {ASPIRATED}",
        ["20610-RT"], ()),
    "not done": (
        f"OCCIPITAL NERVE BLOCK\nGreater occipital nerve:  [x] right  [ ] left\nLesser occipital nerve:  [x] not done\nBupivacaine 0.5 % 3 mL was injected. {ASPIRATED}",
        ["64405-RT"], ()),
    "yes or no by boxes": (
        "SPINAL CORD STIMULATOR TRIAL\nUnder fluoroscopy a Tuohy needle was placed at T12-L1 and one percutaneous lead was advanced to T8.\nGenerator implanted:  ☐ yes  ☒ no\nTolerated well.",
        ["63650"], ()),
    "a row a lead": (
        "SPINAL CORD STIMULATOR TRIAL\nUnder fluoroscopy with loss of resistance the leads were advanced.\n\n| Lead | Entry | Tip |\n|---|---|---|\n| 1 | T12-L1 | T8 |\n| 2 | L1-2 | T9 |\n\nTolerated well.",
        ["63650 x2"], ()),
    "limbs as columns": (
        "CHEMODENERVATION\nToxin: ☒ Botox  ☐ Dysport\nGuidance: ☐ EMG ☐ e-stim ☒ none\n\nLEFT ARM                  LEFT LEG\nbiceps        50 U        soleus            75 U\nbrachialis    25 U        tibialis posterior 50 U\n\nTolerated well.",
        ["64642", "64643"], ()),
    "muscles with a dose under each side": (
        "CHEMODENERVATION\nBotox 300 units, injected in the clinic.\n\nMuscle            Right      Left\nbiceps            50 U       0 U\nsoleus            75 U       75 U\n\nTolerated well.",
        ["64642", "64643 x2"], ()),
    "who performed it is open": (
        "INTRATHECAL PUMP REFILL AND REPROGRAMMING\nPerformed by:  □ MD  □ NP  □ RN\nThe reservoir was emptied and refilled with morphine 10 mg/mL, 20 mL. The pump was reprogrammed.",
        ["62369"], ("who_performed",)),
    "who performed it is ticked": (
        "INTRATHECAL PUMP REFILL AND REPROGRAMMING\nPerformed by:  ■ MD  □ NP  □ RN\nThe reservoir was emptied and refilled with morphine 10 mg/mL, 20 mL. The pump was reprogrammed.",
        ["62370"], ()),
    "the tilt of the C-arm": (
        f"RIGHT L5-S1 TRANSFORAMINAL EPIDURAL STEROID INJECTION\nFluoroscopy: oblique with caudal tilt, then cephalad-caudal tilt\n{DONE}",
        ["64483-RT"], ()),
    "fields on one line": (
        f"SI JOINT INJECTION\nSide .... ( ) Right  (x) Left      Guidance .... (x) fluoro  ( ) CT      Sedation .... (x) none\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096-LT"], ()),
    # layouts once more, in other words
    "a key on its own line above its boxes": (
        f"TRANSFORAMINAL EPIDURAL STEROID INJECTION\nWhich side\n   □ right\n   ■ left\nWhich level\n   □ L3-L4\n   ■ L4-L5\n   ■ L5-S1\n{DONE}",
        ["64483-LT", "64484-LT"], ()),
    "a list of procedures to tick": (
        f"PROCEDURES PERFORMED\n( ) Epidural steroid injection, interlaminar\n( ) Epidural steroid injection, caudal\n(x) Sacroiliac joint injection   side: ( ) R  (x) L  ( ) B\n( ) Trigger point injection\n{DONE}",
        ["27096-LT"], ()),
    "capital X in the blank, sides in letters": (
        f"KNEE INJECTION     R _X_   L ___\nLandmark technique. Depo-Medrol 80 mg was injected into the joint. {ASPIRATED}",
        ["20610-RT"], ()),
    "a level a row with a box a side and a dose": (
        "LUMBAR TRANSFORAMINAL EPIDURAL\n\n  Level     R    L    Dose\n  L4-5     [x]  [ ]   dexamethasone 5 mg\n  L5-S1    [x]  [ ]   dexamethasone 5 mg\n\nUnder fluoroscopy, with contrast, each was injected. Tolerated well.",
        ["64483-RT", "64484-RT"], ()),
    "tabs": (
        "MEDIAL BRANCH BLOCK\nSide:\t[ ] Right\t[x] Left\nNerves:\t[ ] L2\t[x] L3\t[x] L4\t[x] L5 DR\nImaging:\t[x] Fluoro\t[ ] US\nBupivacaine 0.5 % 0.5 mL was injected at each medial branch.",
        ["64493-LT", "64494-LT"], ()),
    "radio marks": (
        f"Hip injection, intra-articular\nSide: ○ Right ● Left\nGuidance: ● Fluoroscopy ○ Ultrasound\nContrast: ● Yes ○ No\nKenalog 40 mg was injected into the hip joint. {ASPIRATED}",
        ["20610-LT", "77002"], ()),
    "check mark behind the word": (
        f"GREATER TROCHANTERIC BURSA INJECTION\nRight ✔   Left ☐   Both ☐\nKenalog 40 mg with lidocaine was injected into the bursa. {ASPIRATED}",
        ["20610-RT"], ()),
    "guidance answered no by box": (
        f"LEFT SHOULDER SUBACROMIAL BURSA INJECTION\nUltrasound guidance:  [ ] Yes  [x] No\nKenalog 40 mg was injected into the bursa. {ASPIRATED}",
        ["20610-LT"], ()),
    "n/a": (
        f"RIGHT SI JOINT INJECTION\nFluoroscopy: [x] used\nLateral branch block: [x] N/A\nPiriformis injection: [x] none\nKenalog 40 mg was injected into the joint. {ASPIRATED}",
        ["27096-RT"], ()),
    "columns of sides with the nerve in the cell": (
        "MEDIAL BRANCH BLOCKS\n\nRIGHT                    LEFT\nL3 medial branch         L3 medial branch\nL4 medial branch         L4 medial branch\nL5 dorsal ramus\n\nUnder fluoroscopy bupivacaine 0.5 % 0.5 mL was injected at each nerve.",
        ["64493-50", "64494-RT"], ()),
    "sides of two nerves in a table": (
        f"OCCIPITAL NERVE BLOCK\n\nNerve               Right    Left\nGreater occipital   3 mL     3 mL\nLesser occipital    -        -\n\nBupivacaine 0.5 % was injected. {ASPIRATED}",
        ["64405-50"], ()),
    "three leads in labels": (
        "SPINAL CORD STIMULATOR TRIAL under fluoroscopy\nLead 1: left paramedian entry T12-L1, tip T8\nLead 2: right paramedian entry T12-L1, tip T8\nBoth were advanced through Tuohy needles. Tolerated well.",
        ["63650 x2"], ()),
    "a blank for the one who did it": (
        "PAIN PUMP REFILL\nFilled by: ______\nReservoir emptied, refilled with morphine 20 mL. Programming updated.",
        ["62369"], ("who_performed",)),
    "a choice with or": (
        f"SI JOINT INJECTION under fluoroscopy\nSide: right or left\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096"], ("laterality",)),
    "both glyphs of a table with bars": (
        f"LUMBAR TRANSFORAMINAL EPIDURAL STEROID INJECTION\n\n| Site | R | L |\n|---|---|---|\n| L4-5 | ☑ | ☐ |\n| L5-S1 | ☐ | ☑ |\n\n{DONE}",
        ["64483-RT", "64484-LT"], ()),
    "boxes in the cells of a bar": (
        f"SI JOINT INJECTION\n| Side | ☐ Right | ☒ Left |\n| Guidance | ☒ Fluoroscopy | ☐ CT |\nKenalog 40 mg was injected. {ASPIRATED}",
        ["27096-LT"], ()),
    "indented kv blocks": (
        "procedure: caudal epidural steroid injection\n  laterality: n/a\n  guidance: c-arm\n  contrast: omnipaque 2 mL, epidural flow\n  injectate: kenalog 80 mg + saline 8 mL\n  complications: none",
        ["62323"], ()),
    "csv-like": (
        "Field,Value\nProcedure,Left knee injection\nGuidance,Ultrasound\nDrug,Kenalog 40 mg\nInjected without complication. Images saved.",
        ["20611-LT"], ()),
    "equals": (
        "PROCEDURE = SI joint injection\nSIDE = LEFT\nGUIDANCE = FLUORO\nKenalog 40 mg was injected into the joint after arthrogram.",
        ["27096-LT"], ()),
    "dash leader": (
        "SI JOINT INJECTION\nSide - - - - - Left\nGuidance - - - - - fluoroscopy\nKenalog 40 mg was injected into the joint.",
        ["27096-LT"], ()),
    "arrows": (
        "SI JOINT INJECTION\nSide -> Right\nGuidance -> fluoroscopy\nKenalog 40 mg was injected into the joint.",
        ["27096-RT"], ()),
    "sub boxes under unticked": (
        f"[ ] Transforaminal ESI:  [ ] L4-5 [ ] L5-S1\n[x] Interlaminar ESI:  [ ] L3-4 [x] L4-5\n[ ] Caudal\n{DONE}",
        ["62323"], ()),
    "both ticked": (
        f"TRANSFORAMINAL ESI\n[x] Right [x] Left\n[x] L4-5 [ ] L5-S1\n{DONE}",
        ["64483-50"], ()),
    "two-line column": (
        "MBB LUMBAR\n                 Right          Left\nL4-5 facet       [x]            [ ]\nL5-S1 facet      [x]            [x]\nUnder fluoroscopy bupivacaine 0.5 mL was injected at each medial branch.",
        ["64493-50", "64494-RT"], ()),
    "option: Yes/No columns": (
        "RFA\n                      Yes   No\nFluoroscopy used      X\nSedation                    X\nLeft L3, L4, L5 medial branches lesioned at 80 C for 90 seconds.",
        ["64635-LT", "64636-LT"], ()),
    "semicolon row": (
        "Procedure: TPI; Muscles: [x] trapezius R [x] levator scapulae R [ ] rhomboid; Drug: lidocaine 1% 5 mL injected; tolerated well",
        ["20552"], ()),
    "limb header rows": (
        "CHEMODENERVATION WITH EMG\nBotox 300 U injected today.\nRight upper limb:\n  biceps 50 U\n  brachialis 50 U\nRight lower limb:\n  soleus 100 U\nTolerated well.",
        ["64642", "64643", "95874"], ()),
    "limb cols 2 space": (
        "CHEMODENERVATION\nToxin | Botox 400 U\n| Limb | Muscle | Units |\n|---|---|---|\n| Left arm | biceps | 100 U |\n| Left arm | FCR | 50 U |\n| Left leg | soleus | 100 U |\nInjected under e-stim.",
        ["64642", "64643", "95873"], ()),
    "N/A rows": (
        "Lumbar RFA\nL2 MB: [x] not done\nL3 MB: [x] 80C x 90 s\nL4 MB: [x] 80C x 90 s\nL5 DR: [x] 80C x 90 s\nSide: [x] L [ ] R\nC-arm used throughout; each nerve lesioned.",
        ["64635-LT", "64636-LT"], ()),
    "table with number col": (
        "TFESI\n| # | Level | Side | Needle | Contrast | Steroid |\n| 1 | L4-5 | Left | 22G | 1 mL good | dexamethasone 5 mg |\n| 2 | L5-S1 | Right | 22G | 1 mL good | dexamethasone 5 mg |\nFluoroscopy throughout. Each level was injected.",
        ["64483-LT", "64484-RT"], ()),
    "yes no inline": (
        "LEFT KNEE INJECTION\nUltrasound: Y (N)\nKenalog 40 mg was injected.",
        ["20610-LT"], ()),
    "braces chosen": (
        "SI joint injection\nSide: {left}\nUnder fluoroscopy Kenalog 40 mg was injected.",
        ["27096-LT"], ()),
    "glyph squares": (
        "SI JOINT INJECTION\nSide  ▢ Right  ▣ Left\nGuidance  ▣ Fluoroscopy ▢ CT\nKenalog 40 mg was injected.",
        ["27096-LT"], ()),
    "radio html": (
        "SI JOINT INJECTION\nSide: (X)Left ( )Right\nGuidance: (X)Fluoroscopy\nKenalog 40 mg was injected.",
        ["27096-LT"], ()),
    "checkbox Y": (
        "SI JOINT INJECTION\nSide: [Y] Left [N] Right\nGuidance: [Y] Fluoroscopy [N] CT\nKenalog 40 mg was injected.",
        ["27096-LT"], ()),
    "Multi choice per level": (
        "FACET INJECTION LUMBAR\nL3-4:  [ ] R [ ] L [ ] B\nL4-5:  [ ] R [ ] L [x] B\nL5-S1: [x] R [ ] L [ ] B\nUnder fluoroscopy Kenalog 10 mg was injected into each joint.",
        ["64493-50", "64494-RT"], ()),
    "level rows colon words": (
        "FACET INJECTION LUMBAR\nL3-4:  none\nL4-5:  left\nL5-S1: left\nUnder fluoroscopy Kenalog 10 mg was injected into each joint.",
        ["64493-LT", "64494-LT"], ()),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str, shown: Show) -> None:
    text, lines, missing = FORMS[name]
    answer = shown(text)
    assert (answer.lines, answer.result.missing) == (lines, missing)
