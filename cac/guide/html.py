"""The whole guide as one page of HTML to print: no scripts, no network, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path

from cac import __version__
from cac.guide import text
from cac.guide.changes import by_year
from cac.guide.describe import conditions, guidance, plain, remarks
from cac.guide.pages import Guide
from cac.guide.records import Change, Page
from cac.guide.rules import payer_rules
from cac.lexicon.schema import CodeRule, Family
from cac.reference import files

_OTHER = "Codes that no family gives"
_STYLE = """
:root { color-scheme: light; --line: #c9ced6; --soft: #f3f5f8; --ink: #1c2430; --quiet: #586475; --mark: #1f4e8c; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; color: var(--ink); background: #fff;
  font: 15px/1.45 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
h1 { font-size: 1.9rem; margin: 0 0 .3rem; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--mark); }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; }
p { margin: .3rem 0; max-width: 60rem; }
nav ul { columns: 3 18rem; padding-left: 1.1rem; margin: .4rem 0; }
a { color: var(--mark); }
table { width: 100%; border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
th { background: var(--soft); font-weight: 600; }
td { overflow-wrap: anywhere; }
dt { white-space: nowrap; }
.code { white-space: nowrap; font-weight: 600; font-variant-numeric: tabular-nums; }
.day { white-space: nowrap; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); font-size: .88em; }
.cards { columns: 2 26rem; column-gap: .8rem; }
.card { border: 1px solid var(--line); border-radius: 6px; padding: .6rem .9rem; margin: 0 0 .8rem;
  break-inside: avoid; }
