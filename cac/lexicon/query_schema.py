"""What the files of ``lexicons/queries`` may hold: the words of the linter, what may be asked, and the templates."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cac.lexicon.schema import Severity, SingleWords, Strict, Word

Changes = Literal["code", "modifier", "units", "coverage"]


class ForbiddenWords(Strict):
    """Words that no question may hold, the rule they break, and what that is called in a sentence.

    ``but_sign_off``: they may stand in the closing lines of a letter. ``unless_asked``: a question about these elements
    may hold them with a word of ``beside`` in the same sentence ("pain score").
    """

    rule: str
    says: str
    terms: list[Word]
    not_words: tuple[Word, ...] = ()
    but_sign_off: bool = False
    unless_asked: tuple[str, ...] = ()
    beside: SingleWords = frozenset()


class QueryCues(Strict):
    """The terms by which the linter reads a question; a term of ``not_x`` takes back the shorter one of ``x``."""

    silent: list[Word]
    quoted_here: list[Word]
    conditions: list[Word]
    question_words: list[Word]
    confirming: list[Word]
    tags: list[Word]
    other: list[Word]
    unable: list[Word]
    not_used: list[Word]
    not_not_used: list[Word]
    if_any: list[Word]
    leading: list[Word]
    not_leading: list[Word]
    preferred: list[Word]
    not_preferred: list[Word]
    order: list[Word]
    conflict: list[Word]
    not_conflict: list[Word]
    unequal: list[Word]
    earlier_visit: list[Word]
    not_earlier_visit: list[Word]
    other_patient: list[Word]
    not_other_patient: list[Word]
    same_as_before: list[Word]
    not_same_as_before: list[Word]
    addendum: list[Word]
    no_addendum: list[Word]
    dated: list[Word]
    not_dated: list[Word]
    signed: list[Word]
    not_signed: list[Word]
    appropriate: list[Word]
    not_appropriate: list[Word]
    appropriate_if: list[Word]
    not_appropriate_if: list[Word]
    rewriting: list[Word]
    mending: list[Word]
    negators: list[Word]
    not_negators: list[Word]
    thresholds: list[Word]
    not_thresholds: list[Word]
    option_labels: list[Word]
    sign_offs: list[Word]
    greetings: list[Word]
    quotable: list[Word]


class QueryListWords(Strict):
    """Single words that the linter knows by their place."""

    auxiliaries: SingleWords
    openers: SingleWords
    adding: SingleWords
    request_verbs: SingleWords
    before_requests: SingleWords
    yes_no: SingleWords
    soft_asks: SingleWords
    say_verbs: SingleWords
    say_fillers: SingleWords
    negations: SingleWords
    generic: SingleWords


class QueryWords(Strict):
    """``queries/words.yaml``."""

    source: str
    look_alikes: dict[Word, Word]
    abbreviations: SingleWords
    acronyms: SingleWords
    forbidden: dict[str, ForbiddenWords]
    cues: QueryCues
    words: QueryListWords


class AskedElement(Strict):
    """How a question asks for an element, and the words that would be its answer."""

    group: str
    names: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    symmetric: bool = False
    levels: bool = False
    numbers: bool = False
    counts: bool = False
    amounts: bool = False
    offers_not_used: bool = False
    asked: list[Word]
    not_asked: tuple[Word, ...] = ()
    values: dict[str, list[Word]]
    values_from: tuple[Literal["drugs", "diagnoses"], ...] = ()
    not_values: tuple[Word, ...] = ()
    said: tuple[Word, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    least: int = 0


class AskedElements(Strict):
    """``queries/answers.yaml``: by the names of documentation elements and of missing facts."""

    elements: dict[str, AskedElement]


class QueryTemplate(Strict):
    """One question about one element.

    ``when`` says which gap it is for; ``changes`` what the answer may change (a question about anything else is never
    made); ``families`` limits it to some ([] = all). A template without ``options`` is open.
    ``if_silent`` is asked instead of ``ask`` where nothing is quoted, for then there are no options.
    """

    elements: list[str] = Field(min_length=1)
    when: Literal["missing", "conflict"]
    changes: list[Changes] = Field(min_length=1)
    families: tuple[str, ...] = ()
    title: str
    gap: str
    ask: str
    if_silent: str = ""
    options: tuple[Word, ...] = ()


class QueryTemplates(Strict):
    """``queries/templates.yaml``: the sentences that all questions share, and the templates, the first that fits first.

    ``closed_otherwise`` holds elements about which nothing is asked, with what closes their gap instead. ``quoted`` and
    ``silent`` open a question, ``addendum`` closes it; ``last_options`` end every list of options.
    """

    quoted: str
    conflicting: str
    silent: str
    addendum: str
    last_options: list[Word]
    severities: list[Severity]
    closed_otherwise: dict[str, str] = Field(default_factory=dict)
    templates: list[QueryTemplate]
