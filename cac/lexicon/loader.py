"""Read the lexicons: YAML and CSV files, checked against their schema; complaints say file, line and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from cac import __version__
from cac.errors import LexiconError
from cac.lexicon import schema
from cac.lexicon.csvfile import CODES, DAY, TEXT, Shape, read_csv
from cac.lexicon.yamlfile import line_of, read_yaml

LANGUAGE: dict[str, type[BaseModel]] = {
    "sections": schema.Sections,
    "dictation": schema.Confusions,
    "cues": schema.Cues,
    "guidance": schema.Guidance,
    "contrast": schema.Contrast,
    "drugs": schema.Drugs,
    "acts": schema.Acts,
    "sides": schema.Sides,
    "spine": schema.Spine,
    "elements": schema.Elements,
    "prompts": schema.Prompts,
    "further_elements": schema.FurtherElements,
    "cross_checks": schema.CrossChecks,
    "templates": schema.Templates,
    "other_specialty": schema.OtherSpecialty,
    "boilerplate": schema.Boilerplate,
}


CODE_CELLS: dict[str, Iterable[str] | Shape] = {
    "bilateral": {"", "0", "1", "2", "3", "9"},  # MPFS, bilateral surgery indicator; "" = not known
    "global_days": {"", "000", "010", "090", "XXX", "YYY", "ZZZ", "MMM"},
    "label": TEXT,
    "first_day": DAY,
    "last_day": DAY,
    "predecessors": CODES,
    "successors": CODES,
}


class Code(NamedTuple):
    """A code in our own words, with its facts of the fee schedule (MPFS); '' where a fact is not known.

    ``bilateral`` is the bilateral indicator, ``global_days`` 000, 010, 090, XXX or ZZZ, ``pctc`` 1 where the code has a
    professional and a technical part. ``first_day`` and ``last_day`` are ISO dates ('' = open); ``predecessors`` and
    ``successors`` are codes divided by spaces. ``days_source`` says where the days come from,
    which is often not the fee schedule of ``source``.
    """

    code: str
    label: str
    bilateral: str
    global_days: str
    pctc: str
    status: str
    first_day: str
    last_day: str
    predecessors: str
    successors: str
    source: str
    days_source: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the code may stand on a claim for that day."""
        return (self.first_day or "0000") <= day.isoformat() <= (self.last_day or "9999")

    def why_not_on(self, day: date) -> str:
        """One sentence for a day on which the code is not valid: since or until when, and what to use instead."""
        if self.first_day > day.isoformat():
            instead = f"; before it {self.predecessors.replace(' ', ', ')}" if self.predecessors else ""
            return f"valid from {self.first_day} on{instead}"
        instead = f"; after it {self.successors.replace(' ', ', ')}" if self.successors else ""
        return f"deleted, valid until {self.last_day}{instead}"


@dataclass(frozen=True)
class Diagnoses:
    """What is known of diagnoses: their names and codes, how they are read, and what they explain."""

    named: dict[str, schema.NamedDiagnosis]
    words: schema.DiagnosisWords
    groups: schema.DiagnosisGroups


