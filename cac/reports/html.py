"""A report as one HTML page: no scripts, nothing fetched, every word escaped; light, dark, and on paper."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cac import __version__
from cac.reports import charts, sentences
from cac.reports.columns import Part, drawn, parts
from cac.reports.drawing import Drawing
from cac.reports.records import GroupRates, NoteReport, PracticeReport, ProviderReport, Report
from cac.reports.spine import diagram
from cac.reports.svg import rules, svg, variables

_TEMPLATES = Path(__file__).with_name("templates")
_MONTHS_A_TABLE = 12
MOST_CODES = 12
"""So many codes of a gap stand on a page, the most frequent first; all of them in XLSX and JSON."""


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    environment.filters.update(percent=charts.percent, month=charts.month_name, interval=charts.interval)
    return environment


@cache
def _style() -> str:
    """The style of a page; its hash is the only one that the page's policy lets in."""
    light, dark = variables(False), variables(True)
    schemes = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return schemes + "".join(rules()) + (_TEMPLATES / "style.css").read_text(encoding="utf-8")


def page(report: Report) -> str:
    """The page of any report."""
    style = _style()
    hashed = "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
    values = {
        "report": report,
        "title": sentences.title(report),
        "sentence": sentences.summary(report),
        "style": Markup(style),  # ours alone: no word of a note stands in it
        "style_hash": hashed,
        "program": __version__,
        "few": charts.FEW,
        **_values(report),
    }
    return _environment().get_template(f"{report.kind}.html").render(values)


def _drawn(drawing: Drawing | None, name: str) -> Markup:
    """A drawing as markup: `svg` escapes every text of it."""
    return Markup(svg(drawing, name)) if drawing else Markup("")


def _values(report: Report) -> dict[str, object]:
    if isinstance(report, NoteReport):
        return {"diagrams": [_drawn(diagram(one), f"spine{n}") for n, one in enumerate(report.treated)]}
    whiskers = [_drawn(charts.whisker(one.words.label, one.rate), f"w{n}") for n, one in enumerate(report.elements)]
    if isinstance(report, ProviderReport):
        return {"whiskers": whiskers, **_provider(report)}
    return {"whiskers": whiskers, **_practice(report)}


def _provider(report: ProviderReport) -> dict[str, object]:
    trends = [
        (one.words.label, _drawn(charts.trend(one.words.label, one.months), f"t{number}"))
        for number, one in enumerate(report.elements)
        if one.rate.missing
    ]
    months = [one.month for one in report.months]
    return {
        "overall_chart": _drawn(charts.trend("Everything asked for", report.months, 640, 180), "overall"),
        "charts": [(label, chart) for label, chart in trends if chart],
        "month_tables": [months[at : at + _MONTHS_A_TABLE] for at in range(0, len(months), _MONTHS_A_TABLE)],
        "contradicted": any(one.contradicted for one in report.elements),
        "shown": any(one.examples for one in report.elements),
    }


def _practice(report: PracticeReport) -> dict[str, object]:
    by = sentences.grouped_by(report)
    split = parts(report)
    return {
        "by": by,
        "most_codes": MOST_CODES,
        "parts": split,
        "provider_maps": _maps(split, f"Share missing by {by} and element", report.providers, "p"),
        "family_maps": _maps(split, "Share missing by family and element", report.families, "f"),
    }


def _maps(split: tuple[Part, ...], title: str, groups: tuple[GroupRates, ...], name: str) -> list[tuple[str, Markup]]:
    """The heat maps of some groups with their captions."""
    return [(part.name, _drawn(drawn(part, title, groups), f"map-{name}{n}")) for n, part in enumerate(split)]
