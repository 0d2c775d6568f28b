"""What a note is asked for: by its families, by all notes, and where nobody asks."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cac import Coder
from cac.cli import main
from cac.errors import LexiconError
from cac.gaps.asked import Asking
from cac.lexicon.loader import Lexicon, lexicon_root, load_lexicon
from cac.records import ElementAnswer
from cac.reference import files

TFESI = """PROCEDURE: Right L4-L5 transforaminal epidural steroid injection.
DESCRIPTION: Under fluoroscopy a 22-gauge needle was advanced to the right L4-5 foramen. {told}
Dexamethasone 10 mg was injected.
"""
KNEE = """PROCEDURE: Left knee injection.
DESCRIPTION: {guidance} a 22-gauge needle was advanced into the left knee joint and 40 mg of Kenalog was injected.
"""
RFA = """PROCEDURE: Right L4-5 and L5-S1 facet radiofrequency ablation.
DESCRIPTION: {told}
Under fluoroscopy needles were placed at the right L3, L4 and L5 medial branches and lesions were made at 80 degrees for
90 seconds.
"""
SEDATED = "Moderate sedation was given with midazolam 2 mg."
EVALUATION = "SUBJECTIVE: Low back pain. PLAN: We will schedule an epidural steroid injection."


def answers(coder: Coder, text: str) -> dict[str, ElementAnswer]:
    result = coder.code(text)
    return {answer.element: answer for answer in (*result.checklist, *result.further)}


ASKED = [
    # note, element, required, severity, job
    (TFESI.format(told=""), "contrast", True, "payment-denying", "provider"),
    (TFESI.format(told=""), "two_views", True, "payment-denying", "provider"),
    (TFESI.format(told=""), "laterality", True, "code-determining", "provider"),
    (TFESI.format(told=""), "timeout", True, "audit-risk", "staff"),
    (TFESI.format(told=""), "followup_plan", True, "best-practice", "provider"),
    (TFESI.format(told=""), "purpose", True, "audit-risk", "provider"),
    # n.a.: asked of nobody
    (TFESI.format(told=""), "contrast_spread", False, "audit-risk", "provider"),
    (TFESI.format(told=""), "same_scale", False, "payment-denying", "staff"),
    # a knee is asked for no contrast, no post score and no views
    (KNEE.format(guidance="By landmarks"), "contrast", False, "payment-denying", "provider"),
    (KNEE.format(guidance="By landmarks"), "post_pain_score", False, "payment-denying", "staff"),
    # an image only with ultrasound, and then it decides the code
    (KNEE.format(guidance="By landmarks"), "image_saved", False, "payment-denying", "staff"),
    (KNEE.format(guidance="Under ultrasound"), "image_saved", True, "code-determining", "staff"),
    (KNEE.format(guidance="Under fluoroscopy"), "image_saved", True, "payment-denying", "staff"),
    (KNEE.format(guidance="Under fluoroscopy"), "imaging_reason", True, "payment-denying", "provider"),
    (RFA.format(told=""), "prior_blocks", True, "payment-denying", "provider"),
    (RFA.format(told=""), "drug_name", False, "code-determining", "provider"),
    (TFESI.format(told=SEDATED), "sedation_times", True, "code-determining", "staff"),
    (TFESI.format(told=SEDATED), "sedation_observer", True, "payment-denying", "staff"),
    # visits are asked for nothing
    (EVALUATION, "indication", False, "payment-denying", "provider"),
]


@pytest.mark.parametrize(("text", "element", "required", "severity", "job"), ASKED)
def test_asked(coder: Coder, text: str, element: str, required: bool, severity: str, job: str) -> None:
    answer = answers(coder, text)[element]
    assert (answer.required, answer.severity, answer.job) == (required, severity, job)
    assert answer.source


NOT_THERE = [
    (KNEE.format(guidance="By landmarks"), "two_views"),
    (KNEE.format(guidance="By landmarks"), "imaging_report"),
    (TFESI.format(told=""), "sedation_times"),
    (TFESI.format(told="He was not sedated."), "sedation_times"),
    (TFESI.format(told=""), "lesion_time"),
    (EVALUATION, "service_date"),
]


@pytest.mark.parametrize(("text", "element"), NOT_THERE)
def test_a_further_element_is_answered_only_where_it_is_asked_for(coder: Coder, text: str, element: str) -> None:
    assert element not in answers(coder, text)


def test_the_first_elements_are_answered_in_every_note_once_and_alone(coder: Coder, lexicon: Lexicon) -> None:
    names = list(lexicon.elements.elements)
    for text in (TFESI.format(told=""), RFA.format(told=""), EVALUATION, ""):
        result = coder.code(text)
        assert [answer.element for answer in result.checklist] == names
        assert not {answer.element for answer in result.further} & set(names)
        assert all(answer.status != "not_applicable" for answer in result.checklist if answer.required)


def test_of_two_procedures_the_graver_demand_counts(coder: Coder) -> None:
    """An image is best kept at the knee without imaging, and payment hangs on it in the epidural."""
    both = TFESI.format(told="") + KNEE.format(guidance="Under ultrasound")
    found = answers(coder, both)
    assert found["image_saved"].severity == "code-determining"
    assert found["contrast"].required
    assert found["imaging_report"].required


def test_every_need_of_a_code_is_asked_by_its_family(lexicon: Lexicon) -> None:
    """What documentation.csv wants of a code, its family asks for; the rest says why not."""
    asking = Asking(lexicon)
    elements = {**lexicon.elements.elements, **lexicon.further_elements.elements}
    elsewhere = lexicon.further_elements.elsewhere
    rows = files.read(lexicon.root, "documentation", files.DocumentationRow)
    answering = {row.element: [name for name, e in elements.items() if row.element in e.needs] for row in rows}
    assert {need for need, names in answering.items() if not names} == set(elsewhere)
    assert {need for e in elements.values() for need in e.needs} <= set(answering)
    not_asked = {
        (slug, row.element)
        for slug, family in lexicon.families.items()
        for rule in family.codes
        if rule.family in (None, slug)
        for code in rule.codes()
        for row in rows
        if code in row.codes.split() and row.element not in elsewhere
        if not asking.may_ask(slug).keys() & set(answering[row.element])
    }
    muscles = {"count_muscles", "drug_dose_each", "muscles_named_each", "taut_band_exam"}
    of_block = {"contrast_arthrogram_or_reason", "diagnostic_vs_therapeutic", "drug_dose"}
    assert not_asked == {
        # 20552 stands for a joint that was missed: no muscle is meant
        *(
            (slug, need)
            for slug in ("facet_injection", "medial_branch_block", "si_joint_injection")
            for need in muscles
        ),
        # a file of a block and an ablation: each asks for its own
        *(("sacral_lateral_branch_rfa", need) for need in of_block),
        *((f"sacral_lateral_branch_{kind}", "intraarticular_confirmed") for kind in ("block", "rfa")),
        # 64999 holds much: these needs are of the chemical destruction of a nerve
        ("facet_rfa", "agent_or_lesion_params"),
        ("sacral_lateral_branch_rfa", "agent_or_lesion_params"),
        *((slug, "prior_block_response") for slug in ("other", "sacral_lateral_branch_block", "transforaminal_esi")),
        # a trial has no generator, and no trial before it; the name of vertebroplasty says that no cavity is made
        ("scs_trial", "generator_type"),
        ("scs_trial", "prior_trial_relief_50pct"),
        ("vertebroplasty", "cavity_device"),
    }


def test_every_family_asks_for_its_own_and_says_when(lexicon: Lexicon) -> None:
    for slug, family in lexicon.families.items():
        assert family.documentation, slug
        for name, asked in family.documentation.items():
            assert bool(asked.when) == bool(asked.where), (slug, name)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("families/facet_rfa.yaml", "  prior_blocks: {}", "  prior_blokcs: {}", "documentation: 'prior_blokcs' is no element; write 'prior_blocks'"),
        ("families/facet_rfa.yaml", "  prior_blocks: {}", "  prior_blocks: {only: [facet]}", "only: 'facet' is no slug of this file"),
        ("families/facet_rfa.yaml", "  prior_blocks: {}", "  prior_blocks: {severity: grave}", "write one of 'code-determining'"),
        ("families/pump_refill.yaml", "not_asked: [levels", "not_asked: [guidance", "not_asked: 'guidance' is not asked of all; remove it"),
        ("language/further_elements.yaml", "  service_date: {severity", "  consent: {severity", "elements: 'consent' stands in elements.yaml too; keep one"),
        ("language/further_elements.yaml", "  followup_plan: {}", "  follow_up: {}", "of_all: 'follow_up' is no element; write 'followup_plan'"),
        ("language/templates.yaml", "signature]", "signature, signed]", "sections: the element 'signed' must stand in one section"),
        ("language/templates.yaml", "signature]", "]", "sections: the element 'signature' must stand in one section"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_told_with_file_and_remedy(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(lexicon_root(), folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match="yaml:") as error:
        load_lexicon(folder)
    assert says in str(error.value)
    assert file in str(error.value)


def test_a_term_that_breaks_the_grammar_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "lexicons"
    shutil.copytree(lexicon_root(), folder)
    path = folder / "language" / "further_elements.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("words: [serial,", 'words: ["serial (number",', 1), encoding="utf-8")
    assert main(["lexicon", "check", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "further_elements.yaml" in err
