"""Every template, as a question and as a letter, is clean; changed to break a rule, it is refused by that rule."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cac.lexicon.loader import lexicon_root
from cac.lexicon.queries import load_queries
from cac.lexicon.query_schema import AskedElement, QueryTemplate
from cac.queries.case import Case
from cac.queries.draft import Drafter, shown
from cac.queries.gaps import Gap
from cac.queries.lint import Linter
from cac.queries.plain_words import Plain
from cac.queries.records import Question, Quote
from tests.queries.questions import rules

NOTE = "PROCEDURE: The procedure was carried out as planned.\nIt went on as the nurse will tell.\n"
LEXICON = load_queries()


def quotes(count: int) -> tuple[Quote, ...]:
    lines = ["The procedure was carried out as planned.", "It went on as the nurse will tell."][:count]
    return tuple(Quote(start=NOTE.index(text), end=NOTE.index(text) + len(text), text=text) for text in lines)


def cases() -> Iterator[tuple[str, QueryTemplate, Gap]]:
    for template in LEXICON.templates.templates:
        for element in template.elements:
            for count in (2,) if template.when == "conflict" else (1, 0):
                family = template.families[0] if template.families else "facet_rfa"
                rule = f"{template.when}/{element}"
                gap = Gap(element=element, when=template.when, rule=rule, family=family, quotes=quotes(count))
                yield f"{rule}, {count} quotes, {template.title}", template, gap


CASES = list(cases())
IDS = [name for name, _, _ in CASES]


def made(drafter: Drafter, gap: Gap) -> Question:
    template = drafter.template(gap)
    assert template
    return drafter.worded(template, gap, NOTE)


@pytest.mark.parametrize(("name", "template", "gap"), CASES, ids=IDS)
def test_a_template_is_clean(name: str, template: QueryTemplate, gap: Gap, drafter: Drafter, linter: Linter) -> None:
    assert drafter.template(gap) == template, "another template goes before it"
    question = made(drafter, gap)
    assert linter(question) == ()
    assert question.kind == ("multiple" if question.options else "open")
    if gap.quotes:
        assert linter(linter.letter(shown(question))) == ()
    assert gap.rule not in shown(question)
    words = " ".join((question.title, question.body, *question.options, *(quote.text for quote in question.quotes)))
    assert len(words.split()) <= 120


def test_a_letter_is_read_as_a_question_about_its_element(drafter: Drafter, linter: Linter) -> None:
    """Without the name of its element a letter tells by its words what is asked: any quote may then stand in it."""
    lost = []
    for name, _, gap in CASES:
        question = made(drafter, gap)
        case = Case(linter.letter(shown(question)), LEXICON, Plain(LEXICON.words.look_alikes), lexicon_root())
        groups = {LEXICON.asked.elements[one].group for one in case.asked}
        if LEXICON.asked.elements[LEXICON.element(gap.element)].group not in groups:
            lost.append(name)
    assert lost == []


@pytest.mark.parametrize("text", ["medial branch", "epidural", "knee", "transforaminal", "fluoroscopy", "left"])
def test_the_letter_of_an_examination_may_quote_an_answer_to_another_question(
    text: str, drafter: Drafter, linter: Linter
) -> None:
    note = f"Procedure: {text}.\n"
    quote = Quote(start=11, end=11 + len(text), text=text)
    for element in ("no_radiculopathy", "provocative_tests", "pain_duration", "percent_relief", "two_views"):
        gap = Gap(element=element, when="missing", rule=f"absent/{element}", family="facet_injection", quotes=(quote,))
        template = drafter.template(gap)
        assert template
        question = drafter.worded(template, gap, note)
        assert linter(question) == ()
        assert linter(linter.letter(shown(question))) == ()


def an_answer(element: AskedElement) -> str:
    """Words that would be an answer to an element."""
    for terms in element.values.values():
        plain = [term for term in terms if term.replace(" ", "").replace("-", "").isalpha()]
        if plain:
            return plain[0]
    if element.levels:
        return "L4-L5"
    if element.numbers:
        return "40"
    if element.counts:
        return "three leads"
    said = element.said[0].split(" ")
    return " ".join(word.split("|")[0].replace("(", "").replace(")", "") for word in said)


@pytest.mark.parametrize(("name", "template", "gap"), CASES, ids=IDS)
def test_a_changed_template_is_refused(
    name: str, template: QueryTemplate, gap: Gap, drafter: Drafter, linter: Linter
) -> None:
    question = made(drafter, gap)
    element = LEXICON.element(gap.element)
    group = LEXICON.asked.elements[element].group
    answer = an_answer(LEXICON.asked.elements[element])
    second = "Which side was treated?" if group not in ("side", "place") else "Which drug was injected?"
    addendum = LEXICON.templates.addendum
    changes: list[tuple[str, dict[str, object]]] = [
        ("4/", {"title": f"{question.title}: {answer}"}),
        ("4/", {"body": f"{question.body} It was {answer}."}),
        ("5/money", {"body": f"{question.body} This is for reimbursement."}),
        ("5/money", {"title": f"{question.title} (billing)"}),
        ("5/code_number", {"body": f"{question.body} It is about 64483."}),
        ("5/pressing", {"body": f"Please document that it was done. {question.body}"}),
        ("10/elements", {"body": f"{question.body} {second}"}),
        ("10/elements", {"body": f"{question.body} Also, what else was done?"}),
        ("10/words", {"body": f"{question.body}{' and so on' * 40}"}),
        ("12/addendum", {"body": question.body.replace(addendum, "")}),
        ("12/if_appropriate", {"body": question.body.replace("If clinically appropriate, please", "Please")}),
        ("12/dated", {"body": question.body.replace("dated and ", "")}),
        ("12/rewriting", {"body": f"{question.body} Please change the original note."}),
        ("15/threshold", {"body": f"{question.body} At least 50 % counts."}),
        ("6/", {"body": f"{question.body} It was most likely so."}),
        ("3/", {"body": f"{question.body} The last note says it."}),
        ("1/rule_shown", {"body": f"{question.body} {gap.rule}"}),
    ]
    if question.quotes:
        wrong = question.quotes[0].model_copy(update={"text": question.quotes[0].text.upper()})
        changes += [("2/quote", {"quotes": (wrong, *question.quotes[1:])}), ("2/", {"quotes": ()})]
    else:
        changes += [("2/no_quote", {"body": f"{template.ask} {addendum}"})]
    if template.when == "conflict":
        changes += [("11/both", {"quotes": question.quotes[:1]})]
    if question.options:
        first, *rest = question.options
        changes += [
            ("7/emphasised", {"options": (f"**{first}**", *rest)}),
            ("7/emphasised", {"options": (f"<b>{first}</b>", *rest)}),
            ("7/preselected", {"options": (f"[x] {first}", *rest)}),
            ("7/preselected", {"options": (f"{first} (most likely)", *rest)}),
            ("7/other", {"options": tuple(one for one in question.options if not one.startswith("Other"))}),
            ("7/unable", {"options": tuple(one for one in question.options if not one.startswith("Unable"))}),
            ("7/", {"options": (first, *question.options[-2:])}),
            ("7/order", {"options": (question.options[-1], *question.options[:-1])}),
        ]
        if LEXICON.asked.elements[element].offers_not_used:
            changes += [("9/not_used", {"options": tuple(one for one in question.options if " not used" not in one)})]
    for rule, change in changes:
        found = rules(linter, question.model_copy(update=change))
        assert any(one.startswith(rule) for one in found), f"{rule} is not among {found}: {change}"


def test_every_template_changes_something() -> None:
    """Rule 1: nothing is asked that changes neither code, modifier, units nor coverage."""
    assert all(template.changes for template in LEXICON.templates.templates)


def test_no_template_tells_a_family_apart_by_its_words() -> None:
    """Titles and bodies name no family: which procedure it is about is told by the quote."""
    for template in LEXICON.templates.templates:
        told = f"{template.title} {template.gap} {template.ask}".lower()
        assert not any(word in told for word in ("epidural", "facet", "sacroiliac", "ablation", "genicular"))
