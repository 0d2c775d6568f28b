"""From gaps to questions: the template that fits, its words, and the proof of the linter that it does not lead."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cac.errors import CacError
from cac.lexicon.queries import load_queries
from cac.lexicon.query_schema import QueryTemplate
from cac.queries.gaps import Gap, Left, find_gaps
from cac.queries.lint import Linter
from cac.queries.records import Question
from cac.records import Record

_FIELDS = ("title", "body", "options", "quotes", "note", "element", "family", "rule", "kind")


class Drafts(Record):
    """The questions of one note, and the gaps of which none was made, with the reason."""

    questions: tuple[Question, ...] = ()
    left: tuple[Left, ...] = ()


class NotCompliantError(CacError):
    """A draft that the linter refuses; ``rules`` are those it breaks."""

    def __init__(self, rule: str, rules: tuple[str, ...]) -> None:
        super().__init__("not_compliant", f"The question of {rule} breaks {', '.join(rules)}: mend its template.")
        self.rules = rules


class Drafter:
    """Makes questions. One instance makes any number; it keeps nothing of them."""

    def __init__(self, lexicons: Path | None = None) -> None:
        """Load the templates and the linter.

        Raises:
            LexiconError: if a file of ``queries/`` breaks its schema.
        """
        self._lexicon = load_queries(lexicons)
        self._linter = Linter(lexicons)

    def __call__(self, row: Mapping[str, Any], note: str, *, strict: bool = False) -> Drafts:
        """The questions that the row of a note gives rise to.

        A draft that breaks a rule is never among them: it is left out with the rules, or, if ``strict``, raised.

        Args:
            row: the row of the note (docs/row.md).
            note: the note, of which the offsets of the row are code points.
            strict: for tests: a template that breaks a rule is an error.

        Raises:
            NotCompliantError: if ``strict``, for the first draft that breaks a rule.
        """
        questions: list[Question] = []
        left: list[Left] = []
        severities = frozenset(self._lexicon.templates.severities)
        for gap in find_gaps(row, note, severities, self._linter.tells):
            if isinstance(gap, Left):
                left.append(gap)
                continue
            made = self._made(gap, note, strict=strict)
            if isinstance(made, Left):
                left.append(made)
            elif not any(_is_same(made, other) for other in questions):
                questions.append(made)
        return Drafts(questions=tuple(questions), left=tuple(left))

    def _made(self, gap: Gap, note: str, *, strict: bool) -> Question | Left:
        otherwise = self._lexicon.templates.closed_otherwise.get(gap.element)
        if otherwise:
            return Left(rule=gap.rule, reason=otherwise, meant=True)
        template = self.template(gap)
        if template is None:
            return Left(rule=gap.rule, reason="there is no template for it")
        question = self.worded(template, gap, note)
        rules = tuple(dict.fromkeys(violation.rule for violation in self._linter(question)))
        if not rules:
            return question
        if strict:
            raise NotCompliantError(gap.rule, rules)
        return Left(rule=gap.rule, reason=f"its question would break {', '.join(rules)}")

    def template(self, gap: Gap) -> QueryTemplate | None:
        """The first template for a gap and its family."""
        for template in self._lexicon.templates.templates:
            fits = gap.element in template.elements and template.when == gap.when
            if fits and (not template.families or gap.family in template.families):
                return template
        return None

    def worded(self, template: QueryTemplate, gap: Gap, note: str) -> Question:
        """The question that a template makes of a gap; without a quote it is open."""
        shared = self._lexicon.templates
        opening = shared.silent if not gap.quotes else shared.conflicting if gap.when == "conflict" else shared.quoted
        ask = template.ask if gap.quotes else template.if_silent or template.ask
        options = (*template.options, *shared.last_options) if template.options and gap.quotes else ()
        return Question(
            title=template.title,
            body=" ".join((opening.format(gap=template.gap), ask, shared.addendum)),
            options=options,
            quotes=gap.quotes,
            note=note,
            element=gap.element,
            family=gap.family,
            rule=gap.rule,
            kind="multiple" if options else "open",
        )


def _is_same(question: Question, other: Question) -> bool:
    """Whether the provider would be asked the same twice (the levels, and the muscles by name)."""
    return (question.title, question.quotes) == (other.title, other.quotes)


def shown(question: Question) -> str:
    """A question as the provider gets it, without the id of its rule."""
    lines = [question.title, "", question.body, ""]
    if question.quotes:
        lines += ["From your note:", *(f'"{" ".join(quote.text.split())}"' for quote in question.quotes), ""]
    lines += [f"[ ] {option}" for option in question.options]
    return "\n".join(lines).strip() + "\n"


def as_json(question: Question) -> dict[str, Any]:
    """A question as ``cac query lint`` reads it."""
    told = question.model_dump(mode="json")
    return {name: told[name] for name in _FIELDS}
