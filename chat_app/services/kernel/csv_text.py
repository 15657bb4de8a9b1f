"""Tables as CSV that spreadsheets open without doing what a cell says."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, also in full width."""

Cell = str | int | None


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table with a mark for Excel in front; texts are quoted, and harmless wherever they come from."""
    target = StringIO()
    target.write(BYTE_ORDER_MARK)
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return target.getvalue()


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    begins_like_formula = text.lstrip().startswith(FORMULA_SIGNS) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if begins_like_formula else text


def _written(cell: Cell) -> str | int:
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else cell