@dataclass(frozen=True)
class Lexicon:
    """All knowledge of one lexicon folder, typed and checked."""

    root: Path
    families: dict[str, schema.Family]
    sections: schema.Sections
    dictation: schema.Confusions
    cues: schema.Cues
    guidance: schema.Guidance
    contrast: schema.Contrast
    drugs: schema.Drugs
    acts: schema.Acts
    sides: schema.Sides
    spine: schema.Spine
    elements: schema.Elements
    prompts: schema.Prompts
    further_elements: schema.FurtherElements
    cross_checks: schema.CrossChecks
    templates: schema.Templates
    other_specialty: schema.OtherSpecialty
    boilerplate: schema.Boilerplate
    payers: dict[str, schema.Payer]
    edit_rules: schema.EditRules
    diagnoses: Diagnoses
    codes: dict[str, Code]
    joints: dict[str, list[str]]
    beside: schema.SeparateCodes
    supply_drugs: schema.SupplyDrugs
    supply_contrast: schema.SupplyContrast

    @cached_property
    def version(self) -> str:
        """The program and a digest of the folder: two rows of one version were coded by the same rules."""
        digest = sha256()
        for path in sorted(path for path in self.root.rglob("*.*") if path.is_file()):
            digest.update(path.relative_to(self.root).as_posix().encode())
            digest.update(path.read_bytes())
        return f"cac {__version__}, rules {digest.hexdigest()[:12]}"

    @cached_property
    def called(self) -> dict[str, str]:
        """What people call families and documentation elements, by the names that the program has for them."""
        return {
            **{slug: family.label for slug, family in self.families.items()},
            **{name: element.ask for name, element in self.elements.elements.items()},
            **{name: element.ask for name, element in self.further_elements.elements.items()},
        }

    @cached_property
    def work_labels(self) -> frozenset[str]:
        """The labels of attributes whose words tell work by themselves ("the generator was explanted")."""
        return frozenset(f"attribute:{f.slugs()[0]}:{name}" for f in self.families.values() for name in f.work_told_by)

    @cached_property
    def absorbers(self) -> dict[str, tuple[str, ...]]:
        """For each family the others of which it may be only a step (``absorbs`` and ``absorbed_by`` together)."""
        found: dict[str, set[str]] = {}
        for slug, family in self.families.items():
            for other in family.absorbs:
                found.setdefault(other, set()).add(slug)
            found.setdefault(slug, set()).update(family.absorbed_by)
        return {slug: tuple(sorted(others - {slug})) for slug, others in found.items()}


@cache
def lexicon_root() -> Path:
    """The lexicon folder: beside the package in a checkout, inside it when installed."""
    package = Path(str(resources.files("cac")))
    inside = package / "_data" / "lexicons"
    return inside if inside.is_dir() else package.parent / "lexicons"


def _check_codes(files: dict[Path, schema.Family], known: set[str]) -> None:
    """Every code of a family's table stands in codes.csv.

    Raises:
        LexiconError: for the first that does not.
    """
    for path, family in files.items():
        for position, rule in enumerate(family.codes):
            for code in [*rule.codes(), *rule.guidance.values(), *rule.emg.values()]:
                if code and code not in known:
                    near = get_close_matches(code, sorted(known), n=1)
                    mend = f"write {near[0]!r}" if near else "mend it"
                    line = line_of(path, ("codes", position))
                    raise LexiconError(
                        f"{path}:{line}: codes: {code!r} is not in codes.csv; {mend} or add its row there"
                    )


def _check_slugs(files: dict[Path, schema.Family], known: set[str]) -> None:
    """Every family in ``absorbs``, ``absorbed_by`` and ``levels_are_nerves`` is the slug of some file.

    Raises:
        LexiconError: for the first that is not.
    """
    for path, family in files.items():
        named = {
            "absorbs": family.absorbs,
            "absorbed_by": family.absorbed_by,
            "levels_are_nerves": family.levels_are_nerves,
        }
        for name, slugs in named.items():
            for position, slug in enumerate(slugs):
                if slug not in known:
                    near = get_close_matches(slug, sorted(known), n=1)
                    mend = f"write {near[0]!r}" if near else "mend its name"
                    line = line_of(path, (name, position))
                    raise LexiconError(f"{path}:{line}: {name}: no file has the family {slug!r}; {mend} or remove it")


