"""PDF documents: their text layer, in the order of reading, with the place of every line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.text_budget import EnoughError
from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.pdf_blocks import add_page, type_of
from chat_app.integrations.reading.pdf_furniture import drop_furniture
from chat_app.integrations.reading.pdf_segments import PageText, page_text

MAX_PAGES = 5_000
LEAST = 8
"""Fewer visible characters than this in a whole document are a stamp or a page number: its pages are pictures."""
UNREADABLE = 0.3


def read(path: Path, draft: Draft) -> None:
    """Read a PDF into the draft; raises `FileRefusedError` for encrypted, broken, scanned and scrambled ones."""
    document = open_pdf(path)
    try:
        _describe(document, draft)
        pages = _pages(document, draft)
    finally:
        document.close()
    readable = _checked(pages, draft)
    drop_furniture(readable)
    kinds = type_of(readable)
    draft.unit = "page"
    for page in pages:
        draft.page(width=page.width, height=page.height)
        add_page(draft, page, kinds)


def open_pdf(path: Path) -> Any:
    """Open a PDF that needs no password; raises `FileRefusedError`."""
    from pypdfium2 import PdfDocument, PdfiumError, raw  # noqa: PLC0415

    try:
        return PdfDocument(path)
    except PdfiumError as error:
        locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY} or "password" in str(error).lower()
        raise FileRefusedError("attachment.encrypted" if locked else "attachment.broken") from error


def _describe(document: Any, draft: Draft) -> None:
    draft.title = document.get_metadata_value("Title") or ""


def _pages(document: Any, draft: Draft) -> list[PageText]:
    """The pages as far as time allows; one that nobody can read is empty and does not take the others along."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    found: list[PageText] = []
    count = len(document)
    if not count:
        raise FileRefusedError("attachment.broken")
    draft.mark_cut(count > MAX_PAGES)
    with suppress(EnoughError):
        for index in range(min(count, MAX_PAGES)):
            draft.check_time()
            try:
                page = document[index]
                found.append(page_text(page, index + 1))
                page.close()
            except PdfiumError:
                found.append(PageText(index + 1, 0, 0))
    return found


def _checked(pages: list[PageText], draft: Draft) -> list[PageText]:
    """The pages that can be read. What cannot is told; raises `FileRefusedError` when that is all."""
    scrambled = [page for page in pages if page.unreadable > UNREADABLE]
    for page in scrambled:
        page.segments = []
    signs = sum(len(segment.text) for page in pages for segment in page.segments)
    pictures = [page for page in pages if page.pictures and page not in scrambled]
    if signs < LEAST and (scrambled or pictures or not signs):
        raise FileRefusedError("reading.scrambled" if scrambled else "reading.scan")
    if scrambled or pictures:
        draft.problem = "reading.scrambled_pages" if scrambled else "reading.picture_pages"
        draft.problem_params = {"pages": page_list([page.number for page in scrambled or pictures])}
    return [page for page in pages if page.segments]


def page_list(numbers: list[int]) -> str:
    """Pages as people write them: "1, 3–5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
