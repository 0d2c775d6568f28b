"""The lexicons: what is shipped is whole, and one wrong edit is answered with file, line and remedy."""

# ruff: noqa: E501  (tables read best one row a line)

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from cac.errors import LexiconError
from cac.lexicon.boilerplate import boilerplate_terms
from cac.lexicon.loader import LANGUAGE, Lexicon, lexicon_root, load_lexicon
from cac.lexicon.schema import CodeRule, Family
from cac.lexicon.yamlfile import read_yaml
from cac.nlp.vocabulary import vocabulary
from cac.reference import files

ROOT = lexicon_root()
FAMILY_FILES = sorted((ROOT / "families").glob("*.yaml"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


# -- what is shipped ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FAMILY_FILES, ids=lambda path: path.stem)
def test_every_family_file_is_valid(path: Path) -> None:
    family = read_yaml(path, Family)
    assert family.codes
    assert family.label
    assert path.stem in family.slugs() or len(family.slugs()) == 2


@pytest.mark.parametrize("name", LANGUAGE)
def test_every_language_file_is_valid(name: str) -> None:
    read_yaml(ROOT / "language" / f"{name}.yaml", LANGUAGE[name])


def test_no_language_file_is_left_unread() -> None:
    assert {path.stem for path in (ROOT / "language").glob("*.yaml")} == set(LANGUAGE)


def test_every_term_can_be_read() -> None:
    assert vocabulary().headers


GUIDE_SLUGS = [
    "interlaminar_esi",
    "caudal_esi",
    "epidural_catheter",
    "transforaminal_esi",
    "facet_injection",
    "medial_branch_block",
    "facet_rfa",
    "si_joint_injection",
    "sacral_lateral_branch_block",
    "sacral_lateral_branch_rfa",
    "sympathetic_block",
    "stellate_block",
    "celiac_block",
    "hypogastric_block",
    "intercostal_block",
    "occipital_block",
    "peripheral_nerve_block",
    "neurolysis",
    "trigger_point",
    "tendon_ligament",
    "joint_injection",
    "bursa_injection",
    "chemodenervation",
    "scs_trial",
    "scs_implant",
    "pump_implant",
    "pump_refill",
    "vertebroplasty",
    "kyphoplasty",
    "discography",
    "adhesiolysis",
    "blood_patch",
    "lumbar_puncture",
    "other",
]


def test_the_families_are_those_of_the_guide(lexicon: Lexicon) -> None:
    """Those of no slug of their own are reported as one that has, and no name hides another."""
    reported = {slug: family.reported_as for slug, family in lexicon.families.items() if family.reported_as}
    assert set(lexicon.families) - set(reported) == set(GUIDE_SLUGS)
    assert set(reported.values()) <= set(GUIDE_SLUGS)


ELEMENTS = [
    "indication",
    "prior_treatment",
    "pain_score",
    "consent",
    "timeout",
    "laterality",
    "levels",
    "approach_technique",
    "guidance",
    "image_saved",
    "contrast",
    "contrast_spread",
    "needle_confirmation",
    "drug_name",
    "drug_dose",
    "drug_concentration",
    "complications",
    "patient_response",
    "post_pain_score",
    "followup_plan",
    "sedation",
    "signature",
]


def test_the_elements_are_those_of_the_guide(lexicon: Lexicon) -> None:
    assert set(lexicon.elements.elements) == set(ELEMENTS)


@pytest.mark.parametrize("slug", GUIDE_SLUGS)
def test_every_code_of_a_family_is_known(slug: str, lexicon: Lexicon) -> None:
    family = lexicon.families[slug]
    assert re.search(r"RULEBOOK|CORRECTIONS|GUIDE", family.source), "a family says where its rules come from"
    for rule in family.codes:
        for code in [*rule.codes(), *rule.guidance.values(), *rule.emg.values()]:
            assert code in lexicon.codes, code
        assert rule.family is None or rule.family in lexicon.families
    for contested in family.contested:
        assert contested.source and contested.reason


@pytest.mark.parametrize("slug", GUIDE_SLUGS)
def test_every_code_is_valid_on_the_day_of_service(slug: str, lexicon: Lexicon) -> None:
    for rule in lexicon.families[slug].codes:
        for code in rule.codes():
            known = lexicon.codes[code]
            assert not known.first_day or known.first_day <= "2026-01-15", known
            assert not known.last_day or known.last_day >= "2026-01-15", known


@pytest.mark.parametrize("slug", GUIDE_SLUGS)
def test_every_family_named_by_a_family_exists(slug: str, lexicon: Lexicon) -> None:
    family = lexicon.families[slug]
    named = {
        *family.absorbs, *family.absorbed_by,
        *(names.family for names in family.names if names.family),
        *(target.family for target in family.targets.values() if target.family),
        *([family.falls_back_to] if family.falls_back_to else []),
    }  # fmt: skip
    assert named <= set(lexicon.families)


def _reaches(rule: CodeRule, family: Family) -> set[str]:
    """The target groups that a row asks for and the file does not have."""
    groups = {target.group for target in family.targets.values()} | {"limb" if family.muscles_by_part else "", "neck"}
    return set(rule.when.get("group", [])) - groups


@pytest.mark.parametrize("slug", GUIDE_SLUGS)
def test_no_row_waits_for_a_group_or_an_attribute_value_that_nothing_gives(slug: str, lexicon: Lexicon) -> None:
    family = lexicon.families[slug]
    for rule in family.codes:
        assert not _reaches(rule, family)
        for name, wanted in rule.when.items():
            if name in family.attributes:
                given = {*family.attributes[name], "below_floor", "fewer", "no", ""}  # "": nothing tells it
                assert set(wanted) <= given, (name, wanted)


def test_codes_have_our_own_labels_and_a_source(lexicon: Lexicon) -> None:
    for code, known in lexicon.codes.items():
        assert re.fullmatch(r"\d{4}[0-9T]|[AGL]\d{4}", code), code
        assert 3 <= len(known.label) <= 140, known
        assert known.bilateral in ("0", "1", "2", "3", "9", ""), known
        assert known.source, known
        for day in (known.first_day, known.last_day):
            assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", day), known
    labels = [known.label for known in lexicon.codes.values()]
    assert len(labels) == len(set(labels)), "two codes share one label"


PAIRS = {row[:2]: row.indicator for row in files.read(lexicon_root(), "ptp_pairs", files.PairRow)}


def test_pairs_have_an_indicator() -> None:
    assert set(PAIRS.values()) == {"0", "1"}
    assert all(one != two for one, two in PAIRS)


def test_both_codes_of_a_pair_are_ours(lexicon: Lexicon) -> None:
    assert {code for pair in PAIRS for code in pair} <= set(lexicon.codes)


# The pairs that RULEBOOK 6 and CORRECTIONS 2 print.
KEY_PAIRS = [
    "62321>62320:0",
    "62323>62322:0",
    "62321>64479:1",
    "62323>64483:1",
    "62323>64484:1",
    "27096>64483:1",
    "27096>64484:0",
    "27096>20552:1",
    "64635>64493:1",
    "64633>64490:1",
    "64635>64625:1",
    "64451>64493:0",
    "64490>0213T:0",
    "20553>20552:0",
    "20550>20552:1",
    "20610>20552:1",
    "64454>64450:1",
    "64640>64450:1",
    "62273>62323:0",
    "62263>62323:0",
    "62328>62270:1",
    "62290>77003:1",
    "63650>77003:1",
    "63650>62323:0",
    "63650>64483:0",
    "63663>63650:0",
    "22513>22514:0",
    "22514>62323:0",
    "64628>62323:0",
    "64615>64616:0",
    "64615>20553:1",
    "64461>64420:0",
    "20552>64405:1",
    "64625>64636:1",
    "64624>64454:1",
    "62287>62290:0",
    "62287>72295:0",
]


@pytest.mark.parametrize("pair", KEY_PAIRS)
def test_the_key_pairs_of_the_rule_book(pair: str) -> None:
    one, two, indicator = re.split("[>:]", pair)
    assert PAIRS.get((one, two)) == indicator


@pytest.mark.parametrize(
    "pair", ["64483>64493", "62323>64493", "27096>64493", "27096>64451", "64625>64451", "62323>99152"]
)
def test_no_pair_where_the_tables_have_none(pair: str) -> None:
    assert tuple(pair.split(">")) not in PAIRS


def test_the_joints_and_their_nerves(lexicon: Lexicon) -> None:
    """RULEBOOK 3.2, written out."""
    assert lexicon.joints["C2-C3"] == ["TON"]
    assert lexicon.joints["C7-T1"] == ["C7", "C8"]
    assert lexicon.joints["T1-T2"] == ["C8", "T1"]
    assert lexicon.joints["T12-L1"] == ["T11", "T12"]
    assert lexicon.joints["L1-L2"] == ["T12", "L1"]
    assert lexicon.joints["L5-S1"] == ["L4", "L5"]
    assert len(lexicon.joints) == 23


# -- one wrong edit -----------------------------------------------------------------------------------------------------

Edit = Callable[[Path], None]


def swap(old: str, new: str) -> Edit:
    def edit(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name} any more: mend this test"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def append(words: str) -> Edit:
    return lambda path: path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if words in line)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path / "lexicons"))


