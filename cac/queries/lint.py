"""The linter: proves that a question is compliant, or says which rules of docs/queries.md it breaks."""

from __future__ import annotations

from pathlib import Path

from cac.lexicon.loader import lexicon_root
from cac.lexicon.queries import load_queries
from cac.queries import check_answers, check_choices, check_quotes, check_words
from cac.queries.case import Case
from cac.queries.letter import read_letter
from cac.queries.plain_words import Plain
from cac.queries.records import Question, Violation

_CHECKS = (check_quotes, check_answers, check_words, check_choices)


class Linter:
    """Judges questions. One instance judges any number; it keeps nothing of them."""

    def __init__(self, lexicons: Path | None = None) -> None:
        """Load ``queries/`` of a lexicon folder (the shipped one by default).

        Raises:
            LexiconError: if a file of it breaks its schema.
        """
        self._lexicon = load_queries(lexicons)
        self._root = lexicons or lexicon_root()
        self._plain = Plain(self._lexicon.words.look_alikes)

    def __call__(self, question: Question) -> tuple[Violation, ...]:
        """What is wrong with a question, each once; nothing where it is clean."""
        case = Case(question, self._lexicon, self._plain, self._root)
        return tuple(dict.fromkeys(violation for check in _CHECKS for violation in check.violations(case)))

    def letter(self, text: str) -> Question:
        """A question written as plain text."""
        return read_letter(text, self._plain, self._lexicon)

    def tells(self, element: str, text: str) -> bool:
        """Whether a passage holds an answer to an element, or money or coding words: better not quoted."""
        name = self._lexicon.element(element)
        quoted = Question(title=text, element=element)
        case = Case(quoted, self._lexicon, self._plain, self._root)
        rules = {violation.rule for violation in check_words.wording(case)}
        return bool(rules) or bool(name and check_answers.answers_in(case, text))
