"""Pages in a real browser: nothing fetched, nothing run, nothing cut off; light, dark, narrow and printed.

A browser is that of the variable ``CAC_BROWSER``, else a Chromium on the path. Without one these tests skip, and fail
where ``CAC_REQUIRE_BROWSER=1`` asks for them.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdf
import pytest

from cac import Coder
from cac.lexicon.loader import Lexicon
from cac.reports.html import page as markup_of
from cac.reports.note import note
from cac.reports.records import Report
from cac.reports.rows import full
from tests.reports import nasty
from tests.reports.conftest import Practice, Providers
from tests.reports.made_up import answers, row

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a report; whatever a page should never do is an error at the end."""
    wrong: list[str] = []
    contexts = []

    def open_(report: Report, width: int = 1280, **how: Any) -> Any:
        path = tmp_path / f"page{len(contexts)}.html"
        path.write_text(markup_of(report), encoding="utf-8", errors="replace")
        context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
        page.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def one_year(providers: Providers) -> Report:
    rows = [
        row(
            f"N{month}-{number}",
            provider="Dr. Adalberta Featherstonehaugh-Cholmondeley",
            day=f"2025-{month:02d}-{number + 1:02d}",
            checklist=answers(absent=["timeout", "drug_dose", "contrast"][: number % 4], contradicted=["levels"]),
        )
        for month in range(1, 13)
        for number in range(12)
    ]
    return providers(rows)[0]


def many(practice: Practice) -> Report:
    rows = [
        row(
            f"N{number}",
            provider=f"Provider {number % 25} with quite a long name",
            family=("transforaminal_esi", "facet_rfa", "medial_branch_block")[number % 3],
            checklist=answers(absent=["timeout", "drug_dose"][: number % 3]),
        )
        for number in range(600)
    ]
    return practice(rows, costs=True)


@pytest.fixture
def reports(providers: Providers, practice: Practice, lexicon: Lexicon, coder: Coder) -> list[Report]:
    """One report of each kind."""
    text = (ROOT / "sample_notes" / "facet_injections_mixed_sides.txt").read_text(encoding="utf-8")
    whole = full(json.dumps(coder.code(text, id="facet_injections_mixed_sides").row()).encode())
    assert whole
    return [one_year(providers), many(practice), note(whole, lexicon, "coder")]


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_no_page_is_wider_than_the_window(width: int, reports: list[Report], opened: Open) -> None:
    for report in reports:
        page = opened(report, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, report.kind


CUT_OFF = """() => [...document.querySelectorAll('svg text')].filter(text => {
  const box = text.getBoundingClientRect(), whole = text.ownerSVGElement.getBoundingClientRect();
  return box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1
    || box.bottom > whole.bottom + 1;
}).map(text => text.textContent)"""
ONE_ON_ANOTHER = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.charts svg, .wide svg')) {
    const upright = [...svg.querySelectorAll('text:not([transform])')];
    const texts = upright.map(text => [text.textContent, text.getBoundingClientRect()]);
    texts.forEach(([one, a], i) => texts.slice(i + 1).forEach(([two, b]) => {
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        found.push(one + ' / ' + two);
    }));
  }
  return found;
}"""


def test_no_word_of_a_picture_is_cut_off_or_stands_on_another(reports: list[Report], opened: Open) -> None:
    for report in reports:
        page = opened(report)
        assert page.locator("svg text").count() > 5
        assert page.evaluate(CUT_OFF) == [], report.kind
        assert page.evaluate(ONE_ON_ANOTHER) == [], report.kind


GROUND = "() => getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 24, 30)")])
def test_light_and_dark_on_the_screen_and_light_on_paper(
    scheme: str, ground: str, reports: list[Report], opened: Open
) -> None:
    page = opened(reports[0], color_scheme=scheme)
    assert page.evaluate(GROUND) == ground
    page.emulate_media(media="print", color_scheme=scheme)
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"


def test_attacks_stay_words_with_scripts_on(providers: Providers, lexicon: Lexicon, opened: Open) -> None:
    for one in nasty.rows():
        whole = full(json.dumps(one).encode())
        assert whole
        page = opened(note(whole, lexicon, "coder"), java_script_enabled=True)
        assert page.locator("script, img, iframe, font, b").count() == 0
        attack = one["conflicts"][0]
        if attack in nasty.ATTACKS[:9]:
            assert attack in page.locator("q").all_text_contents()
    for report in providers(nasty.rows()):
        assert opened(report).locator("script, img, iframe").count() == 0


def test_printed_pages_hold_everything(reports: list[Report], opened: Open) -> None:
    for report in reports:
        page = opened(report)
        data = page.pdf(format="Letter", prefer_css_page_size=True, print_background=True)
        printed = pypdf.PdfReader(io.BytesIO(data)).pages
        told = "".join(normalize("NFKC", "".join(one.extract_text() for one in printed)).split())
        assert 1 <= len(printed) <= 14, report.kind
        for heading in page.locator("h2, h3").all_inner_texts():
            assert "".join(heading.split())[:20] in told, heading


PAPER = 725
"""Letter paper less the margins of the page, in pixels."""
OFF_PAPER = """width => [...document.querySelectorAll('table, svg, p, h1, h2, h3, article, td')]
  .filter(one => one.getBoundingClientRect().right > width + 1).map(one => one.tagName)"""


def test_nothing_is_wider_than_the_paper(reports: list[Report], opened: Open) -> None:
    for report in reports:
        page = opened(report, PAPER)
        page.emulate_media(media="print")
        assert page.evaluate(OFF_PAPER, PAPER) == [], report.kind


def test_headings_and_tables_are_told_to_machines(reports: list[Report], opened: Open) -> None:
    for report in reports:
        page = opened(report)
        assert page.get_by_role("heading", level=1).count() == 1
        for picture in page.get_by_role("img").all():
            assert picture.evaluate("one => one.querySelector('title').textContent.length") > 5
        assert page.get_by_role("table").count() >= 1
        assert page.get_by_role("main").count() == 1


def test_a_wide_table_can_be_scrolled_with_the_keyboard(practice: Practice, opened: Open) -> None:
    page = opened(many(practice), 500)
    boxes = page.locator(".scroll")
    wide = [box for box in boxes.all() if box.evaluate("one => one.scrollWidth > one.clientWidth")]
    assert wide
    wide[-1].focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=wide[-1].element_handle())
