"""What PDF pages are made of: fonts, styles, tables, quotes. Paper is light."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from cac.reports.palette import COLOURS
from cac.reports.records import Quote

PLAIN, BOLD = "Vera", "VeraBd"
MARGIN = 14 * mm
WIDE, TALL = letter[0] - 2 * MARGIN, letter[1] - 2 * MARGIN
Story = Iterator[Flowable]
_SIGNS = {"☐": "[ ]", "☒": "[x]", "☑": "[x]", "✓": "v", "✔": "v", "✗": "x", "→": "->", "\t": " ", "\n": " ", "\r": " "}
_UNKNOWN = "?"


@cache
def glyphs() -> frozenset[int]:
    """Register the fonts that come with reportlab, once; the characters that both can print."""
    folder = Path(reportlab.__file__).with_name("fonts")
    fonts = [TTFont(PLAIN, str(folder / "Vera.ttf")), TTFont(BOLD, str(folder / "VeraBd.ttf"))]
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)
    return frozenset(fonts[0].face.charToGlyph) & frozenset(fonts[1].face.charToGlyph)


def printable(text: str) -> str:
    """A text in characters that the fonts have: others by their plain letters, else "?"."""
    known = glyphs()
    if all(ord(sign) in known for sign in text):
        return text
    out = []
    for sign in text:
        if ord(sign) in known:
            out.append(sign)
            continue
        plain = _SIGNS.get(sign) or "".join(
            part
            for part in unicodedata.normalize("NFKD", sign)
            if ord(part) in known and not unicodedata.combining(part)
        )
        out.append(plain or (_UNKNOWN if sign.isprintable() else ""))
    return "".join(out)


@cache
def style(name: str) -> ParagraphStyle:
    """The styles of pages, by name."""
    glyphs()
    ink, quiet = HexColor(COLOURS["ink"][0]), HexColor(COLOURS["quiet"][0])
    body: dict[str, Any] = {"fontName": PLAIN, "fontSize": 8.6, "leading": 12, "textColor": ink}
    made: dict[str, dict[str, Any]] = {
        "body": {"spaceAfter": 4},
        "h1": {"fontName": BOLD, "fontSize": 16, "leading": 20, "spaceAfter": 6},
        "h2": {
            "fontName": BOLD,
            "fontSize": 11.5,
            "leading": 15,
            "spaceBefore": 12,
            "spaceAfter": 5,
            "keepWithNext": 1,
        },
        "h3": {"fontName": BOLD, "fontSize": 9.2, "leading": 12, "spaceBefore": 8, "spaceAfter": 2, "keepWithNext": 1},
        "quiet": {"fontSize": 7.6, "leading": 10, "textColor": quiet, "spaceAfter": 3},
        "prompt": {"backColor": HexColor(COLOURS["soft"][0]), "borderPadding": 3, "spaceBefore": 3, "spaceAfter": 6},
        "cell": {"fontSize": 7.4, "leading": 9.4},
        "cell-number": {"fontSize": 7.4, "leading": 9.4, "alignment": 2},
        "head": {"fontName": BOLD, "fontSize": 7.2, "leading": 9},
        "head-number": {"fontName": BOLD, "fontSize": 7.2, "leading": 9, "alignment": 2},
        "bullet": {"leftIndent": 10, "bulletIndent": 2, "spaceAfter": 2},
    }
    return ParagraphStyle(name, **{**body, **made[name]})


def words(text: str, name: str = "body") -> Paragraph:
    """Text of any origin, with nothing in it read as markup."""
    return Paragraph(escape(printable(text)), style(name))


def mixed(parts: Iterable[tuple[str, str]], name: str = "body") -> Paragraph:
    """Text in pieces of kinds: "" plain, "b" bold, "quiet" grey; none of it is read as markup."""
    grey = COLOURS["quiet"][0]
    marks = {"": ("", ""), "b": ("<b>", "</b>"), "quiet": (f'<font color="{grey}">', "</font>")}
    body = "".join(marks[kind][0] + escape(printable(text)) + marks[kind][1] for kind, text in parts)
    return Paragraph(body, style(name))


def table(
    head: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[float], numbers: frozenset[int] = frozenset()
) -> Table:
    """A table whose head returns on every page; cells are texts or flowables, ``numbers`` the columns of figures."""

    def cell(value: Any, column: int, kind: str) -> Any:
        return words(value, f"{kind}-number" if column in numbers else kind) if isinstance(value, str) else value

    body = [[cell(value, column, "head") for column, value in enumerate(head)]]
    body += [[cell(value, column, "cell") for column, value in enumerate(row)] for row in rows]
    made = Table(body, colWidths=list(widths), repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOURS["soft"][0])),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(COLOURS["line"][0])),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return made


def facts(told: Sequence[tuple[str, str]]) -> Flowable:
    """Names and what is said of each."""
    made = Table([[words(name, "quiet"), words(said, "cell")] for name, said in told], colWidths=[70, WIDE - 70])
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return made


def quotes(found: Sequence[Quote], *, joined: bool) -> Story:
    """Quotes of one gap: passages of one place in a line, or each in a line of its own."""
    if not found:
        yield words("The note is silent.", "quiet")
    elif joined:
        told = " … ".join(f"“{quote.text}”" for quote in found)
        under = f"  under {found[0].section}" if found[0].section else ""
        yield mixed([("quiet", f"{found[0].of}: "), ("", told), ("quiet", under)], "cell")
    else:
        for quote in found:
            of = f"{quote.of}: " if quote.of else ""
            under = f"  under {quote.section}" if quote.section else ""
            yield mixed([("quiet", of), ("", f"“{quote.text}”"), ("quiet", under)], "cell")
