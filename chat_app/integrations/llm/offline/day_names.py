"""Reading and writing dates in words, German and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from chat_app.integrations.llm.offline.language import Language

_WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
}
_MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
}
_MONTH = {
    name.lower()[:length]: number for names in _MONTHS.values() for number, name in enumerate(names, 1) for length in (3, len(name))
} | {
    "sept": 9,
    "jänner": 1,
    "maerz": 3,
}
_WEEKDAY = {name.lower(): number for names in _WEEKDAYS.values() for number, name in enumerate(names)} | {"sonnabend": 5}
_RELATIVE = {
    "day after tomorrow": 2,
    "day before yesterday": -2,
    "today": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "übermorgen": 2,
    "vorgestern": -2,
    "heute": 0,
    "morgen": 1,
    "gestern": -1,
}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_ISO = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b")
_DOTTED = re.compile(r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}))?(?!\d)")
_SLASHED = re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b")
_DAY_FIRST = re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<n>{_NAMES})\b\.?(?:,?\s(?P<y>\d{{4}}))?")
_MONTH_FIRST = re.compile(rf"\b(?P<n>{_NAMES})\b\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<y>\d{{4}}))?")
_PATTERNS = (_ISO, _DOTTED, _SLASHED, _DAY_FIRST, _MONTH_FIRST)
# "Guten Morgen" names no day.
_WORDS = re.compile("|".join(rf"(?<!guten )\b{word}\b" for word in sorted([*_RELATIVE, *_WEEKDAY], key=len, reverse=True)))


def write_date(day: date, language: Language) -> str:
    """The date in full: "Sunday, 3 October 2027", "Sonntag, 3. Oktober 2027"."""
    dot = "." if language == "de" else ""
    return f"{weekday_name(day, language)}, {day.day}{dot} {_MONTHS[language][day.month - 1]} {day.year}"


def weekday_name(day: date, language: Language) -> str:
    return _WEEKDAYS[language][day.weekday()]


def find_dates(text: str, today: date, language: Language) -> list[date]:
    """Every date a text (lower case) names in figures or words, in its order. A date without a year is the next one."""
    found = [(match.start(), day) for pattern in _PATTERNS for match in pattern.finditer(text) if (day := _day(match, today, language))]
    return [day for _, day in sorted(found)]


def find_relative(text: str, today: date) -> Iterator[date]:
    """The days that a text (lower case) names from today: "tomorrow", "next friday"."""
    for match in _WORDS.finditer(text):
        word = match.group()
        if word in _RELATIVE:
            yield today + timedelta(days=_RELATIVE[word])
        else:
            yield today + timedelta(days=(_WEEKDAY[word] - today.weekday() - 1) % 7 + 1)


def _day(match: re.Match[str], today: date, language: Language) -> date | None:
    parts = match.groupdict()
    month, day = int(parts["m"]) if parts.get("m") else _MONTH[parts["n"]], int(parts["d"])
    if match.re is _SLASHED and (month > 12 or language == "de"):
        # 3/10 is 10 March in America and 3 October elsewhere.
        month, day = day, month
    if parts["y"]:
        return _made(int(parts["y"]), month, day)
    # 29 February may be up to eight years away (2096 to 2104).
    coming = (_made(year, month, day) for year in range(today.year, today.year + 9))
    return next((candidate for candidate in coming if candidate and candidate >= today), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
