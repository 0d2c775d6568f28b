"""How the needle was seen, and whether contrast was used."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.facts.conftest import Show


EPIDURAL = "PROCEDURE: L4-5 interlaminar epidural steroid injection\n{} The epidural space was entered by loss of resistance and Kenalog 40 mg was injected."

# How imaging is told; the modality; the code of a lumbar interlaminar epidural.
GUIDANCE = [
    ("Fluoroscopy was used.", "fluoroscopy", "62323"),
    ("Under fluoroscopic guidance the needle was advanced.", "fluoroscopy", "62323"),
    ("Under flora scopic guidance the needle was advanced.", "fluoroscopy", "62323"),
    ("A C-arm was used.", "fluoroscopy", "62323"),
    ("See arm guidance was used.", "fluoroscopy", "62323"),
    ("The needle was advanced under image intensifier.", "fluoroscopy", "62323"),
    ("The needle was advanced under x-ray guidance.", "fluoroscopy", "62323"),
    ("AP and lateral views confirmed the needle.", "fluoroscopy", "62323"),
    ("The endplates were squared off under fluoro.", "fluoroscopy", "62323"),
    ("CT guidance was used.", "ct", "62323"),
    ("Ultrasound guidance was used.", "ultrasound", "62322"),
    ("Fluoroscopy was not used.", "explicitly_none", "62322"),
    ("No imaging was used.", "explicitly_none", "62322"),
    ("The landmark technique was used without imaging.", "explicitly_none", "62322"),
    ("The needle was advanced.", "none_stated", "62322"),
    ("An MRI had shown a herniation.", "none_stated", "62322"),
    ("A prior injection was done under fluoroscopy. The needle was advanced.", "none_stated", "62322"),
    ("Fluoroscopy will be used at next visit. The needle was advanced.", "none_stated", "62322"),
    ("Fluoroscopy was not available, so ultrasound was used.", "ultrasound", "62322"),
    ("[x] Fluoroscopy  [ ] Ultrasound  [ ] CT\n", "fluoroscopy", "62323"),
    ("[ ] Fluoroscopy  [x] Ultrasound  [ ] CT\n", "ultrasound", "62322"),
    ("Guidance: Fluoroscopy.\n", "fluoroscopy", "62323"),
]


@pytest.mark.parametrize(("told", "modality", "code"), GUIDANCE)
def test_guidance(told: str, modality: str, code: str, shown: Show) -> None:
    answer = shown(EPIDURAL.format(told))
    assert answer.procedure.guidance == modality
    assert answer.lines == [code]


CONTRAST = [
    ("Contrast was injected and showed epidural spread.", "used"),
    ("Omnipaque 240, 1 mL, outlined the epidural space.", "used"),
    ("There was no vascular uptake of contrast.", "used"),
    ("No intravascular spread of dye was seen.", "used"),
    ("An epidurogram was normal.", "used"),
    ("Contrast - N/A.", "not_used"),
    ("Contrast: none.\n", "not_used"),
    ("No contrast was used because of an iodine allergy.", "not_used"),
    ("Contrast was withheld because of allergy.", "not_used"),
    ("Contrast was not injected.", "not_used"),
    ("She is allergic to contrast.", "not_stated"),
    ("An MRI with contrast had been done.", "not_stated"),
    ("The needle was advanced.", "not_stated"),
    ("By contrast, the left side was normal.", "not_stated"),
]


@pytest.mark.parametrize(("told", "contrast"), CONTRAST)
def test_contrast(told: str, contrast: str, shown: Show) -> None:
    answer = shown(EPIDURAL.format("Fluoroscopy was used. " + told))
    assert answer.procedure.contrast == contrast
    assert answer.lines == ["62323"]  # contrast never decides this code


def test_contrast_without_a_modality_leaves_guidance_open(shown: Show) -> None:
    answer = shown(EPIDURAL.format("Contrast was injected and spread well."))
    assert answer.lines == ["62322"]
    assert answer.result.missing == ("guidance",)
    assert answer.result.status == "review"


def test_no_hint_of_imaging_leaves_nothing_open(shown: Show) -> None:
    answer = shown(EPIDURAL.format("The needle was advanced."))
    assert "guidance" not in answer.result.missing


MORE = [
    # the code asks for imaging: not stated -> that code, guidance missing
    ("PROCEDURE: Left L4-5 transforaminal epidural steroid injection\nThe foramen was entered and Kenalog 40 mg was injected.",
     ["64483-LT"], ("guidance",)),
    ("PROCEDURE: Left L4-5 and L5-S1 facet joint injections\nEach joint was entered and Kenalog 20 mg was injected.",
     ["64493-LT", "64494-LT"], ("guidance",)),
    ("PROCEDURE: Left sacroiliac joint injection\nThe left sacroiliac joint was entered and Kenalog 40 mg was injected.",
     ["27096-LT"], ("guidance",)),
    # ... none or ultrasound -> rule book 3.3
    ("PROCEDURE: Left sacroiliac joint injection\nNo imaging was used. The left sacroiliac joint was injected with Kenalog 40 mg.",
     ["20552"], ()),
    ("PROCEDURE: Left L4-5 and L5-S1 facet joint injections\nUnder ultrasound each joint was injected with Kenalog 20 mg.",
     ["0216T-LT", "0217T-LT"], ()),
    ("PROCEDURE: Left C4-5 facet joint injection\nUnder ultrasound the joint was injected with Kenalog 20 mg.", ["0213T-LT"], ()),
    # imaging apart where the code does not include it
    ("PROCEDURE: Left hip joint injection\nUnder fluoroscopy the left hip joint was injected with Kenalog 40 mg.",
     ["20610-LT", "77002"], ()),
    ("PROCEDURE: Left hip joint injection\nThe left hip joint was injected with Kenalog 40 mg.", ["20610-LT"], ()),
    ("PROCEDURE: Left knee injection\nUnder ultrasound the left knee joint was injected with Kenalog 40 mg. Images were saved.",
     ["20611-LT"], ()),
    ("PROCEDURE: Left knee injection\nUnder ultrasound the left knee joint was injected with Kenalog 40 mg.", ["20610-LT"], ()),
    ("PROCEDURE: Left stellate ganglion block\nUnder fluoroscopy at C6 the needle was placed and 8 mL of 0.25% bupivacaine was "
     "injected.", ["64510-LT", "77003"], ()),
    ("PROCEDURE: Right lumbar sympathetic block\nUnder fluoroscopy the needle was placed at L3 and 10 mL of 0.25% bupivacaine was "
     "injected.", ["64520-RT", "77003"], ()),
    ("PROCEDURE: Celiac plexus block\nUnder fluoroscopy 20 mL of 0.25% bupivacaine was injected.", ["64530"], ()),
    ("PROCEDURE: Superior hypogastric plexus block\nUnder fluoroscopy 10 mL of 0.25% bupivacaine was injected.",
     ["64517", "77003"], ()),
    ("PROCEDURE: Epidural blood patch\nUnder fluoroscopy the L3-4 epidural space was entered and 15 mL of blood was injected.",
     ["62273", "77003"], ()),
    ("PROCEDURE: Caudal epidural steroid injection\nUnder fluoroscopy the sacral hiatus was entered and Kenalog 80 mg injected.",
     ["62323"], ()),
    ("PROCEDURE: C7-T1 interlaminar epidural steroid injection\nUnder fluoroscopy the space was entered and dexamethasone 10 mg "
     "was injected.", ["62321"], ()),
    ("PROCEDURE: Lumbar puncture\nUnder fluoroscopy the L3-4 space was entered and clear CSF was collected.", ["62328"], ()),
    ("PROCEDURE: Lumbar puncture\nThe L3-4 space was entered and clear CSF was collected.", ["62270"], ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines", "missing"), MORE)
def test_guidance_of_other_families(text: str, lines: list[str], missing: tuple[str, ...], shown: Show) -> None:
    answer = shown(text)
    assert answer.lines == lines
    assert answer.result.missing == missing


# Words that more authors use.
MORE_GUIDANCE = [
    ("On the CT gantry a path was chosen and the needle advanced.", "ct"),
    ("The beam was angled and the endplates were squared.", "fluoroscopy"),
    ("Two c arms were brought in.", "fluoroscopy"),
    ("A scout film was taken.", "fluoroscopy"),
    ("Done under flow row guidance.", "fluoroscopy"),
    ("US long axis view.", "ultrasound"),
    ("Imaging was not needed.", "explicitly_none"),
    ("No form of imaging was employed.", "explicitly_none"),
    ("Palpation technique, freehand.", "explicitly_none"),
    ("US/fluoro: [ ] yes [x] no\n", "explicitly_none"),
    ("Fluoroscopy ....: oblique, then straight\n", "fluoroscopy"),
]


@pytest.mark.parametrize(("told", "modality"), MORE_GUIDANCE)
def test_more_ways_to_tell_guidance(told: str, modality: str, shown: Show) -> None:
    assert shown(EPIDURAL.format(told)).procedure.guidance == modality


MORE_CONTRAST = [
    ("Omni 240, 1 mL, spread well.", "used"),
    ("One cc of eye so view went up.", "used"),
    ("No blood, no fluid, Omnipaque half a cc ran up.", "used"),
    ("No dye was given because of anaphylaxis to iodinated contrast.", "not_used"),
    ("The needle was taken out before any contrast was given.", "not_used"),
    ("Gadolinium declined.", "not_used"),
    ("Contrast given: [ ] yes [x] no\n", "not_used"),
    ("A low-Dye strapping was put on.", "not_stated"),
    ("She has an allergy to iodinated contrast.", "not_stated"),
]


@pytest.mark.parametrize(("told", "answer"), MORE_CONTRAST)
def test_more_ways_to_tell_contrast(told: str, answer: str, shown: Show) -> None:
    assert shown(EPIDURAL.format(told)).procedure.contrast == answer
