"""PPTX: slide by slide, with tables, charts, descriptions of pictures and the notes of the speaker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.reading.draft import Draft
from chat_app.integrations.reading.workbook import shown_number

DEEPEST = 20
POINT = 12_700
"""English metric units, in which places on slides are counted."""


def read(path: Path, draft: Draft) -> None:
    """Read slides into the draft."""
    from pptx import Presentation  # noqa: PLC0415

    checked_archive(path).close()
    deck: Any = Presentation(str(path))
    draft.unit = "slide"
    draft.title = deck.core_properties.title or ""
    draft.language = deck.core_properties.language or ""
    size = {"width": (deck.slide_width or 0) / POINT, "height": (deck.slide_height or 0) / POINT}
    for slide in deck.slides:
        title = slide.shapes.title
        draft.page(title.text_frame.text if title is not None and title.has_text_frame else "", **size)
        _add_slide(slide, draft)


def _add_slide(slide: Any, draft: Draft) -> None:
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        draft.add("heading", " ".join(title.text_frame.text.split()), 1)
    for shape in _shapes(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            _add_shape(shape, draft)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        draft.add("quote", slide.notes_slide.notes_text_frame.text)


def _shapes(shapes: Any, depth: int = 0) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < DEEPEST:
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _add_shape(shape: Any, draft: Draft) -> None:
    draft.check_time()
    if getattr(shape, "has_table", False):
        draft.add_table([[cell.text for cell in row.cells] for row in shape.table.rows], header=int(shape.table.first_row))
    elif getattr(shape, "has_chart", False):
        _add_chart(shape.chart, draft)
    elif getattr(shape, "has_text_frame", False):
        _add_text(shape.text_frame, draft)
    else:
        draft.add("caption", _description(shape))


def _description(shape: Any) -> str:
    found = shape.element.xpath(".//p:cNvPr/@descr")
    return str(found[0]) if found else ""


def _add_text(frame: Any, draft: Draft) -> None:
    lines = [("  " * paragraph.level, paragraph.text) for paragraph in frame.paragraphs if paragraph.text.strip()]
    if len(lines) > 1:
        draft.add("list", "\n".join(f"{indent}- {text}" for indent, text in lines))
    elif lines:
        draft.add("text", lines[0][1])


def _add_chart(chart: Any, draft: Draft) -> None:
    """A chart as the table it is drawn from."""
    if chart.has_title and chart.chart_title.has_text_frame:
        draft.add("caption", chart.chart_title.text_frame.text)
    try:
        plots = list(chart.plots)
    except ValueError:
        return  # A kind of chart that the library does not know.
    for plot in plots:
        rows = [["", *(str(category) for category in plot.categories)]]
        rows += [[series.name or "", *(shown_number(value) for value in series.values)] for series in plot.series]
        draft.add_table([list(column) for column in zip(*rows, strict=False)])
