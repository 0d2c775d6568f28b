"""A report as a PDF: the same words and drawings as the page, on letter paper, with bookmarks."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from cac import __version__
from cac.reports import sentences
from cac.reports.pdf_note import note
from cac.reports.pdf_parts import MARGIN, PLAIN, printable, style, words
from cac.reports.pdf_rates import practice, provider
from cac.reports.records import NoteReport, ProviderReport, Report


def document(report: Report) -> bytes:
    """The PDF of any report; the same report gives the same bytes."""
    held = io.BytesIO()
    title = sentences.title(report)
    made = _Document(held, title)
    if isinstance(report, NoteReport):
        body = note(report)
    elif isinstance(report, ProviderReport):
        body = provider(report)
    else:
        body = practice(report)
    made.build([words(title, "h1"), *body])
    return held.getvalue()


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Pages with a foot line, and a bookmark for each heading."""

    def __init__(self, held: io.BytesIO, title: str) -> None:
        super().__init__(
            held, pagesize=letter, title=printable(title), author="cac", creator=f"cac {__version__}", lang="en",
            invariant=1, allowSplitting=1,
        )  # fmt: skip
        self.name = printable(title)
        for name, (wide, tall) in {"upright": letter, "across": landscape(letter)}.items():
            frame = Frame(MARGIN, MARGIN, wide - 2 * MARGIN, tall - 2 * MARGIN, 0, 0, 0, 0)
            self.addPageTemplates(PageTemplate(name, [frame], onPage=self._foot, pagesize=(wide, tall)))
        self._headings = 0

    def _foot(self, canvas: Any, _document: Any) -> None:
        canvas.saveState()
        style("quiet")
        canvas.setFont(PLAIN, 7)
        canvas.setFillGray(0.35)
        wide = canvas._pagesize[0]
        canvas.drawString(MARGIN, 8 * mm, f"{self.name[:90]}  -  cac {__version__}; the note decides")
        canvas.drawRightString(wide - MARGIN, 8 * mm, f"page {canvas.getPageNumber()}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Bookmark a heading."""
        named = getattr(getattr(flowable, "style", None), "name", "")
        if named in ("h2", "h3"):
            self._headings += 1
            mark = f"h{self._headings}"
            self.canv.bookmarkPage(mark)
            self.canv.addOutlineEntry(flowable.getPlainText(), mark, 0 if named == "h2" else 1, closed=True)