def _check_boilerplate(root: Path, boilerplate: schema.Boilerplate, sections: schema.Sections) -> None:
    """Every section that boilerplate.yaml names stands in sections.yaml.

    Raises:
        LexiconError: for the first that does not.
    """
    path = root / "language" / "boilerplate.yaml"
    for name in ("sections", "work_sections", "own_sections"):
        for position, section in enumerate(getattr(boilerplate, name)):
            if section not in sections.sections:
                near = get_close_matches(section, sorted(sections.sections), n=1)
                mend = f"write {near[0]!r}" if near else "mend its name"
                line = line_of(path, (name, position))
                raise LexiconError(f"{path}:{line}: {name}: no section is called {section!r}; {mend} or remove it")


def _check_documentation(files: dict[Path, schema.Family], language: dict[str, Any]) -> None:
    """Every element that is asked for is one of elements.yaml or further_elements.yaml, and ``only`` names own slugs.

    Raises:
        LexiconError: for the first that is not, and for an element that stands in both files.
    """
    first, further = language["elements"].elements, language["further_elements"].elements
    root = next(iter(files)).parent.parent
    asked_of_all = language["further_elements"].of_all
    own = root / "language" / "further_elements.yaml"
    twice = [name for name in further if name in first]
    if twice:
        line = line_of(own, ("elements", twice[0]))
        raise LexiconError(f"{own}:{line}: elements: {twice[0]!r} stands in elements.yaml too; keep one")
    known = [*first, *further]
    for path, place, names in (
        (own, "of_all", asked_of_all),
        *((path, "documentation", family.documentation) for path, family in files.items()),
    ):
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                mend = f"write {near[0]!r}" if near else "mend its name"
                raise LexiconError(f"{path}:{line_of(path, (place, name))}: {place}: {name!r} is no element; {mend}")
    placed = [name for section in language["templates"].sections for name in section.elements]
    wrong = [name for name in known if placed.count(name) != 1] or [name for name in placed if name not in known]
    if wrong:
        path = root / "language" / "templates.yaml"
        raise LexiconError(
            f"{path}:1: sections: the element {wrong[0]!r} must stand in one section; mend its name or place"
        )
    for path, family in files.items():
        for name, asked in family.documentation.items():
            wrong = [slug for slug in asked.only if slug not in family.slugs()]
            if wrong:
                line = line_of(path, ("documentation", name))
                raise LexiconError(f"{path}:{line}: only: {wrong[0]!r} is no slug of this file; write one of its own")
        wrong = [name for name in family.not_asked if name not in asked_of_all]
        if wrong:
            line = line_of(path, ("not_asked",))
            raise LexiconError(f"{path}:{line}: not_asked: {wrong[0]!r} is not asked of all; remove it")


_SHARED = ("limits", "prior_authorization", "not_covered", "beside", "conditions")
"""What a payer profile takes over from the one it names in ``limits_of``, before its own."""


def _payers(root: Path) -> dict[str, schema.Payer]:
    """The payer profiles, each with the limits of the profile it names.

    Raises:
        LexiconError: as `read_yaml` does, and for a profile that ``limits_of`` names in vain.
    """
    told = {path.stem: read_yaml(path, schema.Payer) for path in sorted((root / "payers").glob("*.yaml"))}
    payers: dict[str, schema.Payer] = {}
    for slug, payer in told.items():
        if payer.limits_of:
            other = told.get(payer.limits_of)
            if other is None or other.limits_of:
                path = root / "payers" / f"{slug}.yaml"
                raise LexiconError(
                    f"{path}:{line_of(path, ('limits_of',))}: limits_of: {payer.limits_of!r} is no profile with "
                    "limits of its own; name another or remove it"
                )
            shared = {name: [*getattr(other, name), *getattr(payer, name)] for name in _SHARED}
            payers[slug] = payer.model_copy(update=shared)
        else:
            payers[slug] = payer
    return payers


