"""Questions about days and times: "What day is 3 Oct 2027?", "Wie viele Tage bis Weihnachten?", "in 3 weeks"."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from fractions import Fraction

from chat_app.integrations.llm.offline.day_names import find_dates, find_relative, weekday_name, write_date
from chat_app.integrations.llm.offline.holidays import find_feast, next_date
from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.numbers import format_number
from chat_app.integrations.llm.offline.phrases import Phrases

_LONGEST = 200
_TIME = re.compile(r"\bwhat(?:'s| is)? (?:the )?(?:current )?time\b|\btime is it\b|^time\W*$|\bwie spät\b|\bwie ?viel uhr\b|\buhrzeit\b")
_TODAY = re.compile(
    r"\b(?:what|which) (?:day|date) (?:is it|is today|do we have|have we)|\b(?:today's date|what's today|what is today|current date)\b"
    r"|\bwelche[rsn] (?:wochen)?tag (?:ist heute|haben wir|ist es)|\bwelches datum\b|\bheutiges? datum\b|\bwas für ein tag ist heute"
    r"|\b(?:what's|what is) the date\b|\bwhat year is it\b|\bwelches jahr\b|\bden wievielten\b|\bder wievielte\b|^(?:today|heute|date|datum)\W*$"
)
_WEEK = re.compile(r"\bwhich week\b|\bwhat week\b|\bweek number\b|\bcalendar week\b|\bkalenderwoche\b|\bwelche kw\b|\bwelche woche\b")
_LEAP = re.compile(r"(?:\bleap year\b|\bschaltjahr\b)")
_YEAR = re.compile(r"\b(\d{4})\b")
_UNTIL = re.compile(r"\b(?:until|till|til|to|before|bis|noch bis|zu)\b")
_COUNT = re.compile(
    r"\bhow (?:many (?:days|weeks)|long)\b|\bdays? (?:until|till|to)\b|\bwie (?:viele (?:tage|wochen)|lange?)\b|\btage bis\b|\bcountdown\b"
)
_WHEN = re.compile(
    r"\bwhen(?:'s| is| was)?\b|\bwann\b|\bwhat (?:day|date|weekday)\b|\bwhich (?:day|date|weekday)\b|\bday of the week\b|\bwelche[rsnm]?\b|\bwas für ein (?:wochen)?tag\b|\bwochentag\b"
)
_OFFSET = re.compile(
    r"\b(?P<word>in|vor)\s(?P<n>\d{1,6}|an?|one|two|three|four|five|six|ten|eine[mrn]?|zwei|drei|vier|fünf|sechs|zehn)\s"
    r"(?P<unit>days?|weeks?|fortnights?|months?|years?|tage?n?|wochen?|monate?n?|jahre?n?)\b"
    r"|\b(?P<n2>\d{1,6}|an?|one|two|three|four|five|six|ten)\s(?P<unit2>days?|weeks?|months?|years?)\s(?P<word2>ago|from (?:now|today))\b"
)
_CLOCK_OFFSET = re.compile(
    r"\b(?P<word>in|vor)\s(?P<n>\d{1,6}|an?|one|two|three|eine[rn]?|zwei|drei)\s(?P<unit>minutes?|hours?|minuten?|stunden?)\b"
    r"|\b(?P<n2>\d{1,6}|an?|one|two|three)\s(?P<unit2>minutes?|hours?)\s(?P<word2>ago|from now)\b"
)
_PERSONAL = re.compile(r"\b(?:i|i'm|my|me|we|our|ich|mein\w{0,2}|mir|mich|wir|uns)\b")
_NUMERAL = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "sechs": 6,
    "zehn": 10,
}
_FEW_WORDS = 6


class Calendar:
    """Answers questions about days; None for what is no such question."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, text: str, language: Language, now: datetime) -> str | None:
        """The answer as a sentence. `now` is aware, in the zone whose days are meant."""
        if len(text) > _LONGEST:
            return None
        question = " ".join(text.lower().replace("\u2019", "'").split())
        today = now.date()
        try:
            return self._moment(question, language, now) or self._at_a_time(question, language, now, today)
        except (OverflowError, ValueError):
            # Beyond the year 9999 or before the year 1: the calendar of the standard library ends there.
            return self._say("out_of_range", language)

    def _at_a_time(self, question: str, language: Language, now: datetime, today: date) -> str | None:
        if _TIME.search(question):
            return self._say("time", language, time=now.strftime("%H:%M"), zone=now.tzname() or "UTC", date=write_date(today, language))
        if _LEAP.search(question):
            return self._leap_year(question, language, today)
        return self._about_days(question, language, today)

    def _moment(self, question: str, language: Language, now: datetime) -> str | None:
        """The time "in 90 minutes" or "vor 2 Stunden"."""
        match = _CLOCK_OFFSET.search(question)
        if match is None or not (_TIME.search(question) or _is_short(question)):
            return None
        hours = (match["unit"] or match["unit2"]).startswith(("h", "s"))
        minutes = _signed(match) * (60 if hours else 1)
        moment = now + timedelta(minutes=minutes)
        return self._say(
            "moment", language, time=moment.strftime("%H:%M"), zone=moment.tzname() or "UTC", date=write_date(moment.date(), language)
        )

    def _about_days(self, question: str, language: Language, today: date) -> str | None:
        named = find_dates(question, today, language)
        feast = find_feast(question, language)
        asks = bool(_WHEN.search(question) or _COUNT.search(question))
        if len(named) >= 2:
            return self._between(named[0], named[1], language)
        short = _is_short(question)
        if (moved := _moved(question, today)) and (asks or short):
            return self._day(moved, language, today)
        if named and (asks or short or "?" in question):
            return self._until(named[0], "", language, today) if _COUNT.search(question) else self._day(named[0], language, today)
        if feast and (asks or (short and _UNTIL.search(question))):
            return self._feast(feast[0], next_date(feast[1], today), question, language, today)
        if _TODAY.search(question):
            return self._day(today, language, today)
        if _WEEK.search(question):
            return self._say("week", language, week=today.isocalendar().week, year=today.isocalendar().year)
        alone = len(question.split()) <= 2 and short
        relative = next(find_relative(question, today), None) if asks or alone else None
        if relative and _COUNT.search(question) and _UNTIL.search(question):
            return self._until(relative, "", language, today)
        return self._day(relative, language, today) if relative and (alone or short or _asks_for_date(question)) else None

    def _feast(self, name: str, day: date, question: str, language: Language, today: date) -> str:
        if (year := _YEAR.search(question)) and (found := find_feast(question, language)):
            day = found[1](int(year[1]))
        if _COUNT.search(question) or _UNTIL.search(question):
            return self._until(day, name, language, today)
        return self._say("feast", language, name=name, date=write_date(day, language), distance=self._distance(day, language, today))

    def _until(self, day: date, name: str, language: Language, today: date) -> str:
        if day == today:
            return self._say("until_today", language, name=name or write_date(day, language))
        what = f"{name} ({write_date(day, language)})" if name else write_date(day, language)
        count = _counted(abs((day - today).days), "day", language)
        return self._say(
            "until" if day > today else "since", language, name=what, count=count, weeks=self._weeks(abs((day - today).days), language)
        )

    def _between(self, first: date, second: date, language: Language) -> str:
        days = abs((second - first).days)
        ordered = [write_date(day, language) for day in sorted((first, second))]
        return self._say(
            "between",
            language,
            first=ordered[0],
            second=ordered[1],
            count=_counted(days, "day", language),
            weeks=self._weeks(days, language),
        )

    def _day(self, day: date, language: Language, today: date) -> str:
        return self._say(
            "day",
            language,
            date=write_date(day, language),
            weekday=weekday_name(day, language),
            distance=self._distance(day, language, today),
            week=day.isocalendar().week,
            number=day.timetuple().tm_yday,
        )

    def _distance(self, day: date, language: Language, today: date) -> str:
        days = (day - today).days
        if -2 <= days <= 2:
            return self._phrases.text(
                "distance." + ("before_yesterday", "yesterday", "today", "tomorrow", "after_tomorrow")[days + 2], language
            )
        return self._phrases.text(
            "distance.in" if days > 0 else "distance.ago", language, count=_counted(abs(days), "day_dative", language)
        )

    def _weeks(self, days: int, language: Language) -> str:
        weeks, rest = divmod(days, 7)
        if weeks < 2:
            return ""
        text = _counted(weeks, "week", language)
        if rest:
            text += (" und " if language == "de" else " and ") + _counted(rest, "day", language)
        return f" ({text})"

    def _leap_year(self, question: str, language: Language, today: date) -> str:
        match = _YEAR.search(question)
        year = int(match[1]) if match else today.year
        if calendar.isleap(year):
            return self._say("leap", language, year=year)
        later = next(candidate for candidate in range(year + 1, year + 9) if calendar.isleap(candidate))
        return self._say("no_leap", language, year=year, later=later)

    def _say(self, sentence: str, language: Language, /, **params: object) -> str:
        return self._phrases.text(f"dates.{sentence}", language, **params)


