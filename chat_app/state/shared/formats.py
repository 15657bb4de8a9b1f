"""Figures as their reader writes them. Everything here returns finished text."""

import math
from datetime import date as Day  # noqa: N812

from chat_app.services.kernel.money import convert, format_money
from chat_app.state.shared.reader import ReaderLanguage


def money(nano_usd: int, reader: str) -> str:
    """An amount in the reader's own currency, "≈" before what was converted: "$0.0042", "≈ 0,0039 €".

    `reader` is what `reader_language` gives; a bare language reads dollars.
    """
    if not isinstance(reader, ReaderLanguage) or reader.currency == "USD" or reader.rate == 0:
        return format_money(nano_usd, "USD", reader)
    return f"≈ {format_money(convert(nano_usd, reader.rate), reader.currency, reader)}"


def date(moment: Day, reader: str) -> str:
    """A day as its reader writes it: "11/21/2026", "21.11.2026", or "2026-11-21" for whoever wants it so."""
    if isinstance(reader, ReaderLanguage) and reader.date_format == "iso":
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%d.%m.%Y") if reader == "de" else f"{moment.month}/{moment.day}/{moment.year}"


def number(value: int, language: str) -> str:
    """A whole number with separators: 12,345 or 12.345."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "de" else text


def short_number(value: int, language: str) -> str:
    """A size to compare at a glance: 950, 8.2k, 128k, 1M."""
    if value < 1000:
        return str(value)
    amount, unit = (value / 1000, "k") if value < 999_500 else (value / 1_000_000, "M")
    text = f"{amount:.1f}".removesuffix(".0") if amount < 10 else str(round(amount))
    return (text.replace(".", ",") if language == "de" else text) + unit


def seconds(milliseconds: int, language: str) -> str:
    """A duration: 40 ms, 0.4 s, 12 s."""
    if milliseconds < 100:
        return f"{milliseconds}\u00a0ms"
    amount = milliseconds / 1000
    text = f"{amount:.1f}" if amount < 10 else str(round(amount))
    return (text.replace(".", ",") if language == "de" else text) + "\u00a0s"


def percent(part: int, whole: int) -> int:
    """How much of `whole` is used, 0 to 100, never 0 for something that is there."""
    if whole <= 0 or part <= 0:
        return 0
    return min(100, math.ceil(part * 100 / whole))