def test_a_copy_is_as_good(copy: Path) -> None:
    assert set(load_lexicon(copy).families) == set(load_lexicon().families)


# (file, edit, words of the line complained of, words of the remedy)
EDITS = {
    "unknown field": ("families/blood_patch.yaml", append("colour: red\n"), "colour:", "unknown field: remove it"),
    "unknown field in a code row": (
        "families/blood_patch.yaml", swap("guidance: {", "guidence: {"), "guidence:", "unknown field"),
    "unknown field in a name": (
        "families/celiac_block.yaml", swap("  - terms:", "  - weakly: true\n    terms:"), "weakly", "unknown field"),
    "missing label": (
        "families/blood_patch.yaml", swap("label: Epidural blood patch\n", ""), "slug: blood_patch", "missing: add it"),
    "missing source": (
        "families/blood_patch.yaml", swap('source: "RULEBOOK 2.22; AOC26Q2"\n', ""), "slug:", "source: this field is missing"),
    "missing codes": (
        "families/celiac_block.yaml", lambda path: path.write_text(path.read_text().split("codes:")[0]),
        None, "codes: this field is missing"),
    "wrong kind": ("families/blood_patch.yaml", swap("kind: spinal", "kind: spine"), "kind: spine", "write one of 'spinal'"),
    "wrong counter": ("families/facet_rfa.yaml", swap("counter: joints", "counter: joint"), "counter: joint", "write one of"),
    "wrong modality": ("families/blood_patch.yaml", swap("{fluoroscopy:", "{xray:"), "xray", "write one of"),
    "wrong role": ("language/sections.yaml", swap("role: title", "role: heading"), "role: heading", "write one of"),
    "wrong direction": (
        "language/cues.yaml", swap("- direction: forward", "- direction: ahead"), "direction: ahead", "write one of"),
    "wrong drug kind": ("language/drugs.yaml", swap("kind: steroid", "kind: steriod"), "steriod", "write one of"),
    "words for a list": (
        "families/blood_patch.yaml", swap("absorbs: [interlaminar_esi, caudal_esi]", "absorbs: caudal_esi"),
        "absorbs:", "write a list: [a, b]"),
    "words for a list of single words": (
        "language/drugs.yaml", swap("volume_units: [cc, ml]", "volume_units: cc"), "volume_units:", "write a list: [a, b]"),
    "a term in a list of single words": (
        "language/drugs.yaml", swap("volume_units: [cc,", "volume_units: [cubic cm,"), "volume_units:", "no single word"),
    "a capital in a list of single words": (
        "language/drugs.yaml", swap("volume_units: [cc,", "volume_units: [CC,"), "volume_units:", "no single word"),
    "an absorbed family that no file has": (
        "families/blood_patch.yaml", swap("caudal_esi]", "caudal_es]"),
        "absorbs:", "absorbs: no file has the family 'caudal_es'; write 'caudal_esi' or remove it"),
    "an absorbing family that no file has": (
        "families/si_joint_injection.yaml", swap("absorbed_by: [", "absorbed_by: [wqz, "),
        "absorbed_by:", "absorbed_by: no file has the family 'wqz'; mend its name or remove it"),
    "levels that are the nerves of a family that no file has": (
        "families/facet_rfa.yaml", swap("levels_are_nerves: {facet_rfa:", "levels_are_nerves: {facet_rf:"),
        "levels_are_nerves:", "no file has the family 'facet_rf'; write 'facet_rfa' or remove it"),
    "a slug of a list over several lines": (
        "families/blood_patch.yaml", swap("absorbs: [interlaminar_esi, caudal_esi]", "absorbs:\n  - caudal_esi\n  - wqz"),
        "- wqz", "no file has the family 'wqz'"),
    "a list for words": (
        "families/blood_patch.yaml", swap("label: Epidural blood patch", "label: [a, b]"), "label:", "write words"),
    "words for a number": (
        "families/neurolysis.yaml", swap("first_covers: 2", "first_covers: two"), "first_covers", "valid integer"),
    "bad YAML: a bracket left open": (
        "families/blood_patch.yaml", swap("caudal_esi]", "caudal_esi"), None, "mend the indentation or the quotes"),
    "bad YAML: a tab": ("families/blood_patch.yaml", swap("  - when", "\t- when"), "\t- when", "mend the indentation"),
    "bad YAML: a quote left open": (
        "families/blood_patch.yaml", swap('source: "RULEBOOK 2.22; AOC26Q2"', 'source: "RULEBOOK'), None, "mend"),
    "empty file": ("families/blood_patch.yaml", lambda path: path.write_text(""), None, ""),
    "a section of boilerplate that is none": (
        "language/boilerplate.yaml", swap("sections: [consent, followup,", "sections: [consent, folowup,"),
        "sections:", "no section is called 'folowup'; write 'followup' or remove it"),
    "a threshold of clones that is none": (
        "language/boilerplate.yaml", swap("threshold: 0.85", "threshold: 85"), "threshold:", "less than or equal to 1"),
    "a joint without nerves": (
        "reference/facet_joints.yaml", swap("C2-C3: [TON]", "C2-C3: TON"), "C2-C3", "write a list"),
    "codes header": (
        "reference/codes.csv", swap("code,label,bilateral", "code,name,bilateral"), "code,name",
        "the header must be code,label,bilateral,global_days,"),
    "a cell too few": (
        "reference/codes.csv", append("99999,a label\n"), "99999", "2 cells where 12 belong"),
}  # fmt: skip