def _read_diagnoses(root: Path, families: set[str]) -> Diagnoses:
    """The files under ``diagnoses``, whose names of axes, diagnoses, groups and families all exist.

    Raises:
        LexiconError: for the first that does not, or for a diagnosis in two files.
    """
    folder = root / "diagnoses"
    words = read_yaml(folder / "words.yaml", schema.DiagnosisWords)
    groups = read_yaml(folder / "groups.yaml", schema.DiagnosisGroups)
    named: dict[str, schema.NamedDiagnosis] = {}
    places: dict[str, Path] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.stem in ("words", "groups"):
            continue
        for slug, diagnosis in read_yaml(path, schema.DiagnosisFile).diagnoses.items():
            if slug in named:
                raise LexiconError(
                    f"{path}:{line_of(path, ('diagnoses', slug))}: {slug!r} stands in two files; keep one"
                )
            named[slug], places[slug] = diagnosis, path
    for slug, diagnosis in named.items():
        others = [*diagnosis.part_of, *(other for joined in diagnosis.joins.values() for other in joined.diagnoses)]
        axes = [*diagnosis.sets, *axes_of(diagnosis.codes)]
        wrong = [name for name in others if name not in named]
        wrong += [name for name in axes if name not in words.axes and name not in diagnosis.joins]
        if wrong:
            line = line_of(places[slug], ("diagnoses", slug))
            raise LexiconError(f"{places[slug]}:{line}: {slug}: {wrong[0]!r} is no diagnosis or axis; mend its name")
    for family, wanted in groups.families.items():
        wrong = [family] if family not in families else [name for name in wanted if name not in groups.groups]
        if wrong:
            path = folder / "groups.yaml"
            line = line_of(path, ("families", family))
            raise LexiconError(f"{path}:{line}: families: {wrong[0]!r} is no family or group; mend its name")
    return Diagnoses(named, words, groups)


def axes_of(choice: schema.CodeChoice) -> Iterator[str]:
    """The axes that a tree of codes asks for."""
    if isinstance(choice, schema.CodeTree):
        yield choice.axis
        for branch in choice.branches.values():
            yield from axes_of(branch)


@cache
def load_lexicon(root: Path | None = None) -> Lexicon:
    """Load and check the lexicons under ``root`` (the shipped ones by default); kept for the process.

    Raises:
        LexiconError: as `read_yaml` does, when two files name one family, or when one names a family that no file has.
    """
    root = root or lexicon_root()
    families: dict[str, schema.Family] = {}
    files: dict[Path, schema.Family] = {}
    for path in sorted((root / "families").glob("*.yaml")):
        family = read_yaml(path, schema.Family)
        for slug in family.slugs():
            if slug in families:
                raise LexiconError(f"{path}:1: slug: the family {slug!r} stands in two files; keep one")
            families[slug] = family
        files[path] = family
    if not families:
        raise LexiconError(f"{root}: no family files; name a folder that holds families/ and language/")
    _check_slugs(files, set(families))
    language: dict[str, Any] = {
        name: read_yaml(root / "language" / f"{name}.yaml", model) for name, model in LANGUAGE.items()
    }
    _check_boilerplate(root, language["boilerplate"], language["sections"])
    _check_documentation(files, language)
    codes = {
        row[0]: Code(*row) for row in read_csv(root / "reference" / "codes.csv", list(Code._fields), CODE_CELLS, 1)
    }
    _check_codes(files, set(codes))
    payers = _payers(root)
    edit_rules = read_yaml(root / "reference" / "edit_rules.yaml", schema.EditRules)
    joints = read_yaml(root / "reference" / "facet_joints.yaml", schema.FacetJoints).joints
    return Lexicon(
        root=root,
        families=families,
        payers=payers,
        edit_rules=edit_rules,
        diagnoses=_read_diagnoses(root, set(families)),
        codes=codes,
        joints=joints,
        beside=read_yaml(root / "reference" / "beside.yaml", schema.SeparateCodes),
        supply_drugs=read_yaml(root / "supplies" / "drugs.yaml", schema.SupplyDrugs),
        supply_contrast=read_yaml(root / "supplies" / "contrast.yaml", schema.SupplyContrast),
        **language,
    )
