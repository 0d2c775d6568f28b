"""Who signed: names at the end of a note, signing marks, and fields that were never signed."""

from __future__ import annotations

import re

from cac.facts.evidence import evidence_of
from cac.nlp.reading import Mention, Reading
from cac.records import Evidence

_WHO = r"(?:M\.? ?D|D\.? ?O|PA-?C|P\.A\.(?:-C)?|C?RNP|NP(?:-C)?|APRN|DPM|CRNA|MBBS|MBChB|FRCA|FRCPC|Ph\.?D)\b"
_CLOSING = re.compile(
    r"(?:^|[.\]*] {1,3}|[-–—/:] ?)(?:Dr\.? )?(?:(?:[A-Z][\w'’.\-]*|\[[A-Z][A-Za-z ]{2,20}\]),? ){1,4}"
    + rf"(?P<who>{_WHO})"
    + r"\.?(?:,? [^\n.]{0,60})?[ /*\])]*\.?$"
    r"|(?:^[-–— ]*|[.!] {1,3}[-–—] ?)Dr\.? (?:[A-Z][\w'’.\-]* ?){1,3}$"
    r"|(?:[Ss]incerely|[Rr]egards|[Tt]ruly|[Ff]aithfully|"
    r"[Rr]espectfully)[^\n]{0,12},\s*\n\s*(?:Dr\.? )?[A-Z][\w.'’]* (?:[A-Z][\w.]* )?[A-Z]\w+",
    re.M,
)
_TITLED = r"(?:Dr\.? )?"
_LAST_LINE = re.compile(  # "Written by C. Fitch", "K. Vanterpool", "Attending surgeon: H. Brand, MD - I was present"
    r"(?:(?i:(?:seen|written|dictated|reported|report|documented|authored)(?: and \w+)?,?(?: by)?:?) "
    rf"{_TITLED}(?:[A-Z][\w'’.\-]*,? ?){{2,4}}"
    rf"|(?:[-–—] ?)?{_TITLED}(?:[A-Z]\. ?){{1,2}}[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?"
    rf"(?:,? (?:{_WHO}|[a-z][a-z ]{{3,40}}))?\.?"
    rf"|(?i:(?:attending|operating)(?: surgeon| physician)?:?) {_TITLED}(?:[A-Z][\w'’.\-]*,? ){{2,4}}"
    rf"{_WHO}[^\n]{{0,60}})$"
)
_SPOKEN_END = re.compile(  # "that's all doctor Jones", "dictating is doctor Voss"
    r"\b(?:that['’]?s (?:all|it)|thank you|thanks|end of (?:dictation|report|note)|signed|full stop|dictating is|"
    r"dictated(?: by(?: me)?)?),? (?:this (?:is|was) )?(?:dr\.?|doctor) [a-z]+(?: signed)?\.?$",
    re.I,
)
_NOT_CLOSING = re.compile(
    r"(?![^\n:]*(?:performing|interpreting|reporting|rendering|dictating|attesting)\b)[^\n]*?(?:surgeon|physician|attending|assistant|anesthesiologist|referring|referred|\bcc\b|\bdear\b|pcp|"
    r"provider|operator|follow|\bto dr|\bwith\b)\b[^\n]{0,12}:?",
    re.I,
)
_SIGN = re.compile(
    r"/e?s/\s*\w|\be-?sign\w*\b[\s:☒\]]+(?!pending|await)\w|\b(?:Sign(?:ature|ed|-off)?|SIGN(?:ATURE|ED)?|"
    r"Sig)\b[ ]*(?:[:☒\-–—]|\.{2,})[\s.:\[(☒xX\])]*(?!\w*pending|await|_|patient|on file for)[A-Za-z/]"
    r"|[\[(](?:electronically )?e?-?sign(?:ed)?[\])]|\b(?:MD|DO|PA-C|NP|DPM|M\.D\.|D\.O\.),? attested\b"
    r"|\b[Ss]igned,? (?:Dr|[A-Z]\.? ?[A-Z])|(?:electronically|digitally)[ ]+(?:signed|authenticated)|"
    r"[Ss]igned electronically",
)
_UNSIGNED = re.compile(r"pending|await|unsigned|not (?:been |yet )?(?:signed|read)|without (?:review|signature)", re.I)


def signs(m: Mention, text: str) -> bool:
    """Whether a word of signing is the author's: not a bare "signed" of the consent, not one that is still awaited."""
    line = text[m.end : m.end + 40].split("\n")[0]
    if _UNSIGNED.search(line):
        return False
    word = text[m.start : m.end].lower()
    if word in ("signed", "signature", "e-signature", "verified by", "attestation"):
        if text[max(0, m.start - 3) : m.start].strip(" \t")[-1:] not in (
            "",
            "\n",
            ".",
            ";",
            "|",
            "/",
            "[",
            ">",
            "-",
            "—",
            ":",
            "•",
        ):
            return False
        return bool(
            re.match(r"\s*[:,\-–—(\[\]☒■✓]|\s+(?:electronically|by)\b|\s+(?:Dr\b|[A-Z][.\w])|\s*\.{2,}", line)
        ) and not re.match(r"[\s:.]*_{2}|[\s:.]*\*{2}|[\s:.]*$", line)
    return True


def closing(reading: Reading) -> list[Evidence]:
    """The author's name at the end of the note, or a signing mark ("/s/", "e-sign:", "[signed]") anywhere."""
    text = reading.text
    for mark in ("ign", "IGN", "/s/", "/es/", "Sig"):
        place = text.find(mark)
        while place >= 0:
            match = _SIGN.search(text, max(0, place - 14), min(len(text), place + 60))
            if match and not _UNSIGNED.search(text, match.start(), min(len(text), match.end() + 25)):
                return [evidence_of(reading, match.start(), match.end())]
            place = text.find(mark, place + 3)
    low = max(0, len(text) - 260)
    tail = text[low:].rstrip()
    last = tail.rfind("\n") + 1
    name = (_LAST_LINE.match(tail, last) if last else None) or _SPOKEN_END.search(tail, last)
    if name:
        return [evidence_of(reading, low + name.start(), low + name.end())]
    for match in _CLOSING.finditer(tail):
        name_end = match.start("who") if match["who"] else match.end()
        if (
            tail.count("\n", match.end()) <= 3
            and len(tail) - match.end() < 110
            and not _NOT_CLOSING.match(tail, max(tail.rfind("\n", 0, match.end()) + 1, match.start() - 25), name_end)
            and len(tail) - match.start() < len(text)
        ):
            return [evidence_of(reading, low + match.start(), low + match.end())]
    return []