@pytest.mark.parametrize("case", EDITS)
def test_a_wrong_edit_is_answered_with_file_line_and_remedy(case: str, copy: Path) -> None:
    name, edit, words, remedy = EDITS[case]
    path = copy / name
    edit(path)
    with pytest.raises(LexiconError) as caught:
        load_lexicon(copy)
    message = str(caught.value)
    assert caught.value.code == "lexicon"
    assert message.startswith(f"{path}:")
    assert re.match(rf"{re.escape(str(path))}:\d+: ", message), message
    if words:
        assert message.startswith(f"{path}:{line_of(path, words)}: "), message
    assert remedy in message
    assert "pydantic" not in message and "\n" not in message


def test_a_wrong_term_of_boilerplate_is_named(copy: Path) -> None:
    path = copy / "language" / "boilerplate.yaml"
    swap("needle(s),", '"needle((s",')(path)
    lexicon = load_lexicon(copy)
    with pytest.raises(LexiconError, match=r"boilerplate\.yaml:\d+: cannot read"):
        boilerplate_terms(lexicon.root, lexicon.boilerplate)


def test_a_family_in_two_files(copy: Path) -> None:
    shutil.copy(copy / "families" / "blood_patch.yaml", copy / "families" / "zz_patch.yaml")
    with pytest.raises(
        LexiconError, match=r"zz_patch\.yaml:1: slug: the family 'blood_patch' stands in two files; keep one"
    ):
        load_lexicon(copy)


