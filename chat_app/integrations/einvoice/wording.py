"""Dates, amounts, rates and countries as readers of an invoice write them."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"),
}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
_NARROW = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"


_FORBIDDEN = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, and the control signs that nobody can read."""


def plain(text: str) -> str:
    """The text on one line without signs that no reader can show; blanks that do not break stay so."""
    return " ".join(part for part in re.split("[ \t\r\n]+", _FORBIDDEN.sub("", text)) if part)


def long_date(day: date, language: str) -> str:
    """Such as "22 November 2026", "22. November 2026"."""
    dot = "." if language == "de" else ""
    return f"{day.day}{dot}{_NARROW}{_MONTHS[language][day.month - 1]}{_NARROW}{day.year}"


def money(cents: int, currency: str, language: str) -> str:
    """Such as "€1,234.50", "1.234,50 €"; a true minus in front."""
    whole, part = divmod(abs(cents), 100)
    sign, symbol = _MINUS if cents < 0 else "", _SYMBOLS.get(currency, currency)
    if language == "de":
        return f"{sign}{whole:,}".replace(",", ".") + f",{part:02}{_NARROW}{symbol}"
    return f"{sign}{symbol}{_NARROW if symbol.isalpha() else ''}{whole:,}.{part:02}"


def percent(points: int, language: str) -> str:
    """Hundredths of a percent as "19 %", "25,5 %", "8.1%"."""
    whole, part = divmod(points, 100)
    digits = f"{whole}.{part:02}".rstrip("0").rstrip(".")
    return f"{digits.replace('.', ',')}{_NARROW}%" if language == "de" else f"{digits}%"


def country_name(code: str, language: str) -> str:
    """The country in words; its code where it has none here."""
    return _countries().get(code, {}).get(language, code)


@lru_cache(maxsize=1)
def _countries() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "countries.toml").read_text(encoding="utf-8"))
