"""The documents are proved: commands, options, lexicon fields, row keys, links, and the answer in the README."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import typer.main

from cac import Coder
from cac.cli import app
from cac.clones.records import (
    CloneCluster,
    ClonedNote,
    ClonePair,
    CloneReport,
    Difference,
    NotRead,
    RepeatedSentence,
)
from cac.lexicon import query_schema, schema, screen_schema
from cac.lexicon.loader import LANGUAGE
from cac.records import (
    ClaimLine,
    CrossCheck,
    Diagnosis,
    Drug,
    ElementAnswer,
    Evidence,
    Finding,
    Procedure,
    Refusal,
    Result,
    Status,
    Supply,
)

CLONES = (CloneReport, CloneCluster, ClonedNote, ClonePair, Difference, RepeatedSentence, NotRead)
ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
PAGES = [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").glob("*.md"))]
MODELS = [
    model
    for module in (schema, query_schema, screen_schema)
    for _, model in inspect.getmembers(module, inspect.isclass)
    if issubclass(model, schema.Strict) and model is not schema.Strict and model.__module__ == module.__name__
]


def commands(command: Any, path: str = "cac") -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")


COMMANDS = list(commands(typer.main.get_command(app)))


def table(page: str, name: str) -> set[str]:
    """The backticked first cells of the tables under the heading that holds (`name`)."""
    heading = re.search(rf"(?m)^#+ .*\(`{re.escape(name)}`\)$", page)
    assert heading, f"no heading with (`{name}`)"
    following = re.search(r"(?m)^#+ ", page[heading.end() :])
    part = page[heading.end() : heading.end() + following.start()] if following else page[heading.end() :]
    return set(re.findall(r"(?m)^\| `([^`]+)` \|", part))


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[path for path, _ in COMMANDS])
def test_commands_and_options_are_documented(path: str, command: Any) -> None:
    if not hasattr(command, "commands"):
        assert f"`{path}" in README, f"README.md does not tell of `{path}`"
    for parameter in command.params:
        if parameter.param_type_name == "option":
            for name in parameter.opts:
                assert f"`{name}" in README, f"README.md does not tell of {name} of `{path}`"
        elif not getattr(command, "commands", None):
            metavar = parameter.metavar or parameter.name.upper()
            assert metavar in README.replace("\\|", "|"), f"README.md does not tell of {metavar} of `{path}`"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lexicon_fields_are_documented(model: Any) -> None:
    """A field stands in the table of the class that defines it; those of a base are told there."""
    own = inspect.get_annotations(model)
    fields = {field.alias or name for name, field in model.model_fields.items() if name in own}
    assert table(DOCS["lexicons.md"], model.__name__) == fields


def literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (value for value in get_args(annotation) if isinstance(value, str))
    for inner in get_args(annotation):
        yield from literals(inner)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lexicon_choices_are_documented(model: Any) -> None:
    for name, field in model.model_fields.items():
        for value in literals(field.annotation):
            assert f"`{value}`" in DOCS["lexicons.md"] or f"{value}:" in DOCS["lexicons.md"], f"{name}: {value}"


def test_lexicon_files_are_documented() -> None:
    for name in LANGUAGE:
        assert f"### `language/{name}.yaml`" in DOCS["lexicons.md"]
    for path in (ROOT / "lexicons" / "queries").iterdir():
        assert f"### `queries/{path.name}`" in DOCS["lexicons.md"]
    for path in (ROOT / "lexicons" / "reference").iterdir():
        assert f"`reference/{path.name}`" in DOCS["lexicons.md"]
    for path in (ROOT / "lexicons" / "reference").glob("*.csv"):
        header = next(
            line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
        )
        for column in header.split(","):
            assert f"| `{column}` |" in DOCS["lexicons.md"], f"{path.name}: {column}"


EVIDENCE = Evidence(start=0, end=1, text="x")
ROW = Result(
    status="ready",
    lines=(ClaimLine(code="64483", evidence=(EVIDENCE,)),),
    refused=(Refusal(code="64484", reason="", would_change="", rule=""),),
    procedures=(Procedure(family="transforaminal_esi", drugs=(Drug(name="x", evidence=(EVIDENCE,)),)),),
    checklist=(ElementAnswer(element="x", status="present", severity="", source=""),),
    cross_checks=(CrossCheck(check="x", message="", severity="", source="", evidence=(EVIDENCE,)),),
    not_counted=(("x", "planned", EVIDENCE),),
    supplies=(Supply(evidence=(EVIDENCE,)),),
    diagnoses=(Diagnosis(code="M54.16"),),
    diagnoses_not_counted=(("x", "negated", EVIDENCE),),
    findings=(Finding(rule="x", severity="info", message="", authority=""),),
    error={"code": "", "message": ""},
).row()
PARTS = {
    "Result": ROW,
    "ClaimLine": ROW["lines"][0],
    "procedures": ROW["procedures"][0],
    "Drug": ROW["procedures"][0]["drugs"][0],
    "Supply": ROW["supplies"][0],
    "Refusal": ROW["refused"][0],
    "ElementAnswer": ROW["checklist"][0],
    "CrossCheck": ROW["cross_checks"][0],
    "Diagnosis": ROW["diagnoses"][0],
    "diagnoses_not_counted": ROW["diagnoses_not_counted"][0],
    "Finding": ROW["findings"][0],
    "not_counted": ROW["not_counted"][0],
    "Evidence": ROW["lines"][0]["evidence"][0],
    "error": ROW["error"],
}


@pytest.mark.parametrize("name", PARTS)
def test_row_keys_are_documented(name: str) -> None:
    assert table(DOCS["row.md"], name) == set(PARTS[name])


@pytest.mark.parametrize("model", CLONES, ids=lambda model: model.__name__)
def test_keys_of_clones_are_documented(model: Any) -> None:
    assert table(DOCS["clones.md"], model.__name__) == set(model.model_fields)


@pytest.mark.parametrize("name", ["Rate", "ProviderReport", "PracticeReport", "NoteReport", "Quote"])
def test_report_keys_are_documented(name: str) -> None:
    from cac.reports import records

    assert table(DOCS["reports.md"], name) == set(getattr(records, name).model_fields)


def test_statuses_are_documented() -> None:
    for status in get_args(Status):
        assert f"| `{status}` |" in README
        assert f"| `{status}` |" in DOCS["row.md"]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_resolve(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, part = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{page.name}: {target}"
        if part:
            headings = re.findall(r"(?m)^#+ (.*)$", linked.read_text(encoding="utf-8"))
            assert part in {anchor(heading) for heading in headings}, f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_named_files_exist(page: Path) -> None:
    """Files of the repository named in running text ("`cac/coder.py`") are there."""
    text = page.read_text(encoding="utf-8")
    folders = "cac|lexicons|tests|docs|benchmarks|scripts|sample_notes|requirements"
    for name in re.findall(rf"`((?:{folders})/[\w./]*)`", text):
        assert (ROOT / name).exists(), f"{page.name}: {name}"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in PAGES:
        for target in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8")):
            assert re.search(rf"(?m)^{target}:", makefile), f"{page.name}: make {target}"


def test_modules_are_described() -> None:
    """Every room of ``cac/`` has its paragraph."""
    for path in sorted((ROOT / "cac").iterdir()):
        if path.is_dir() and (path / "__init__.py").exists():
            assert f"### `cac/{path.name}/`" in DOCS["architecture.md"]


def test_readme_shows_a_real_answer(coder: Coder) -> None:
    from cac.cli.show import render
    from cac.lexicon.loader import load_lexicon

    shown = re.search(r"(?s)<!-- answer -->\n```\n(.*?)\n```\n<!-- end answer -->", README)
    assert shown
    name = "sample_notes/tfesi_two_levels"
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    answer = render(coder.code(text, id=name), colour=False, width=100, labels=load_lexicon(None).called)
    assert shown[1] == answer.rstrip("\n"), f"paste the output of `cac code {name}.txt` into README.md"


def test_no_placeholder_is_left() -> None:
    for page in PAGES:
        assert "@@" not in page.read_text(encoding="utf-8"), page.name