@pytest.mark.parametrize("name", ["language/sides.yaml", "reference/codes.csv", "reference/facet_joints.yaml"])
def test_a_missing_file(name: str, copy: Path) -> None:
    (copy / name).unlink()
    with pytest.raises(LexiconError, match=rf"{Path(name).name}: the file is missing; put it back"):
        load_lexicon(copy)


def test_a_folder_without_families(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no family files; name a folder that holds families/ and language/"):
        load_lexicon(tmp_path)


TERMS = {
    "too wide": (
        "families/blood_patch.yaml",
        "ebp",
        "a|b|c|d|e|f a|b|c|d|e|f a|b|c|d|e|f a|b|c|d|e|f",
        "write it as several terms",
    ),
    "unreadable": ("language/sides.yaml", "left-sided", "left-(sided", "cannot read"),
}


@pytest.mark.parametrize("case", TERMS)
def test_a_wrong_term_is_named(case: str, copy: Path) -> None:
    name, old, new, remedy = TERMS[case]
    swap(f" {old},", f' "{new}",')(copy / name)
    with pytest.raises(LexiconError, match=remedy) as caught:
        vocabulary(copy)
    assert new in str(caught.value)


@pytest.mark.parametrize("case", TERMS)
def test_a_wrong_term_is_named_with_file_and_line(case: str, copy: Path) -> None:
    name, old, new, _ = TERMS[case]
    swap(f" {old},", f' "{new}",')(copy / name)
    with pytest.raises(LexiconError) as caught:
        vocabulary(copy)
    assert f"{copy / name}:" in str(caught.value)


def test_the_line_of_a_bad_row_after_a_comment(copy: Path) -> None:
    path = copy / "reference" / "codes.csv"
    append("# a comment\n\n99999,a label\n")(path)
    with pytest.raises(LexiconError) as caught:
        load_lexicon(copy)
    assert f":{line_of(path, '99999')}: " in str(caught.value)


UNSEEN = {
    "a code that codes.csv does not hold": (
        "families/blood_patch.yaml",
        swap('ladder: ["62273"]', 'ladder: ["62237"]'),
    ),
    "a bilateral indicator that is none": ("reference/codes.csv", swap(",1,000,0,A,", ",yes,000,0,A,")),
    "one code twice": ("reference/codes.csv", append("62273,Another label,0,000,0,A,,,,,MPFS 2024 Q3\n")),
    "one field twice": ("families/blood_patch.yaml", append("midline: false\n")),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_a_wrong_reference_is_refused(case: str, copy: Path) -> None:
    name, edit = UNSEEN[case]
    edit(copy / name)
    with pytest.raises(LexiconError):
        vocabulary(copy)


def test_yes_and_numbers_are_words(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text(
        "slug: x\nlabel: X\nsource: RULEBOOK\nkind: once\ncounter: once\n"
        "codes:\n  - when: {kept: [yes, no], leads: [1, 2]}\n    ladder: ['64450']\n"
    )
    assert read_yaml(path, Family).codes[0].when == {"kept": ["yes", "no"], "leads": ["1", "2"]}


def test_nothing_in_a_family_file_runs(tmp_path: Path) -> None:
    path = tmp_path / "family.yaml"
    path.write_text("slug: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(LexiconError, match=r"family\.yaml:1: "):
        read_yaml(path, Family)


def test_the_yaml_holds_each_key_once() -> None:
    for path in [*FAMILY_FILES, *sorted((ROOT / "language").glob("*.yaml"))]:
        nodes = [yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)]
        while nodes:
            node = nodes.pop()
            if isinstance(node, yaml.MappingNode):
                keys = [key.value for key, _ in node.value]
                assert len(keys) == len(set(keys)), (path.name, node.start_mark.line + 1)
                nodes += [value for _, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                nodes += node.value
