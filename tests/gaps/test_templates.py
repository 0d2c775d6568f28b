"""Note templates: every prompt of the family, no answer, and nothing that could be coded."""

from __future__ import annotations

import re

import pytest

from cac import Coder
from cac.cli import main
from cac.gaps.asked import Asking
from cac.gaps.templates import note_template, prompt
from cac.gaps.unfilled import is_unfilled
from cac.lexicon.loader import Lexicon, load_lexicon

FORMS = ("text", "ehr")
SLUGS = sorted(load_lexicon().families)
EMPTY = {
    "text": re.compile(r"______|(?:\[ \] [^\[\]]+)+"),
    "ehr": re.compile(r"\*\*\*|\{[^{}]+/[^{}]+\}"),
}
ANSWERS = {
    "Date of service": "03/04/2025",
    "Diagnosis or symptom": "Left L5 radiculopathy",
    "Length of the pain": "leg pain for 4 months",
    "Imaging studies of the spine": "MRI 02/2025 shows a protrusion at L4-5",
    "Earlier care, its length and effect": "physical therapy for 8 weeks, ibuprofen, no relief",
    "Pain score before (0 to 10)": "7/10",
    "Purpose": "[ ] diagnostic  [x] treatment  [ ] both",
    "Consent": "[x] obtained  [ ] not obtained",
    "Time-out": "[x] done  [ ] not done",
    "Anesthesia": "[ ] none  [x] local  [ ] minimal  [ ] moderate  [ ] monitored  [ ] general",
    "Procedure": "Left L4-L5 transforaminal epidural steroid injection",
    "Side": "[x] left  [ ] right  [ ] both sides  [ ] midline",
    "Levels, sites or targets": "L4-L5",
    "Approach and path": "transforaminal, 22-gauge needle advanced to the foramen",
    "Imaging guidance": "[x] fluoroscopy  [ ] ultrasound  [ ] CT  [ ] no imaging",
    "Views of each image": "AP and lateral",
    "Confirmation of the tip position": "tip confirmed on both views, negative aspiration",
    "Contrast agent and volume": "Omnipaque 240, 1 mL",
    "Pattern of spread": "epidural spread along the nerve root",
    "Images in the record": "[x] yes  [ ] no",
    "Drug": "dexamethasone",
    "Strength": "10 mg/mL",
    "Dose": "10 mg",
    "Needle or catheter at the end": "needle removed",
    "Complications": "none",
    "Condition and response afterwards": "stable, ambulatory",
    "Pain score after (0 to 10)": "3/10",
    "Pain scale, the same before and after": "NRS",
    "Plan and instructions afterwards": "follow-up in 2 weeks",
    "Signed by": "A. Stone, MD",
}


def prompts(text: str) -> dict[str, str]:
    """What stands behind the colon of each prompt."""
    fields = [line.split(": ", 1) for line in text.splitlines() if ": " in line]
    return {field[0]: field[1] for field in fields}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_element_of_the_family_has_its_prompt_and_none_an_answer(lexicon: Lexicon, slug: str, form: str) -> None:
    fields = prompts(note_template(lexicon, slug, form))  # type: ignore[arg-type]
    asked = Asking(lexicon).may_ask(slug)
    assert asked
    wanted = {prompt(lexicon, slug, name) for name in asked}
    assert wanted <= set(fields)
    assert set(fields) - wanted == {lexicon.templates.work}
    assert all(EMPTY[form].fullmatch(answer) for answer in fields.values()), fields


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_template_is_never_coded(coder: Coder, lexicon: Lexicon, slug: str, form: str) -> None:
    text = note_template(lexicon, slug, form)  # type: ignore[arg-type]
    blank = lexicon.templates.blank[form]  # type: ignore[index]
    work = lexicon.templates.work
    named = text.replace(f"{work}: {blank}", f"{work}: {lexicon.families[slug].label}")
    assert named != text
    for note in (text, named):
        result = coder.code(note)
        assert result.lines == ()
        assert (result.status, result.reason) == ("not_a_procedure", "the template is not filled in")
        assert result.further == ()
    told = {a.element for a in coder.code(text).checklist if a.status == "present"}
    assert told == set(), "a prompt is no answer"


