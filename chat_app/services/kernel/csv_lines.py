"""Lines of CSV (RFC 4180) that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_line(values: Iterable[object]) -> str:
    """One line with its end. A text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    line = io.StringIO()
    csv.writer(line).writerow([value if isinstance(value, int | float) else safe_cell(str(value)) for value in values])
    return line.getvalue()


def safe_cell(text: str) -> str:
    """The text as a spreadsheet shows it and does not reckon it, also behind blanks that the program leaves out."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) else text
