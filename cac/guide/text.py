"""The pages of the guide as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cac.guide.records import Beside, Change, DiagnosisPage, DrugPage, Edit, Found, Need, Page, PairPage, UnitsAllowed

_COLUMN = 18
_MAI = {"1": "a line", "2": "a day, by policy", "3": "a day, by clinical sense"}
_MANY = 40
"""How many found codes of a kind are printed."""


def entry(label: str, text: str, width: int, indent: int = 2) -> Iterator[str]:
    """``label`` and the text beside it, in as many lines as it needs."""
    wrapped = textwrap.wrap(text, max(24, width - _COLUMN - indent), break_on_hyphens=False) or [""]
    for number, line in enumerate(wrapped):
        yield (" " * indent + (label if number == 0 else "").ljust(_COLUMN) + line).rstrip()


def days(first_day: str, last_day: str) -> str:
    """Valid days in words."""
    if not first_day and not last_day:
        return "no first or last day known"
    return " ".join(
        part for part in (f"from {first_day}" if first_day else "", f"until {last_day}" if last_day else "") if part
    )


def procedure(page: Page, width: int) -> str:
    """A procedure code."""
    lines = [f"{page.code}  {page.label}"]
    lines += entry("valid", days(page.first_day, page.last_day), width)
    lines += _if("before it", ", ".join(page.predecessors), width)
    lines += _if("after it" if page.last_day else "in part now", ", ".join(page.successors), width)
    lines += _if("global days", page.global_days, width)
    lines += _each("modifiers", page.modifiers, width)
    lines += _if("units", limits(page.limits), width)
    lines += _if("add-ons", beside(page.add_ons, "add_on"), width)
    lines += _if("add-on to", beside(page.primaries, "primary"), width)
    lines += _if("diagnoses", page.diagnoses, width)
    lines += _if("facts from", page.source, width)
    lines += _each("your own tables", page.imported, width)
    lines += ["", "WHAT DECIDES IT"]
    for rule in page.rules:
        lines += entry("family", f"{rule.label} ({rule.family.split()[0]}/{rule.row}; {rule.source})", width)
        lines += entry("  when", rule.when, width)
        lines += entry("  counts", rule.counts, width)
        lines += _if("  guidance", rule.guidance, width)
        lines += _each("  remarks", rule.remarks, width)
    if not page.rules:
        nothing = "deleted: no family gives it" if page.last_day else "no family gives this code yet"
        lines += entry("", page.given or nothing, width)
    lines += _edits(page, width)
    if page.documentation:
        lines += ["", "WHAT THE NOTE MUST SAY"]
        for severity, needs in groupby(page.documentation, key=lambda need: need.severity):
            lines += entry(severity, "; ".join(_need(need) for need in needs), width)
    if page.policies or page.payers:
        lines += ["", "POLICIES AND PAYERS"]
        for policy in page.policies:
            names = "/".join(name for name in (policy.policy, policy.article) if name)
            lines += entry(
                policy.contractor,
                f"{names} {days(policy.first_day, policy.last_day) if policy.first_day else ''}".strip(),
                width,
            )
        for said in page.payers:
            lines += entry("payer", f"{said.payer}: {said.what} [{said.source}]", width)
    lines += _changes(page.changes, width)
    return "\n".join(lines) + "\n"


def drug(page: DrugPage, width: int) -> str:
    """A drug code."""
    lines = [f"{page.code}  {page.label}"]
    lines += entry("one unit", page.one_unit, width)
    lines += entry("valid", days(page.first_day, page.last_day), width)
    lines += _if("before it", ", ".join(page.predecessors), width)
    lines += _if("after it", ", ".join(page.successors), width)
    lines += _if("units", limits(page.limits), width)
    lines += _if("diagnoses", page.diagnoses, width)
    lines += _if("facts from", page.source, width)
    lines += _changes(page.changes, width)
    return "\n".join(lines) + "\n"


def diagnosis(page: DiagnosisPage, width: int) -> str:
    """An ICD-10-CM code with what stands above and below it."""
    lines = [f"{page.code}  {page.label}"]
    plain = "yes" if page.billable else "no: write one of those below it"
    lines += entry("on a claim", page.on_claim or plain, width)
    lines += _if("edition", page.edition, width)
    for title, named in (("above it", page.above), ("below it", page.below)):
        for number, other in enumerate(named):
            lines += entry("" if number else title, f"{other.code}  {other.label}", width)
    lines += _if("covered for", ", ".join(page.covers), width)
    lines += _if("facts from", page.source, width)
    return "\n".join(lines) + "\n"


def pairs(pages: Sequence[PairPage], besides: Sequence[str], rules: Sequence[str], width: int) -> str:
    """What the edits, the lists of add-ons and the rule book say of some codes together."""
    lines: list[str] = []
    for page in pages:
        lines += entry(f"{page.column1} > {page.column2}", page.says, width)
    for words in besides:
        lines += entry("", words, width)
    lines += _each("rule book", rules, width)
    return "\n".join(lines) + "\n"


def found(hits: Sequence[Found], width: int) -> str:
    """The codes a search found."""
    lines: list[str] = []
    for kind, group in groupby(hits, key=lambda hit: hit.kind):
        listed = list(group)
        lines += ["", f"{kind.upper()}S" if kind != "diagnosis" else "DIAGNOSES"]
        for hit in listed[:_MANY]:
            lines += entry(hit.code, hit.label, width)
        if len(listed) > _MANY:
            lines += entry("", f"and {len(listed) - _MANY} more: add a word", width)
    return "\n".join(lines).lstrip("\n") + "\n"


def limits(rows: Iterable[UnitsAllowed]) -> str:
    """Limits of units in words; those that say the same for two settings once."""
    settings: dict[tuple[int, str, str], list[str]] = {}
    for row in rows:
        settings.setdefault((row.units, row.mai, row.source), []).append(row.setting)
    return "; ".join(
        f"{units} {_MAI.get(mai, 'a line or day')} (MAI {mai or 'not known'}, {' and '.join(named)}, {source})"
        for (units, mai, source), named in settings.items()
    )


def beside(rows: Iterable[Beside], which: str) -> str:
    """Add-ons or primaries, with the days of those that are not open."""
    parts = []
    for row in rows:
        code = row.add_on if which == "add_on" else row.primary
        parts.append(f"{code} (until {row.last_day})" if row.last_day else code)
    return ", ".join(parts)


def edit_lists(code: str, edits: Iterable[Edit]) -> list[tuple[str, str]]:
    """The PTP pairs of a code by what they mean: a title and the other codes."""
    kinds: dict[tuple[bool, str], list[str]] = {}
    for edit in edits:
        first = edit.column1 == code
        kinds.setdefault((first, edit.indicator), []).append(edit.column2 if first else edit.column1)
    titles = {
        (True, "0"): "holds, never beside it",
        (True, "1"): "holds, beside it only where apart",
        (False, "0"): "is inside, never beside them",
        (False, "1"): "is inside, beside them only where apart",
    }
    return [(titles.get(kind, "not in use"), ", ".join(kinds[kind])) for kind in sorted(kinds, reverse=True)]


def _need(need: Need) -> str:
    return need.need if need.element.lower() in need.need.lower() else f"{need.element} ({need.need})"


def _edits(page: Page, width: int) -> list[str]:
    quarters = sorted({edit.source for edit in page.edits})
    lines = ["", f"EDITS ({', '.join(quarters)})" if quarters else "EDITS"]
    for title, codes in edit_lists(page.code, page.edits):
        lines += entry("", f"{title}: {codes}", width)
    if not page.edits_known:
        lines += entry("", "the embedded edition may have more pairs of this code: no absence is said", width)
    return lines


def _changes(changes: Sequence[Change], width: int) -> list[str]:
    lines = ["", "CHANGES"] if changes else []
    for change in changes:
        lines += entry(change.day, change.what, width)
    return lines


def _if(label: str, text: str, width: int) -> Iterator[str]:
    if text:
        yield from entry(label, text, width)


def _each(label: str, texts: Sequence[str], width: int) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield from entry("" if number else label, text, width)
