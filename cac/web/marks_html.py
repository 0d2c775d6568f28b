"""A marked note as HTML: every word escaped, every character kept, every mark named for people who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from cac.lexicon.screen_schema import Screen
from cac.web.marks import Fact, Marked, Segment


def characters(text: str, after: str = "") -> Markup:
    """Text as markup that a browser reads back as exactly this text; ``after`` is the character behind it.

    The reader of HTML would make a line feed of a carriage return, so that one is written as a reference; one that
    ends a line by itself also breaks it. NUL, which no HTML can hold, is shown as its picture: one character for one.
    """
    safe = str(escape(text.replace("\0", "\N{SYMBOL FOR NULL}")))
    if "\r" not in safe:
        return Markup(safe)
    whole = (safe + ("\n" if after == "\n" else "")).replace("\r\n", "&#13;\n").replace("\r", "&#13;<br>")
    return Markup(whole[:-1] if after == "\n" else whole)


def note(text: str, shown: Marked, screen: Screen, named: Mapping[str, str], before: Mapping[int, Markup]) -> Markup:
    """The whole note.

    Args:
        text: the text.
        shown: how it is cut.
        screen: the kinds by their names.
        named: name of a line → what people call it, such as ``64483-LT``.
        before: place in the text → what is told there that is no part of it (the head of an addendum).
    """
    draw = _drawer(text, shown.facts, screen, named)
    parts: list[str] = []
    for chunk in shown.chunks:
        parts.append(str(before.get(chunk[0].start, "")))
        parts.append('<div class="chunk">')
        parts += map(draw, chunk)
        parts.append("</div>")
    return Markup("".join(parts))


def _drawer(text: str, facts: Sequence[Fact], screen: Screen, named: Mapping[str, str]) -> Callable[[Segment], str]:
    def draw(segment: Segment) -> str:
        words = text[segment.start : segment.end]
        inner = str(characters(words, text[segment.end : segment.end + 1]))
        head = " head" if segment.head else ""
        place = f'data-s="{segment.start}" data-e="{segment.end}"'
        if not segment.facts:
            return f'<span {place} class="w{head}">{inner}</span>'
        on = [facts[place] for place in segment.facts]
        kinds = [kind for kind in screen.kinds if any(kind in fact.kinds for fact in on)]
        lines = list(dict.fromkeys(line for fact in on for line in fact.lines))
        told = escape(_told(on, kinds, screen, [named[line] for line in lines if line in named]))
        for kind in reversed(kinds[1:]):
            inner = f'<span class="k k-{kind}">{inner}</span>'
        proves = escape(" ".join(lines))
        return (
            f'<mark {place} class="k k-{kinds[0]}{head}" role="button" tabindex="-1" data-lines="{proves}" '
            f'data-told="{told}" aria-label="{escape(" ".join(words.split()))}: {told}">{inner}</mark>'
        )

    return draw


def _told(facts: Sequence[Fact], kinds: Sequence[str], screen: Screen, lines: Sequence[str]) -> str:
    """What a mark is, in words."""
    said = [screen.kinds[kind].label for kind in kinds]
    details = list(dict.fromkeys(word for fact in facts for word in fact.told if word not in said))
    told = ", ".join(said) + (f" ({'; '.join(details)})" if details else "")
    return told + (f". Proves {', '.join(lines)}" if lines else "")
