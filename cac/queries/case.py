"""A question opened up for the checks: its parts without quotes, its options, and what it asks about."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from cac.lexicon.queries import QueryLexicon
from cac.lexicon.terms import Hit
from cac.queries.letter import apart
from cac.queries.options import Option, is_bold, read_option
from cac.queries.passages import Origin, Passage, masked, squashed, stands_in
from cac.queries.plain_words import Plain, without_markup
from cac.queries.records import Question, Quote
from cac.queries.text import QUOTE, Part, Sentence

_SIDES_FIRST = ("laterality", "levels", "approach_technique", "guidance", "drug_name")
"""What may leak where nobody can tell what a question asks about (rule 4: side, level, approach, drug; guidance)."""
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})\b|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b\.?,?(?: \d{{4}}\b)?|"
    rf"\b(?:{_MONTHS})\b\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}}\b)?|"
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b)?",
    re.I,
)
_LEAST_SPACES = 2
"""Words in single quotation marks are a passage of the note from three words on: fewer are set apart, not quoted."""
DATED = "xdatex"
"""What stands in a text for a date or a time."""


class Case:
    """One question and what the checks ask of it."""

    def __init__(self, question: Question, lexicon: QueryLexicon, plain: Plain, root: Path) -> None:
        self.question = question
        self.lexicon = lexicon
        self.plain = plain
        self.lexicon_root = root
        self._note = squashed(without_markup(plain(question.note))) if question.note is not None else None
        self.options: list[Option] = [read_option(option, plain, lexicon) for option in question.options]
        self._option_names = {squashed(option.text).strip(" .:_") for option in self.options}
        lines, closing = apart(plain(question.body).split("\n"), lexicon)
        self.closing = Part("\n".join([plain(question.sign_off), *closing]), lexicon)
        self.raw = {"title": plain(question.title), "body": "\n".join(lines)}
        self.shown = {name: masked(text, self._verbatim)[0] for name, text in self.raw.items()}
        self.title, titled = self._part(self.raw["title"])
        self.body, bodily = self._part(self.raw["body"])
        self.passages: list[tuple[Part, Passage]] = [(self.title, p) for p in titled] + [(self.body, p) for p in bodily]
        self.named = lexicon.element(question.element)

    @cached_property
    def proven(self) -> list[Quote]:
        """The quotes that are exact slices of the note."""
        return [quote for quote in self.question.quotes if is_slice(quote, self.question.note)]

    @cached_property
    def shown_quotes(self) -> list[str]:
        """The passages of the note that the provider sees, each once."""
        told = [quote.text for quote in self.proven]
        seen = {squashed(text) for text in told}
        for _, passage in self.passages:
            if passage.origin in ("note", "letter") and not any(squashed(passage.text) in text for text in seen):
                told.append(passage.text)
                seen.add(squashed(passage.text))
        return told

    @cached_property
    def kind(self) -> str:
        """``open`` or ``multiple``: what the question says it is, else whether it has options."""
        return self.question.kind or ("multiple" if self.options else "open")

    @cached_property
    def asked(self) -> dict[str, list[Hit]]:
        """The elements that title and body ask about, with the words that do."""
        found: dict[str, list[Hit]] = {}
        for part in (self.title, self.body):
            for sentence in part.sentences:
                begin = self._asks_from(part, sentence)
                if begin is None:
                    continue
                for name in self.lexicon.asked.elements:
                    hits = [hit for hit in part.within(f"asked:{name}", sentence) if hit.last >= begin]
                    if hits:
                        found.setdefault(name, []).extend(hits)
        return found

    @cached_property
    def elements(self) -> list[str]:
        """The elements whose answers must not be told: the one it is about, else all that it asks for."""
        wanted = [self.named] if self.named else list(self.asked)
        if not wanted:
            return list(_SIDES_FIRST)
        known = self.lexicon.asked.elements
        return list(dict.fromkeys(name for element in wanted for name in (element, *known[element].told_by)))

    @cached_property
    def is_conflict(self) -> bool:
        """Whether it is about two statements that do not agree."""
        rule = self.question.rule.lower()
        return "conflict" in rule or any(part.hits("cue:conflict") for part in (self.title, self.body))

    def parts(self) -> tuple[tuple[str, Part], ...]:
        """Title and body by name."""
        return ("title", self.title), ("body", self.body)

    def everything(self) -> list[tuple[str, Part]]:
        """Title, body and options by name."""
        return [*self.parts(), *((f"option {place}", option.part) for place, option in enumerate(self.options, 1))]

    def silences(self, part: Part, sentence: Sentence) -> int | None:
        """The place of the word that says the note is silent, or ``None``."""
        cue = next((hit.first for hit in part.within("cue:silent", sentence)), None)
        keys = part.words.keys
        single = self.lexicon.words.words
        for place in range(sentence.first, sentence.last):
            if keys[place] not in single.negations or keys[place - 1 : place] == ["or"]:
                continue
            behind = place + 1
            while behind < sentence.last and keys[behind] in single.say_fillers:
                behind += 1
            if behind < sentence.last and keys[behind] in single.say_verbs:
                return place if cue is None else min(place, cue)
        return cue

    def _asks_from(self, part: Part, sentence: Sentence) -> int | None:
        """From which word on a sentence asks: a title at once, a question or request from its verb on."""
        if part is self.title:
            return sentence.first
        keys = part.words.keys
        single = self.lexicon.words.words
        question_words = [hit.first for hit in part.within("cue:question_words", sentence)]
        if sentence.asks:
            starts = [p for p in range(sentence.first, sentence.last) if keys[p] in single.auxiliaries]
            return min([*question_words, *starts], default=sentence.first)
        for place in range(sentence.first, sentence.last):
            begins = place == sentence.first or keys[place - 1] in single.before_requests
            if keys[place] in single.request_verbs and begins:
                return place
        silent = self.silences(part, sentence)
        return silent if silent is not None and not part.within("cue:addendum", sentence) else None

    def _part(self, text: str) -> tuple[Part, list[Passage]]:
        shown, passages = masked(without_markup(text), self._origin)
        shown = self._without_long_quotes(shown)
        return Part(_DATE.sub(f" {DATED} ", shown), self.lexicon), passages

    def _origin(self, words: str, single: bool) -> Origin:
        """Where words in quotation marks come from."""
        plain = squashed(words).strip(" .,:;!?_")
        if plain in self._option_names or " ".join(re.findall(r"[a-z0-9]+", plain)) in self.lexicon.quotable:
            return "phrase"
        if self._note is None:
            return "letter" if not single or plain.count(" ") >= _LEAST_SPACES else "unknown"
        if stands_in(words, self._note):
            return "note"
        return "phrase" if self._is_service(words) else "unknown"

    def _is_service(self, words: str) -> bool:
        """Whether words in quotation marks name an option that every list has ("no imaging")."""
        part = Part(words, self.lexicon)
        return len(part.words.keys) < 6 and any(part.hits(f"cue:{cue}") for cue in ("other", "unable", "not_used"))

    def _verbatim(self, words: str, single: bool) -> Origin:
        """Where words in quotation marks come from, with their markup: what the note does not mark is no quote."""
        if self.question.note is None:
            return "unknown" if single or is_bold(words) else "letter"
        return "note" if " ".join(words.split()) in self._note_as_it_is else "unknown"

    @cached_property
    def _note_as_it_is(self) -> str:
        return " ".join(self.plain(self.question.note or "").split())

    def _without_long_quotes(self, text: str) -> str:
        """``text`` with a sign for quotes of three words and more that stand in it without quotation marks."""
        for quote in self.proven:
            if len(quote.text.split()) >= 3:
                pattern = r"\s+".join(map(re.escape, without_markup(self.plain(quote.text)).split()))
                text = re.sub(pattern, f" {QUOTE} ", text) if pattern else text
        return text


def is_slice(quote: Quote, note: str | None) -> bool:
    """Whether a quote is what stands at its place of the note."""
    return (
        note is not None
        and 0 <= quote.start < quote.end <= len(note)
        and note[quote.start : quote.end] == quote.text
        and bool(quote.text.strip())
    )
