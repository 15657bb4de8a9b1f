"""Feasts and their dates, fixed and movable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from chat_app.integrations.llm.offline.language import Language

Rule = Callable[[int], date]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Rule:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Rule:
    return lambda year: easter(year) + timedelta(days=days)


def _advent(year: int) -> date:
    fourth = date(year, 12, 24)
    return fourth - timedelta(days=(fourth.weekday() + 1) % 7 + 21)


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


# (rule, English name and other words for it, German name and other words for it); the first word is the one we say.
_FEASTS: tuple[tuple[Rule, tuple[str, ...], tuple[str, ...]], ...] = (
    (_fixed(12, 24), ("Christmas Eve", "xmas eve"), ("Heiligabend", "Heiliger Abend", "Weihnachtsabend")),
    (_fixed(12, 25), ("Christmas", "xmas"), ("Weihnachten", "Weihnachtstag")),
    (_fixed(12, 31), ("New Year's Eve",), ("Silvester", "Sylvester")),
    (_fixed(1, 1), ("New Year", "new year's day"), ("Neujahr",)),
    (_fixed(12, 6), ("St Nicholas Day",), ("Nikolaus",)),
    (_fixed(10, 31), ("Halloween",), ("Halloween", "Reformationstag")),
    (_fixed(2, 14), ("Valentine's Day", "valentines day", "valentine"), ("Valentinstag",)),
    (_fixed(5, 1), ("Labour Day in Europe", "may day"), ("Tag der Arbeit", "Maifeiertag")),
    (_fixed(7, 4), ("Independence Day", "4th of july", "fourth of july"), ("amerikanischer Unabhängigkeitstag",)),
    (_fixed(10, 3), ("German Unity Day",), ("Tag der Deutschen Einheit",)),
    (_after_easter(-2), ("Good Friday",), ("Karfreitag",)),
    (_after_easter(1), ("Easter Monday",), ("Ostermontag",)),
    (_after_easter(0), ("Easter",), ("Ostern", "Ostersonntag")),
    (_after_easter(39), ("Ascension Day", "ascension"), ("Christi Himmelfahrt", "Himmelfahrt", "Vatertag")),
    (_after_easter(50), ("Whit Monday",), ("Pfingstmontag",)),
    (_after_easter(49), ("Pentecost", "whitsun"), ("Pfingsten", "Pfingstsonntag")),
    (_after_easter(-48), ("Shrove Monday",), ("Rosenmontag",)),
    (_advent, ("Advent",), ("1. Advent", "Advent", "erster Advent")),
    (_thanksgiving, ("Thanksgiving",), ("Thanksgiving",)),
)


def find_feast(text: str, language: Language) -> tuple[str, Rule] | None:
    """The feast that a text (lower case) names, with the rule for its date."""
    for rule, english, german in _FEASTS:
        names = german if language == "de" else english
        if any(name.lower() in text for name in names):
            return names[0], rule
    return None


def next_date(rule: Rule, today: date) -> date:
    """The feast's next date, today included."""
    this_year = rule(today.year)
    return this_year if this_year >= today else rule(today.year + 1)