.shared { margin: .4rem 0 .9rem; }
.changes .day { width: 6.5rem; } .changes .codes { width: 12rem; } .changes .quiet { width: 10rem; }
.card h3 { margin: 0 0 .4rem; }
.card.ended { background: var(--soft); }
dl { display: grid; grid-template-columns: 9.4rem 1fr; gap: .1rem .6rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { padding: .8rem; }
  .changes .codes, .changes .quiet { width: auto; }
  dl { grid-template-columns: 1fr; }
  dt { margin-top: .35rem; }
}
@page { margin: 14mm 12mm; }
@media print {
  html { font-size: 8pt; }
  body { max-width: none; padding: 0; font-size: 1rem; line-height: 1.25; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2 { margin-top: 1.2rem; }
  .cards { columns: 2; column-gap: 3mm; }
  .card { padding: .25rem .45rem; margin: 0 0 2mm; break-inside: auto; orphans: 3; widows: 3; }
  .card h3 { font-size: 1.1rem; margin: 0 0 .15rem; }
  dl { grid-template-columns: 9.4rem 1fr; gap: 0 .6rem; }
  th, td { padding: .12rem .3rem; }
  th, .card.ended { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def write_guide(guide: Guide, path: Path, day: date) -> int:
    """Write the guide as it stands on a day; give the number of codes on it.

    Raises:
        LexiconError: a table of the lexicon breaks its schema.
        OSError: the file cannot be written.
    """
    pages = {code: page for code in guide.lexicon.codes if (page := guide.page(code))}
    path.write_text("\n".join(_document(guide, pages, day)) + "\n", encoding="utf-8")
    return len(pages) + len(guide.reference.drug_rows)


def _document(guide: Guide, pages: dict[str, Page], day: date) -> Iterator[str]:
    families = list({id(family): family for family in guide.lexicon.families.values()}.values())
    families.sort(key=lambda family: family.label.lower())
    in_family = {code for family in families for rule in family.codes for code in rule.codes()}
    beside = {code for family in families for rule in family.codes for code in _guidance_codes(rule)} - in_family
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Interventional pain codes, {day.isoformat()}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>Interventional pain codes</h1>\n<p>As of {day.isoformat()}, from the data of cac {escape(__version__)}."
    yield " Labels are our own words. Each fact is as good as the edition it is from; see the editions below.</p>"
    yield from _contents(families)
    yield from _changes(guide.changes)
    yield from _editions(guide)
    home: dict[str, str] = {}
    for family in families:
        yield from _family(family, pages, home, day)
    yield '<h2 id="guidance">Guidance</h2>'
    yield from _cards([page for code, page in pages.items() if code in beside], day)
    rest = [page for code, page in pages.items() if code not in in_family | beside]
    yield f'<h2 id="other">{_OTHER}</h2>'
    yield "<p>Visits, sedation, anaesthesia, tests, codes that ended, and codes that no family reads yet.</p>"
    yield from _cards(rest, day)
    yield from _drugs(guide)
    yield from _payers(guide)
    yield "</body>\n</html>"


def _guidance_codes(rule: CodeRule) -> list[str]:
    return [code for code in (*rule.guidance.values(), *rule.emg.values()) if code]


def _contents(families: Sequence[Family]) -> Iterator[str]:
    yield '<nav>\n<ul>\n<li><a href="#changes">Changes by year</a></li>\n<li><a href="#editions">Editions</a></li>'
    for family in families:
        yield f'<li><a href="#f-{escape(family.slugs()[0])}">{escape(family.label)}</a></li>'
    for anchor, words in (
        ("guidance", "Guidance"),
        ("other", _OTHER),
        ("drugs", "Drugs and contrast"),
        ("payers", "Payers"),
    ):
        yield f'<li><a href="#{anchor}">{words}</a></li>'
    yield "</ul>\n</nav>"


def _table(
    head: Sequence[str], rows: Iterable[Sequence[str]], classes: Sequence[str] = (), name: str = ""
) -> Iterator[str]:
    yield (
        (f'<table class="{name}">' if name else "<table>")
        + "\n<thead><tr>"
        + "".join(f"<th>{escape(cell)}</th>" for cell in head)
        + "</tr></thead>\n<tbody>"
    )
    for row in rows:
        cells = (
            f'<td class="{classes[number]}">{cell}</td>'
            if number < len(classes) and classes[number]
            else f"<td>{cell}</td>"
            for number, cell in enumerate(map(escape, row))
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>"


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    yield '<h2 id="changes">Changes by year</h2>'
    for year, of_year in by_year(list(changes)).items():
        yield f"<h3>{escape(year)}</h3>"
        rows = [(change.day, ", ".join(change.codes) or "many", change.what, change.source) for change in of_year]
        yield from _table(("Day", "Codes", "What changed", "Source"), rows, ("day", "codes", "", "quiet"), "changes")


def _editions(guide: Guide) -> Iterator[str]:
    yield '<h2 id="editions">Editions</h2>'
    yield "<p>What these facts are from. A newer edition of your own goes before them (cac reference import).</p>"
    sources: dict[str, int] = {}
    for code in guide.lexicon.codes.values():
        sources[code.source] = sources.get(code.source, 0) + 1
    for name, file in files.FILES.items():
        for row in files.read(guide.lexicon.root, name, file.row):
            sources[row.source] = sources.get(row.source, 0) + 1
    rows = [
        (source if files.quarter_of(source) else "our rule book", str(count))
        for source, count in sorted(sources.items())
    ]
    yield from _table(("Table and quarter", "Facts"), rows)


def _family(family: Family, pages: dict[str, Page], home: dict[str, str], day: date) -> Iterator[str]:
    slug = family.slugs()[0]
    yield f'<h2 id="f-{escape(slug)}">{escape(family.label)}</h2>'
    yield f'<p class="quiet">{escape(", ".join(family.slugs()))}; from {escape(family.source)}</p>'
    rows = [
        (str(number), conditions(rule), ", ".join(rule.codes()) or "none", guidance(rule), "; ".join(remarks(rule)))
        for number, rule in enumerate(family.codes, start=1)
    ]
    yield from _table(("Row", "When", "Codes", "Guidance", "Remarks"), rows, ("", "", "code-list", "", "quiet"))
    for contested in family.contested:
        yield f"<p>Contested: {escape(contested.reason)} <span class='quiet'>({escape(contested.source)})</span></p>"
    codes = list(dict.fromkeys(code for rule in family.codes for code in rule.codes() if code in pages))
    told = [code for code in codes if code in home]
    fresh = [pages[code] for code in codes if code not in home]
    home.update((page.code, slug) for page in fresh)
    yield from _cards(fresh, day)
    if told:
        links = (f'<a href="#c{escape(code)}">{escape(code)}</a>' for code in told)
        yield f"<p>Told above: {', '.join(links)}</p>"


def _cards(pages: Sequence[Page], day: date) -> Iterator[str]:
    """The cards of some codes; what is the same for all of them is told once before them."""
    facts = [list(_facts(page)) for page in pages]
    shared = [fact for fact in facts[0] if all(fact in others for others in facts)] if len(pages) > 1 else []
    if shared:
        yield '<dl class="shared">' + _definitions(shared) + "</dl>"
    yield '<div class="cards">'
    for page, known in zip(pages, facts, strict=True):
        yield from _card(page, [fact for fact in known if fact not in shared], day)
    yield "</div>"


def _definitions(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in facts if words)


def _card(page: Page, facts: Iterable[tuple[str, str]], day: date) -> Iterator[str]:
    ended = bool(page.last_day) and page.last_day < day.isoformat()
    state = " ended" if ended else ""
    yield f'<section class="card{state}" id="c{escape(page.code)}">'
    yield f'<h3><span class="code">{escape(page.code)}</span> {escape(page.label)}</h3>\n<dl>'
    yield _definitions(facts)
    yield "</dl>\n</section>"


def _facts(page: Page) -> Iterator[tuple[str, str]]:
    """Names and words of what is known of a code; empty words where nothing is."""
    if page.first_day or page.last_day:
        yield "valid", text.days(page.first_day, page.last_day)
    yield "before it", ", ".join(page.predecessors)
    yield "after it" if page.last_day else "in part now", ", ".join(page.successors)
    for words, rows in _counts(page).items():
        yield "counts", f"{words} ({', '.join(rows)})"
    yield "global days", page.global_days
    yield "modifiers", "; ".join(page.modifiers)
    yield "units", text.limits(page.limits)
    yield "add-ons", text.beside(page.add_ons, "add_on")
    yield "add-on to", text.beside(page.primaries, "primary")
    for title, codes in text.edit_lists(page.code, page.edits):
        yield "edits", f"{title}: {codes}"
    if not page.edits_known:
        yield "edits", "no edition was read for this code; no absence is said"
    for severity in ("code-determining", "payment-denying", "audit-risk", "best-practice"):
        yield severity, "; ".join(need.need for need in page.documentation if need.severity == severity)
    policies: dict[str, list[str]] = {}
    for policy in page.policies:
        named = "/".join(name for name in (policy.policy, policy.article) if name)
        policies.setdefault(policy.contractor, []).append(named)
    yield "policies", "; ".join(f"{who}: {', '.join(named)}" for who, named in policies.items())
    yield "diagnoses", page.diagnoses


def _counts(page: Page) -> dict[str, list[str]]:
    """As what the code counts → the rows that say so; guidance of many codes in one."""
    found: dict[str, list[str]] = {}
    for rule in page.rules:
        words = rule.counts.split(" of ")[0] if " guidance of " in rule.counts else rule.counts
        found.setdefault(words, []).append(f"{plain(rule.family.split()[0])}/{rule.row}")
    return found


def _drugs(guide: Guide) -> Iterator[str]:
    yield '<h2 id="drugs">Drugs and contrast</h2>'
    rows = []
    for row in guide.reference.drug_rows:
        page = guide.drug(row.code)
        if page:
            after = f"; after it {', '.join(page.successors)}" if page.successors else ""
            valid = text.days(page.first_day, page.last_day) + after
            rows.append((page.code, page.label, page.one_unit, valid, text.limits(page.limits)))
    yield from _table(("Code", "Drug", "One unit", "Valid", "Most units"), rows, ("code",))


def _payers(guide: Guide) -> Iterator[str]:
    yield '<h2 id="payers">Payers</h2>'
    said: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for payer in guide.lexicon.payers.values():
        for code in guide.lexicon.codes:
            for rule in payer_rules(code, payer):
                payers, codes = said.setdefault((rule.what, rule.source), ({}, {}))
                payers[rule.payer] = codes[code] = None
    rows = [(", ".join(payers), ", ".join(codes), what, source) for (what, source), (payers, codes) in said.items()]
    yield from _table(("Payers", "Codes", "What", "Source"), rows, ("", "", "", "quiet"))
    for payer in guide.lexicon.payers.values():
        for note in payer.notes:
            yield f"<p>{escape(payer.label)}: {escape(note)}</p>"
