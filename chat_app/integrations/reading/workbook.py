"""XLSX: sheet by sheet, values as they are shown."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chat_app.integrations.files.archives import checked_archive
from chat_app.integrations.reading.draft import Draft

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"\.(0+)")
WIDEST = 1_000
MOST_HEADS = 3


def read(path: Path, draft: Draft) -> None:
    """Read a workbook into the draft. Rows are read as they stand in the file, however large it says that its sheets are."""
    from openpyxl import load_workbook  # noqa: PLC0415

    checked_archive(path).close()
    # By path it would judge the file by its suffix.
    book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False)
    draft.unit = "sheet"
    draft.title = book.properties.title or ""
    for sheet in book.worksheets:
        draft.page(sheet.title)
        sheet.reset_dimensions()
        for part in _parts(sheet, draft):
            add_cells(part, draft)


def _parts(sheet: Any, draft: Draft) -> Iterator[list[list[str]]]:
    """The rows of a sheet, parted where some are empty; the names of columns stay with what is below them."""
    part: list[list[str]] = []
    last = -1
    for number, row in enumerate(sheet.iter_rows()):
        if number % 200 == 0:
            draft.check_time()
        cells = [shown(cell) for cell in row[:WIDEST]]
        if not any(cells):
            continue
        if part and number > last + 1 and any(map(_is_numeric, part)):
            yield part
            part = []
        part.append(cells)
        last = number
    if part:
        yield part


def add_cells(rows: list[list[str]], draft: Draft) -> None:
    """Add rows as a table; lines of one cell above them are its title."""
    at = next((index for index, row in enumerate(rows) if sum(1 for cell in row if cell) > 1), len(rows))
    draft.add("text", "\n".join(" ".join(cell for cell in row if cell) for row in rows[:at]))
    if rows[at:]:
        draft.add_table(rows[at:], header=_heads(rows[at:]))


def _heads(rows: list[list[str]]) -> int:
    """How many of the first rows are names of columns: those before the first with numbers, where there are few."""
    heads = next((index for index, row in enumerate(rows) if _is_numeric(row)), 1)
    return heads if heads <= MOST_HEADS else 1


def _is_numeric(row: list[str]) -> bool:
    filled = [cell for cell in row if cell]
    return sum(1 for cell in filled if not any(sign.isalpha() for sign in cell)) * 2 > len(filled)


def shown(cell: Any) -> str:
    """A value as its cell shows it, about: dates as ISO 8601, numbers with the decimals and signs of their format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format or "General")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    return str(value).strip()


def shown_number(value: Any, form: str = "General") -> str:
    """A number by the first part of its format."""
    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    form = _LITERAL.sub("", form.split(";", maxsplit=1)[0])
    percent = "%" in form
    decimals = _DECIMALS.search(form)
    if form.lower() in {"general", "", "@"} or "e+" in form.lower() or "/" in form:
        return str(value) if isinstance(value, int) else f"{value:.12g}"
    places = len(decimals.group(1)) if decimals else 0
    group = "," if "," in form else ""
    return f"{value * (100 if percent else 1):{group}.{places}f}{'%' if percent else ''}"
