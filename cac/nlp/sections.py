"""Component ``cac_sections``: headers of dictated notes and templates, and the section each character stands in.

Stock sectionizers look for known titles as token phrases; dictated notes have ``PROCEDURE::``, headers glued into a
line ("Side: Right  Levels: L4-5") and capitals without a colon. Here every colon, and every line that stands alone,
is looked up in the headers of ``language/sections.yaml``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Self

from spacy.language import Language
from spacy.tokens import Doc

from cac.lexicon.terms import alternatives, split_words
from cac.nlp.forms import GLYPHS
from cac.nlp.medspacy_parts import Section, SectionRule
from cac.nlp.reading import SectionSpan
from cac.nlp.vocabulary import Vocabulary, vocabulary

_COLON = re.compile(r"[ \t*_]*:+(?!\d)")
_LEADERS = re.compile(r"(?m)(?:^[ \t>*•-]*|(?<=[ \t]{3}))(?P<head>[A-Za-z][\w /&'’(),-]{1,40}?)\s*\.{3,}")
_NOT_IN_HEAD = re.compile(rf"[\n:.;!?\]\[|{GLYPHS}]")
_LONGEST_HEAD = 70
_PAIR = re.compile(  # "Side | LEFT", with or without bars around it
    r"(?m)^[ \t]*(?:\|[ \t]*)?(?P<head>[A-Za-z][^|:\n\[\]" + GLYPHS + r"]{0,60}?)[ \t]*\|(?!-)[^|\n]*\|?[ \t]*$"
)
_TABLE = re.compile(  # of three columns, or two with bars around them
    r"(?m)^[^|\n]*\|[^|\n]*\|[^\n]*\n(?:[^|\n]*\|[^|\n]*\|[^\n]*(?:\n|\Z))+"
)
_LINE = re.compile(
    r"(?m)[ \t]*(?:\d{1,2}[.)][ \t]*|[#*•\-]+[ \t]*)?(?P<head>[A-Za-z][\w /&'’(),-]{2,60}?)[ \t]*"
    r"(?P<dash>->|[-–—](?=[ \t])|(?=[ \t]{2,}\S)|(?=[ \t]*[\[(" + GLYPHS + r"])|$)"
)
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|->.*)$")  # "INJECTION HISTORY (copied forward):"
_LETTER = re.compile(r"(?m)^[ \t]*(?P<head>[A-Z])[ \t]*:[ \t]*(?=\S)")
_FENCED = re.compile(r">>>.{20,4000}?<<<", re.S)  # a note pasted into this one
_PLURAL = re.compile(r"\(e?s\)", re.I)  # "PROCEDURE(S):"
_DASHED = ("title", "diagnosis", "history", "plan")  # "Procedure - left knee injection"
_SPEAKER = re.compile(r"\n[ \t]*(?:I|We) (?=[a-z])")  # who did the work begins to tell of it
_BLANK = re.compile(r"\n[^\S\n]*\n")
_BEFORE_TITLE = re.compile(r"\n[^\S\n]*\n(?=[^\S\n]*(?:Dear\b|[^a-z\n.:]*[A-Z]{3}[^a-z\n.:]*(?:\n|$)))")
_STOP = re.compile(r"[.;](?=\s+[A-Z])")
_FIRST_WORD = re.compile(r"[A-Za-z]")
_MOST_KEY_WORDS = 5
_SHORT = ("title", "aside", "anesthesia", "outcome", "codes", "signature", "consent", "diagnosis", "findings")
_BEFORE = ("history", "exam", "consent", "diagnosis", "aside")
_ONE_SENTENCE = (*_SHORT, "exam")  # so much they hold when their header stands within a line
_LONGER = ("consent", "diagnosis", "findings")  # these end at a blank line only when little was said


_Header = tuple[int, int, str, str]  # where it starts, where its content starts, section name, role


class HeaderWords(NamedTuple):
    """What makes a section begin or end: known headers, letters, words before a pasted note, words of the work."""

    known: dict[tuple[str, ...], tuple[str, str]]
    letters: dict[str, tuple[str, str]]
    pasted: re.Pattern[str]
    opens: re.Pattern[str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Self:
        """The words of the lexicon."""
        sections = vocabulary.lexicon.sections

        return cls(
            vocabulary.headers,
            {letter: (name, sections.sections[name].role) for letter, name in sections.letters.items()},
            re.compile(rf'(?i)\b(?:{alternatives(sections.pasted)})\b[^\n"“]{{0,60}}\s*["“][^"”]{{20,4000}}["”]'),
            re.compile(rf"\b(?:{alternatives(sections.procedure_opens)})\b", re.I),
        )


def _headers(text: str, words: HeaderWords) -> list[_Header]:
    """Every header of the text."""
    found = _header_lines(text, words.known)
    letters = [match for match in _LETTER.finditer(text) if match["head"] in words.letters]
    roles = {words.letters[match["head"]][1] for match in letters}
    if len(roles) > 1 and not roles.isdisjoint(("history", "exam")):  # one letter alone may be of a list
        for match in letters:
            found[match.start("head")] = (match.start("head"), match.end(), *words.letters[match["head"]])
    heads = [found[spot] for spot in sorted(found)]
    if '"' not in text and "“" not in text and ">>>" not in text:
        return heads
    end = 0
    for pasted in sorted([*_FENCED.finditer(text), *words.pasted.finditer(text)], key=lambda match: match.start()):
        if pasted.start() < end:
            continue  # within the last one
        start, end = pasted.span()
        inside = [head for head in heads if head[0] < start]
        around = inside[-1][2:] if inside else ("", "preamble")  # goes on behind the pasted words
        heads = [head for head in heads if not start <= head[0] < end]
        heads = sorted([*heads, (start, start, "pasted", "quoted"), (end, end, *around)])
    return heads


def _header_lines(text: str, known: dict[tuple[str, ...], tuple[str, str]]) -> dict[int, _Header]:
    """The headers that end at a colon, at dots or a bar, or stand alone in their line, by their first character."""
    found: dict[int, _Header] = {}
    for leader in _LEADERS.finditer(text) if "..." in text else ():
        meaning = known.get(split_words(leader["head"]))
        found[leader.start("head")] = (leader.start("head"), leader.end(), *(meaning or ("unknown", "other")))
    position = text.find(":")
    while position >= 0:
        colon = _COLON.match(text, position)
        before = _NOT_IN_HEAD.split(text[max(0, position - _LONGEST_HEAD) : position])[-1]
        start = position - len(before)
        position = text.find(":", colon.end() if colon else position + 1)
        if colon is None or len(before) < 2:
            continue
        head = before.rstrip(" \t*_")
        blanks = len(head) - len(head.lstrip(" \t"))
        bare = _ASIDE.sub("", _PLURAL.sub("s", head)) or head
        words = split_words(bare)
        line_start = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t*#-•>0123456789.)")
        for size in range(min(len(words), 7), 0, -1):
            meaning = known.get(words[-size:])
            if meaning is None or (meaning[1] == "aside" and size < len(words)):
                continue
            whole = size == len(words) or (line_start and len(words) <= 4)
            spot = start + blanks if whole else _start_of_last(bare, size) + start
            opener = text[spot : spot + 1]
            if (whole and line_start) or opener.isupper() or opener == "(":
                while spot < colon.end() and not text[spot].isalnum():
                    spot += 1
                found[spot] = (spot, colon.end(), *meaning)
            break
        else:
            opener = head.lstrip(" \t*#-•>0123456789.)")[:1]
            if line_start and opener.isupper() and len(words) <= 6:
                spot = start + (len(head) - len(head.lstrip(" \t*#-•>0123456789.)")))
                found[spot] = (spot, colon.end(), "unknown", "other")
    for line in _lines(text):
        head = line["head"]
        meaning = known.get(split_words(head))
        heads = (
            not line["dash"]
            or head.isupper()
            or (line["dash"] in ("-", "–", "—", "->") and meaning and meaning[1] in _DASHED)
        )
        if meaning and line.start("head") not in found and heads and head[:1].isupper():
            # A lone word such as "Left side" may be a list item: capitals, or a blank or next line of text, make
            # a header.
            ends_line = text[line.end() : line.end() + 1] in ("", "\n")
            lone = meaning[1] == "title" and len(head.split()) < 2
            if not line["dash"] and ends_line and not head.isupper() and lone:
                continue
            found[line.start("head")] = (line.start("head"), line.end(), *meaning)
    if "|" in text:
        _add_barred(text, known, found)
    return found


def _lines(text: str) -> Iterator[re.Match[str]]:
    """The lines that may be headers by their form."""
    start = 0
    while start >= 0:
        line = _LINE.match(text, start)
        if line:
            yield line
        start = text.find("\n", start) + 1 or -1


def _add_barred(
    text: str, known: dict[tuple[str, ...], tuple[str, str]], found: dict[int, tuple[int, int, str, str]]
) -> None:
    """Add the headers of lines "Side | LEFT", and the beginning of a table behind one or behind a short field."""
    pairs = list(_PAIR.finditer(text))
    for index, pair in enumerate(pairs):
        words = split_words(pair["head"])
        meaning = known.get(words) or known.get(words[:1] if "/" in pair["head"] else ())
        near = any(
            0 <= index + step < len(pairs)
            and not text[
                min(pair.end(), pairs[index + step].end()) : max(pair.start(), pairs[index + step].start())
            ].strip()
            for step in (-1, 1)
        )
        if meaning or (near and len(words) <= _MOST_KEY_WORDS):
            bar = text.index("|", pair.end("head"))
            found[pair.start("head")] = (pair.start("head"), bar + 1, *(meaning or ("unknown", "other")))
    spots = sorted(found)
    for table in _TABLE.finditer(text):
        index = bisect_left(spots, table.start())
        above = spots[index - 1] if index else None
        if (
            above is not None
            and found[above][3] not in ("title", "body")
            and text[found[above][1] : table.start()].strip()
        ):
            _start, body, _name, role = found[above]
            if role in (*_SHORT, "other") or text[body - 1] == "|":
                found.setdefault(table.start(), (table.start(), table.start(), "unknown", "other"))


def _start_of_last(head: str, size: int) -> int:
    """Where the last ``size`` word keys of ``head`` begin."""
    spots = [match.start() for match in re.finditer(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:\.\d+)?", head)]
    return spots[-size] if size <= len(spots) else 0


def _inline(text: str, start: int) -> bool:
    """Whether a header stands within a line, after other words."""
    return bool(text[text.rfind("\n", 0, start) + 1 : start].strip(" \t*#-•>0123456789.)"))


def _procedure_begins(text: str, start: int, end: int, opens: re.Pattern[str]) -> int | None:
    """The blank line after which a history or consent is over, because its next paragraph tells the procedure."""
    gap = _BLANK.search(text, start, end)
    while gap:
        following = _BLANK.search(text, gap.end(), end)
        stop = following.start() if following else end
        if len({match.group().lower() for match in opens.finditer(text, gap.end(), stop)}) >= 2:
            return gap.start()
        gap = following
    return None


def _note_begins(text: str, start: int, end: int, *, lone: bool) -> int | None:
    """The blank line after which the note itself begins: with a title in capitals or a salutation.

    Under the ``lone`` header of a note any paragraph begins it.
    """
    gap = _BLANK.search(text, start, end) if lone else _BEFORE_TITLE.search(text, start, end)
    return gap.start() if gap else None


def _line_after_which_procedure(text: str, start: int, end: int, opens: re.Pattern[str]) -> int | None:
    """The end of a one-line field ("Dx: osteoarthritis.") whose next lines, without a blank between, tell the work."""
    stop = text.find("\n", start, end)
    if stop < 0 or text[stop - 1] not in ".;" or text.find("\n\n", start, end) == stop:
        return None
    told = _SPEAKER.match(text, stop) or len({match.group().lower() for match in opens.finditer(text, stop, end)}) >= 2
    return stop if told else None


def find_sections(text: str, words: HeaderWords) -> list[SectionSpan]:
    """Cut ``text`` into sections. A short section ends at a blank line, a history where the procedure is told."""
    spans: list[SectionSpan] = []
    heads, opens = _headers(text, words), words.opens
    first = heads[0][0] if heads else len(text)
    if first:
        spans.append(SectionSpan(0, 0, first, "", "preamble"))
    for index, (start, body, name, role) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        content = _FIRST_WORD.search(text, body, end)
        if (role in _SHORT or name == "planned_procedure" or text[body - 1 : body] == "|") and content:
            gap = _BLANK.search(text, content.start(), end)
            if gap and gap.end() < end and (role not in _LONGER or gap.start() - content.start() < 110):
                spans.append(SectionSpan(start, body, gap.start(), name, role))
                spans.append(SectionSpan(gap.start(), gap.start(), end, "", "preamble"))
                continue
        stop = None
        if role in _ONE_SENTENCE and content and _inline(text, start):
            stop = _STOP.search(text, content.start(), end)
        if stop:  # "Indication: pain. Under fluoroscopy the hiatus was entered ...": one sentence and no more
            spans.append(SectionSpan(start, body, stop.end(), name, role))
            spans.append(SectionSpan(stop.end(), stop.end(), end, "", "preamble"))
            continue
        spots = [_procedure_begins(text, content.start(), end, opens)] if role in _BEFORE and content else []
        if role in ("history", "consent") and content:
            spots.append(_note_begins(text, content.start(), end, lone=len(heads) == 1))
        over = min((spot for spot in spots if spot is not None), default=None)
        if role in ("diagnosis", "history") and content and "\n" not in text[body : content.start()]:
            over = _line_after_which_procedure(text, content.start(), end, opens) or over
        spans.append(SectionSpan(start, body, over or end, name, role))
        if over:
            spans.append(SectionSpan(over, over, end, "", "preamble"))
    return spans


class Sections:
    """The component: reads the words, finds the sections, and fills medspaCy's ``Doc._.sections``."""

    def __init__(self, vocabulary: Vocabulary, *, show: bool = True) -> None:
        self._show = show
        self.vocabulary = vocabulary
        self.words = HeaderWords.of(vocabulary)
        self.rules: dict[str, SectionRule] = {
            name: SectionRule(literal=name.replace("_", " "), category=name)
            for name in [*vocabulary.lexicon.sections.sections, "unknown", "pasted"]
        }

    def __call__(self, doc: Doc) -> Doc:
        """Start the reading of ``doc``."""
        reading = self.vocabulary.read_doc(doc, tokens=self._show)
        reading.sections = find_sections(reading.text, self.words)
        if not self._show:
            return doc
        sections = []
        for span in reading.sections:
            start = stop = 0
            if span.name:
                start, stop = reading.tokens.around(*reading.layout.span(span.start, span.body))
            low, high = reading.tokens.inside(*reading.layout.span(span.body, span.end))
            if low >= high:
                low = high = stop
            sections.append(Section(span.name or None, start, stop, low, high, rule=self.rules.get(span.name)))
        doc._.sections = sections
        return doc


@Language.factory(
    "cac_sections", default_config={"lexicons": None, "show": True}, assigns=["doc._.cac_reading", "doc._.sections"]
)
def make_sections(nlp: Language, name: str, lexicons: str | None, show: bool) -> Sections:
    """Factory: ``lexicons`` is a lexicon folder (the shipped ones by default), ``show`` as in `make_pipeline`."""
    return Sections(vocabulary(Path(lexicons) if lexicons else None), show=show)
