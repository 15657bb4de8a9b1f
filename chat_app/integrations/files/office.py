"""The text of Office documents: Word, PowerPoint, Excel, OpenDocument."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.sniffing import ODF
from chat_app.integrations.files.text_budget import TextBudget

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODF_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
MAX_ROWS = 200_000


def read_office(path: Path, media_type: str, budget: TextBudget) -> None:
    """Read a document into the budget; raises `FileRefusedError`."""
    if media_type.startswith(ODF):
        _read_opendocument(path, budget)
    elif media_type.endswith("wordprocessingml.document"):
        _read_word(path, budget)
    elif media_type.endswith("presentationml.presentation"):
        _read_slides(path, budget)
    else:
        _read_workbook(path, budget)


def _read_word(path: Path, budget: TextBudget) -> None:
    from docx import Document  # noqa: PLC0415

    body: Any = Document(str(path)).element.body
    for block in body:
        budget.check_time()
        for line in _word_lines(block):
            budget.add(f"{line}\n")


def _word_lines(block: Any) -> Iterator[str]:
    """The lines of a paragraph, or of a table with one line a row; text boxes follow what they are anchored in."""
    if block.tag == f"{W}tbl":
        for row in block.iterchildren(f"{W}tr"):
            cells = (" ".join(_word_lines_of(cell)) for cell in row.iter(f"{W}tc"))
            yield " | ".join(cells)
    elif block.tag == f"{W}p":
        yield _heading(block) + word_text(block)
        for box in block.iter(f"{W}txbxContent"):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                yield from _word_lines_of(box)
    else:
        yield from (line for child in block for line in _word_lines(child) if child.tag in {f"{W}p", f"{W}tbl", f"{W}sdtContent"})


def _word_lines_of(container: Any) -> list[str]:
    return [line for child in container for line in _word_lines(child) if line]


def _heading(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else str(style.get(f"{W}val", ""))
    level = name.lower().removeprefix("heading").strip()
    return f"{'#' * int(level)} " if level in set("123456") else ""


def word_text(paragraph: Any) -> str:
    """The text of a paragraph with its formulas; a footnote is there by its number, a text box is not."""
    pieces: list[str] = []
    for node in _without_boxes(paragraph):
        if node.tag in {f"{W}t", f"{_M}t"}:
            pieces.append(node.text or "")
        elif node.tag == f"{W}tab":
            pieces.append("\t")
        elif node.tag in {f"{W}br", f"{W}cr"}:
            pieces.append("\n")
        elif node.tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            pieces.append(f"[{node.get(f'{W}id')}]")
    return "".join(pieces)


def _without_boxes(node: Any) -> Iterator[Any]:
    waiting = list(reversed(node))
    while waiting:
        child = waiting.pop()
        if child.tag in {f"{W}txbxContent", f"{W}pPr", FALLBACK}:
            continue
        yield child
        waiting.extend(reversed(child))


def _read_slides(path: Path, budget: TextBudget) -> None:
    from pptx import Presentation  # noqa: PLC0415

    slides = Presentation(str(path)).slides
    for number, slide in enumerate(slides, 1):
        budget.check_time()
        lines = [line for shape in slide.shapes for line in _shape_lines(shape)]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            lines += [line for line in slide.notes_slide.notes_text_frame.text.splitlines() if line.strip()]
        if lines:
            budget.add(f"[{number}/{len(slides)}]\n" + "\n".join(lines) + "\n\n")


def _shape_lines(shape: Any) -> Iterator[str]:
    if hasattr(shape, "shapes"):
        for child in shape.shapes:
            yield from _shape_lines(child)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " | ".join(cell.text.replace("\n", " ") for cell in row.cells)
    elif getattr(shape, "has_chart", False):
        yield from _chart_lines(shape.chart)
    elif getattr(shape, "has_text_frame", False):
        yield from (line for line in shape.text_frame.text.replace("\v", "\n").splitlines() if line.strip())


def _chart_lines(chart: Any) -> Iterator[str]:
    try:
        plots = list(chart.plots)
    except ValueError:
        return  # A kind of chart that the library does not know.
    for plot in plots:
        categories = [str(category) for category in plot.categories]
        for series in plot.series:
            pairs = [f"{name}: {value}" for name, value in zip(categories, series.values, strict=False)]
            yield f"{series.name or ''}: {', '.join(pairs)}".strip()


def _read_workbook(path: Path, budget: TextBudget) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415

    # By path it would judge the file by its suffix.
    book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        written = False
        for row in sheet.iter_rows(values_only=True):
            budget.check_time()
            if not any(value is not None for value in row):
                continue
            if not written:
                budget.add(f"[{sheet.title}]\n")
                written = True
            budget.add(_csv_line(row))
        if written:
            budget.add("\n")


def _csv_line(row: tuple[Any, ...]) -> str:
    last = max(index for index, value in enumerate(row) if value is not None)
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow("" if value is None else value for value in row[: last + 1])
    return line.getvalue()


def _read_opendocument(path: Path, budget: TextBudget) -> None:
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    with checked_archive(path) as archive:
        try:
            content = archive.read("content.xml")
        except KeyError:
            raise FileRefusedError("attachment.broken") from None
    for node in fromstring(content, forbid_dtd=True).iter():
        budget.check_time()
        if node.tag in {f"{_ODF_TEXT}p", f"{_ODF_TEXT}h"}:
            text = "".join(node.itertext())
            budget.add(f"{text}\n" if text.strip() else "")
        elif node.tag == f"{_ODF_TABLE}table-row":
            budget.add("\n")
