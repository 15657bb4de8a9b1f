"""Dates as people write them in a query: "2026-11-21", "2026-11", "2026", "21.11.2026", "today", "gestern"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_GERMAN = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.([12]\d{3})")
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1}


def day_of(text: str, today: date) -> date | None:
    """The day that `text` names, the first one of a month or year; None for anything else."""
    if (ago := _DAYS_AGO.get(text.casefold())) is not None:
        return today - timedelta(days=ago)
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _GERMAN.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