def _asks_for_date(question: str) -> bool:
    return bool(re.search(r"\b(?:day|date|weekday|tag|datum|wochentag)\b", question))


def _counted(number: int, unit: str, language: Language) -> str:
    names = {
        ("day", "en"): ("day", "days"),
        ("day_dative", "en"): ("day", "days"),
        ("week", "en"): ("week", "weeks"),
        ("day", "de"): ("Tag", "Tage"),
        ("day_dative", "de"): ("Tag", "Tagen"),
        ("week", "de"): ("Woche", "Wochen"),
    }[unit, language]
    return f"{format_number(Fraction(number), language)[0]} {names[number != 1]}"


def _moved(question: str, today: date) -> date | None:
    """The day that "in 3 weeks", "vor 2 Monaten" or "5 days ago" means."""
    match = _OFFSET.search(question)
    if match is None:
        return None
    number, unit = _signed(match), (match["unit"] or match["unit2"])[0]
    if unit in "dtwf":
        return today + timedelta(days=number * {"d": 1, "t": 1, "w": 7, "f": 14}[unit])
    return _add_months(today, number * (1 if unit == "m" else 12))


def _signed(match: re.Match[str]) -> int:
    """How many units an offset moves, backwards as a negative number."""
    written = match["n"] or match["n2"]
    number = int(written) if written.isdigit() else _NUMERAL.get(written, 1)
    return -number if match["word"] == "vor" or match["word2"] == "ago" else number


def _is_short(question: str) -> bool:
    """A bare date or a short question, not a sentence about somebody's plans."""
    return len(question.split()) <= _FEW_WORDS and not _PERSONAL.search(question)


def _add_months(day: date, months: int) -> date:
    """The same day some months on, or the month's last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
