"""Tables as CSV that spreadsheets open without doing what a cell says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, also in full width."""

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A negative amount begins like a formula and is none."""

Cell = str | int | Decimal | None


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table with a mark for Excel in front."""
    return BYTE_ORDER_MARK + "".join(csv_line(row) for row in (header, *rows))


def csv_line(cells: Sequence[Cell]) -> str:
    """One line with its end (RFC 4180); texts are quoted, and harmless wherever they come from. Numbers stay numbers."""
    target = StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in cells])
    return target.getvalue()


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    begins_like_formula = text.lstrip().startswith(FORMULA_SIGNS) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if begins_like_formula and not _NUMBER.fullmatch(text) else text