def test_a_filled_template_is_coded_and_answers_its_prompts(coder: Coder, lexicon: Lexicon) -> None:
    lines = []
    for line in note_template(lexicon, "transforaminal_esi", "text").splitlines():
        name = line.split(": ")[0]
        lines.append(f"{name}: {ANSWERS[name]}" if ": " in line and name in ANSWERS else line)
    result = coder.code("\n".join(lines))
    assert [(line.code, line.modifiers) for line in result.lines] == [("64483", ("LT",))]
    assert (result.status, result.missing) == ("ready", ())
    assert {a.element for a in (*result.checklist, *result.further) if a.required and a.status == "absent"} == set()


LEFT_BLANK = {
    "Diagnosis or symptom": ("indication",),
    "Earlier care, its length and effect": ("prior_treatment",),
    "Length of the pain": ("pain_duration",),
    "Imaging studies of the spine": ("imaging_concordant",),
    "Pain score before (0 to 10)": ("pain_score",),
    "Consent": ("consent",),
    "Time-out": ("timeout",),
    "Contrast agent and volume": ("contrast",),
    "Confirmation of the tip position": ("needle_confirmation",),
    "Views of each image": ("two_views",),
    "Pattern of spread": (),
    "Images in the record": ("image_saved",),
    "Complications": ("complications",),
    "Condition and response afterwards": ("patient_response",),
    "Pain score after (0 to 10)": ("post_pain_score",),
    "Plan and instructions afterwards": ("followup_plan",),
    "Signed by": ("signature",),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_left_blank_in_a_filled_template_is_absent(coder: Coder, lexicon: Lexicon, form: str) -> None:
    lines = []
    for line in note_template(lexicon, "transforaminal_esi", form).splitlines():  # type: ignore[arg-type]
        name = line.split(": ")[0]
        lines.append(f"{name}: {ANSWERS[name]}" if name in ANSWERS and name not in LEFT_BLANK else line)
    result = coder.code("\n".join(lines))
    assert [line.code for line in result.lines] == ["64483"]
    told = {a.element: a.status for a in (*result.checklist, *result.further)}
    wrong = {name for names in LEFT_BLANK.values() for name in names if told[name] != "absent"}
    assert wrong == set()
    assert "blank" in {check.check for check in result.cross_checks}


def test_two_families_ask_for_different_things(lexicon: Lexicon) -> None:
    knee = prompts(note_template(lexicon, "joint_injection", "text"))
    ablation = prompts(note_template(lexicon, "facet_rfa", "text"))
    assert "Lesion temperature" in ablation
    assert "Lesion temperature" not in knee
    assert "Drug" in knee
    assert "Drug" not in ablation


def test_a_template_that_is_half_filled_is_a_note(lexicon: Lexicon) -> None:
    text = note_template(lexicon, "transforaminal_esi", "text")
    assert is_unfilled(text)
    half = text
    for name, answer in list(ANSWERS.items())[:14]:
        half = re.sub(rf"(?m)^{re.escape(name)}: .*$", f"{name}: {answer}", half)
    assert not is_unfilled(half)
    assert not is_unfilled("")
    assert not is_unfilled("PROCEDURE: Left knee injection.\nSide: ____\nLevels: ***\n")


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "facet_rfa"]) == 0
    text, err = capsys.readouterr()
    assert err == ""
    assert "Lesion time: ______" in text
    assert main(["template", "facet_rfa", "--format", "ehr"]) == 0
    assert "Lesion time: ***" in capsys.readouterr().out


def test_without_a_family_it_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == SLUGS


@pytest.mark.parametrize("arguments", [["template", "facet"], ["template", "The patient was placed prone"]])
def test_an_unknown_family_is_one_sentence_with_all_families(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert all(slug in err for slug in SLUGS)
    assert "prone" not in err


def test_an_unknown_form_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "facet_rfa", "--format", "html"]) == 2
    assert capsys.readouterr().out == ""
