"""Pages, PDFs, workbooks and JSON: the same words in each, nothing of a note read as markup or formula."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest
from python_calamine import CalamineWorkbook

from cac.lexicon.loader import Lexicon
from cac.reports.charts import heat_map, interval, month_name, percent, trend
from cac.reports.columns import parts
from cac.reports.html import page
from cac.reports.note import note
from cac.reports.palette import COLOURS, STYLES, heat
from cac.reports.pdf import document
from cac.reports.pdf_parts import printable
from cac.reports.records import MonthRate, Rate, Report
from cac.reports.rows import full
from cac.reports.svg import svg
from cac.reports.text import text
from cac.reports.write import FileNames, rendered
from cac.reports.xlsx import harmless, workbook
from tests.reports import nasty
from tests.reports.conftest import Practice, Providers
from tests.reports.made_up import answers, row

MONEY = re.compile(
    r"\$|reimburs|\bpa(?:y|id|ys|yer|yers|yment|yments)\b|payment-denying|revenue|\brvu|denial|\bden(?:y|ied)\b|\bbill|"
    r"\bcpt\b|\bdollars?\b|\bcosts?\b|\branks?\b|\branking\b|\b50 ?%|\b80 ?%|\bweeks?\b|should be|please document|"
    r"\b6448\d\b",
    re.I,
)
"""Rules 5, 15 and 16 of provider questions and reports."""


def year(providers: Providers, **chosen: Any) -> Any:
    """A report over four months, with a hole in May and few notes in June."""
    rows = [
        row(
            f"N{month}-{number}",
            day=f"2026-{month:02d}-{number + 1:02d}",
            checklist=answers(absent=["timeout", "drug_dose"][: number % 3], contradicted=["levels"] * (number == 5)),
        )
        for month, count in ((3, 20), (4, 20), (6, 4))
        for number in range(count)
    ]
    return providers(rows, **chosen)[0]


def all_reports(providers: Providers, practice: Practice, lexicon: Lexicon) -> Iterator[Report]:
    """Reports of each kind, of rows that attack, in both copies."""
    rows = nasty.rows()
    yield from providers(rows)
    yield practice(rows)
    yield practice(rows, costs=True)
    for one in rows:
        whole = full(json.dumps(one).encode())
        assert whole
        yield note(whole, lexicon, "provider")
        yield note(whole, lexicon, "coder")


class Page(html.parser.HTMLParser):
    """What stands in a page: tags with their attributes, headings, and the words of each kind of element."""

    VOID = frozenset(["meta", "br", "hr", "img", "input", "link"])

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.quotes: list[str] = []
        self.headings: list[int] = []
        self.feed(markup)
        self.close()
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "q":
            self.quotes.append("")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"{tag} closes something else"

    def handle_data(self, data: str) -> None:
        if "q" in self.open:
            self.quotes[-1] += data


def test_no_word_of_a_note_becomes_markup(providers: Providers, practice: Practice, lexicon: Lexicon) -> None:
    known = {
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article", "h1", "h2",
        "h3", "p", "dl", "dt", "dd", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure",
        "figcaption", "span", "strong", "time", "q", "a", "div", "svg", "desc", "line", "rect", "circle", "polygon",
        "polyline", "text",
    }  # fmt: skip
    quoted = set()
    for report in all_reports(providers, practice, lexicon):
        found = Page(page(report))
        assert {tag for tag, _ in found.tags} <= known
        assert found.headings.count(1) == 1
        for tag, attributes in found.tags:
            assert not any(name.startswith("on") or name in ("style", "src") for name in attributes), tag
            if "href" in attributes:
                assert (attributes["href"] or "").startswith("#")
        quoted.update(found.quotes)
    for attack in nasty.ATTACKS[:9]:
        assert attack in quoted


def test_the_policy_lets_in_our_style_alone(providers: Providers) -> None:
    markup = page(year(providers))
    style = re.search(r"(?s)<style>(.*?)</style>", markup)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in markup
    assert "url(" not in style[1] and "@import" not in style[1]
    assert "http" not in markup.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")


def test_a_page_can_be_read_by_a_machine_that_reads_aloud(providers: Providers, practice: Practice) -> None:
    rows = [row("N1", checklist=answers(absent=["timeout"])), row("N2", provider="Dr. Bo")]
    for report in (year(providers), practice(rows, costs=True)):
        markup = page(report)
        found = Page(markup)
        assert all(below <= above + 1 for above, below in zip(found.headings, found.headings[1:], strict=False))
        assert markup.count("<table") == markup.count("<caption")
        ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        for tag, attributes in found.tags:
            if tag == "th":
                assert attributes.get("scope") in ("col", "row")
            if tag == "svg":
                assert attributes["role"] == "img"
                assert set((attributes["aria-labelledby"] or "").split()) <= set(ids)
            if tag == "a":
                assert (attributes["href"] or "")[1:] in ids
        assert 'lang="en"' in markup


@pytest.mark.parametrize("form", ["html", "json", "xlsx", "pdf", "text"])
def test_a_provider_reads_of_no_money_codes_or_thresholds(form: str, providers: Providers, lexicon: Lexicon) -> None:
    every = [answer.element for answer in answers()]
    rows = [row(f"N{n}", day=f"2026-0{n % 3 + 1}-11", checklist=answers(absent=every)) for n in range(13)]
    [report] = providers(rows)
    told = text(report, 100) if form == "text" else "\n".join(words_of(rendered(report, form), form))
    assert "Pain before the procedure" in told
    assert not MONEY.search(told), MONEY.search(told)


def words_of(data: bytes, form: str) -> list[str]:
    """The words that a reader sees."""
    if form == "pdf":
        return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages]
    if form == "xlsx":
        return [value for rows in sheets(data).values() for line in rows for value in line if isinstance(value, str)]
    if form == "html":
        return [re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", data.decode())]
    return [data.decode()]


def test_shipped_prompts_ask_and_suggest_nothing(lexicon: Lexicon) -> None:
    prompts = lexicon.prompts
    known = {*lexicon.elements.elements, *lexicon.further_elements.elements}
    assert known == set(prompts.elements), "give the new element a prompt in prompts.yaml"
    for name, words in prompts.elements.items():
        assert not MONEY.search(f"{words.label} {words.prompt}"), name
        for part in re.split(r"[;,(]", words.prompt):
            assert not re.search(r"\b(?:was|were|is|are) (?:used|given|obtained|seen|held|saved)\b(?!.*____)", part), (
                name
            )
        if choices := re.search(r"\(([\w ]+(?: / [\w ]+)+)\)", words.prompt):
            options = [option for option in choices[1].split(" / ") if option != "other"]
            assert options == sorted(options, key=str.casefold), f"{name}: no option goes before another"
    assert not MONEY.search(" ".join(prompts.severity.values()))


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_no_cell_is_a_formula(providers: Providers, practice: Practice, lexicon: Lexicon) -> None:
    seen = 0
    for report in all_reports(providers, practice, lexicon):
        data = workbook(report)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.startswith("xl/worksheets/"):
                    sheet = archive.read(name)
                    ElementTree.fromstring(sheet)
                    assert b"<f>" not in sheet and b"<hyperlink" not in sheet
        for rows in sheets(data).values():
            for cell in (value for line in rows for value in line if isinstance(value, str)):
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
                seen += cell.startswith("'")
    assert seen > 50


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("L4-L5", "L4-L5"),
        ("", ""),
        ("x" * 40_000, "x" * 31_999 + "…"),
    ],
)
def test_harmless(raw: str, safe: str) -> None:
    assert harmless(raw) == safe


def test_the_workbook_of_a_provider_holds_what_the_report_says(providers: Providers) -> None:
    report = year(providers)
    found = sheets(workbook(report))
    assert list(found) == ["Summary", "Elements", "Months", "All together", "Examples"]
    head, *rows = found["Elements"]
    told = {line[0]: dict(zip(head, line, strict=True)) for line in rows}
    dose = next(one for one in report.elements if one.words.element == "drug_dose")
    assert told["drug_dose"]["Missing"] == dose.rate.missing
    assert told["drug_dose"]["Rate"] == pytest.approx(dose.rate.rate)
    assert told["drug_dose"]["Prompt"] == dose.words.prompt
    assert {line[0] for line in found["Months"][1:]} == {"2026-03", "2026-04", "2026-05", "2026-06"}
    assert ["drug_dose", "Dose", "missing", "N6-2", "2026-06-03", "Drug", "Kenalog", ""] in found["Examples"]


def test_the_cost_side_is_a_sheet_of_the_coder_alone(practice: Practice) -> None:
    rows = [row("N1", checklist=answers(absent=["timeout"]))]
    assert "Claim lines" not in sheets(workbook(practice(rows)))
    coder = sheets(workbook(practice(rows, costs=True)))
    assert coder["Claim lines"][1] == ["timeout", "Time-out", "audit-risk", "64483", 1, 1, 1]
    assert coder["Heat map"][1][:2] == ["Dr. Ada", 1]


@pytest.mark.parametrize("form", ["html", "json", "xlsx", "pdf"])
def test_codes_and_costs_stand_on_the_coders_copy_alone(form: str, practice: Practice) -> None:
    rows = [row(f"N{n}", checklist=answers(absent=["timeout"])) for n in range(3)]
    provider = "\n".join(words_of(rendered(practice(rows), form), form))
    coder = "\n".join(words_of(rendered(practice(rows, costs=True), form), form))
    assert "64483" not in provider and "payment-denying" not in provider
    assert "64483" in coder and "payment-denying" in coder


def test_the_text_of_a_pdf_is_the_report(providers: Providers) -> None:
    report = year(providers)
    data = document(report)
    assert data == document(report)  # no time and no chance in it
    reader = pypdf.PdfReader(io.BytesIO(data))
    told = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in reader.pages))
    assert "Documentation gaps: Dr. Ada" in told
    for one in report.elements:
        assert one.words.label in told
        if one.rate.missing:
            assert one.words.prompt in told
    assert "Drug: “Kenalog”" in told
    assert "N6-2, 2026-06-03" in told
    assert reader.metadata and reader.metadata.title == "Documentation gaps: Dr. Ada"
    assert [mark.title for mark in reader.outline if not isinstance(mark, list)] == [
        "In short", "How often each element is missing", "By month", "From your own notes", "Months in figures",
    ]  # fmt: skip


def test_pdfs_take_every_attack_as_words(providers: Providers, practice: Practice, lexicon: Lexicon) -> None:
    told = ""
    for report in all_reports(providers, practice, lexicon):
        told += " ".join(words_of(document(report), "pdf"))
    plain = re.sub(r"\s+", "", told)
    for attack in nasty.ATTACKS[:9]:
        assert re.sub(r"\s+", "", attack) in plain


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("L4-5 “left” µg ≤ 3", "L4-5 “left” µg ≤ 3"),
        ("☒ yes ☐ no", "[x] yes [ ] no"),
        ("漢", "?"),
        ("Ｌ４", "L4"),
        ("\x07", ""),
    ],
)
def test_what_the_fonts_lack_is_shown_in_plain_letters(raw: str, shown: str) -> None:
    assert printable(raw) == shown


def test_many_rows_and_a_long_period_fit_on_pages(providers: Providers, practice: Practice) -> None:
    rows = [
        row(
            f"N{n}",
            provider=f"Provider {n % 90} of a practice with a very long name",
            day=f"20{20 + n // 60}-{n % 12 + 1:02d}-01",
        )
        for n in range(360)
    ]
    report = practice(rows)
    assert len(pypdf.PdfReader(io.BytesIO(document(report))).pages) >= 4
    markup = page(report)
    assert markup.count("Provider 89 of a practice") >= 1
    one = providers(rows)[0]
    assert len(one.months) > 24
    assert len(re.findall(r"<caption class=\"hidden\">Missing of asked for", page(one))) == -(-len(one.months) // 12)
    assert document(one)


def test_more_elements_than_a_page_holds_are_several_maps(practice: Practice) -> None:
    severities = ("code-determining", "payment-denying", "audit-risk", "best-practice")
    checklist = tuple(
        answers()[0].model_copy(
            update={"element": f"element_{n:02d}", "severity": severities[n // 30], "status": "absent"}
        )
        for n in range(90)
    )
    report = practice([row(f"N{n}", provider=f"Dr. {n % 3}", checklist=checklist) for n in range(30)])
    split = parts(report)
    assert [len(part.elements) for part in split] == [15, 15, 15, 15, 15, 15]
    assert [part.name for part in split][:3] == [
        "Tells what was done (1 of 2)", "Tells what was done (2 of 2)", "Coverage policies ask for it (1 of 2)",
    ]  # fmt: skip
    markup = page(report)
    Page(markup)
    for part in split:
        assert markup.count(f"<figcaption>{part.name}</figcaption>") == 2
    assert "Element 89" in " ".join(words_of(document(report), "pdf"))
    assert len(parts(practice([row("N1")]))) == 1


def test_json_is_the_report(providers: Providers) -> None:
    report = year(providers)
    assert json.loads(rendered(report, "json")) == report.model_dump(mode="json")


def test_one_provider_and_one_month_need_no_trend(providers: Providers) -> None:
    [report] = providers([row("N1", checklist=answers(absent=["timeout"]))])
    markup = page(report)
    assert "By month" not in markup
    assert document(report) and workbook(report)


def test_nothing_missing_is_said(providers: Providers) -> None:
    [report] = providers([row("N1"), row("N2")])
    for told in (page(report), text(report, 100), "\n".join(words_of(document(report), "pdf"))):
        assert "Nothing that was asked for is missing in 2 notes." in told


@pytest.mark.parametrize(
    ("rate", "shown"), [(None, "-"), (0.0, "0 %"), (0.004, "<1 %"), (0.5, "50 %"), (0.996, ">99 %"), (1.0, "100 %")]
)
def test_percent(rate: float | None, shown: str) -> None:
    assert percent(rate) == shown


def test_a_trend_breaks_at_a_month_without_notes() -> None:
    months = [MonthRate(month=f"2026-{n:02d}", rate=Rate.of(asked, 1)) for n, asked in ((1, 20), (2, 20), (4, 5))]
    months.insert(2, MonthRate(month="2026-03", rate=Rate()))
    drawing = trend("Dose", months)
    assert drawing
    assert [len(shape.points) for shape in drawing.shapes if shape.role == "series"] == [2]  # type: ignore[union-attr]
    assert [shape.role for shape in drawing.shapes if shape.role in ("point", "few")] == ["point", "point", "few"]
    assert trend("Dose", months[2:]) is None
    assert month_name("2026-12") == "Dec 2026"


def test_a_heat_map_says_few_notes_as_counts() -> None:
    rates = [Rate.of(9, 9), Rate.of(10, 10), Rate.of(10, 0), Rate()]
    drawing = heat_map("x", ["a", "b", "c", "d"], [("row", rates)])
    texts = [shape.text for shape in drawing.shapes if hasattr(shape, "text")]
    assert "9/9" in texts and "100" in texts and "0" in texts
    cells = [shape.role for shape in drawing.shapes if hasattr(shape, "round") and shape.height > 20]
    assert cells == ["heat-none", "heat-6", "heat-0", "heat-none"]
    assert interval(Rate.of(10, 0)) == "0 to 28 %"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_on_every_ground(dark: bool) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text."""
    pairs = [("ink", "paper"), ("ink", "soft"), ("quiet", "paper"), ("quiet", "soft"), ("mark", "paper")]
    pairs += [("warn", "paper"), ("warn", "warn-soft"), ("ink", "warn-soft"), ("counted", "paper")]
    pairs += [("on-heat" if step > 4 else "ink", f"heat-{step}") for step in range(7)]
    for text_, ground in pairs:
        assert contrast(COLOURS[text_][dark], COLOURS[ground][dark]) >= 4.5, (text_, ground)
    assert {style.fill for style in STYLES.values()} | {style.stroke for style in STYLES.values()} <= {*COLOURS, ""}
    assert [heat(rate) for rate in (0, 0.01, 0.1, 0.2, 0.4, 0.6, 0.9)] == list(range(7))


def test_svg_is_well_formed_whatever_its_words() -> None:
    drawing = heat_map("a < b & c", ["<script>"], [('"quoted" & <b>', [Rate.of(20, 3)])])
    root = ElementTree.fromstring(svg(drawing, "x"))
    assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_file_names_of_providers() -> None:
    names = FileNames()
    assert names.of("Dr. Ada Lee", "html") == "dr-ada-lee.html"
    assert names.of("../../etc/Dr Ada Lee", "html") == "etc-dr-ada-lee.html"
    assert names.of("dr ada lee", "html") == "dr-ada-lee-2.html"
    assert names.of("漢字", "pdf") == "provider.pdf"
    assert len(names.of("x" * 500, "pdf")) < 70
