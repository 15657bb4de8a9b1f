"""Questions about days, asked on Saturday, 21 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.offline.dates import Calendar
from chat_app.integrations.llm.offline.day_names import find_dates, write_date
from chat_app.integrations.llm.offline.holidays import easter, find_feast, next_date
from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.phrases import Phrases
from tests.integrations.llm.offline.conftest import NOW

CALENDAR = Calendar(Phrases())
TODAY = NOW.date()


def ask(question: str, language: Language = "en") -> str | None:
    return CALENDAR.answer(question, language, NOW)


class TestCalendar:
    @pytest.mark.parametrize(
        ("question", "part"),
        [
            ("What day is 3 Oct 2027?", "**Sunday, 3 October 2027**: in 316 days"),
            ("what weekday was July 20th, 1969", "**Sunday, 20 July 1969**"),
            ("What day of the week is 2028-02-29?", "**Tuesday, 29 February 2028**"),
            ("how many days until Christmas?", "**34 days** (4 weeks and 6 days) until Christmas (Friday, 25 December 2026)"),
            ("How long until New Year's Eve", "**40 days**"),
            ("when is Easter?", "**Sunday, 28 March 2027**"),
            ("when is easter 2030", "**Sunday, 21 April 2030**"),
            ("When is Thanksgiving?", "**Thursday, 26 November 2026**, in 5 days"),
            ("days between 1 Jan 2026 and 24 Dec 2026", "**357 days** (51 weeks)"),
            ("in 3 weeks", "**Saturday, 12 December 2026**"),
            ("what date was it 10 days ago?", "**Wednesday, 11 November 2026**"),
            ("what day is it in 3 months", "**Sunday, 21 February 2027**"),
            ("What day is today?", "**Saturday, 21 November 2026**: today"),
            ("what day is the day after tomorrow", "**Monday, 23 November 2026**"),
            ("tomorrow", "**Sunday, 22 November 2026**"),
            ("what time is it?", "**11:45**"),
            ("is 2028 a leap year?", "Yes, **2028**"),
            ("is 1900 a leap year?", "The next one after it is 1904"),
            ("which week is it", "calendar week **47** of 2026"),
            ("in 99999 years", "years 1 to 9999"),
        ],
    )
    def test_english(self, question: str, part: str) -> None:
        assert part in (ask(question) or "")

    @pytest.mark.parametrize(
        ("question", "part"),
        [
            ("Welcher Tag ist der 3.10.2027?", "**Sonntag, 3. Oktober 2027**: in 316 Tagen"),
            ("Was für ein Wochentag war der 9. November 1989?", "**Donnerstag, 9. November 1989**"),
            ("Wie viele Tage bis Weihnachten?", "Noch **34 Tage** (4 Wochen und 6 Tage) bis Weihnachten (Freitag, 25. Dezember 2026)"),
            ("Wie lange noch bis Silvester?", "**40 Tage**"),
            ("Wann ist Ostern?", "**Sonntag, 28. März 2027**"),
            ("Wann ist Pfingsten 2027?", "**Sonntag, 16. Mai 2027**"),
            ("Wann ist der erste Advent?", "**Sonntag, 29. November 2026**"),
            ("in 3 Wochen", "**Samstag, 12. Dezember 2026**"),
            ("Welches Datum war vor 10 Tagen?", "**Mittwoch, 11. November 2026**: vor 10 Tagen"),
            ("Welcher Tag ist heute?", "**Samstag, 21. November 2026**: heute"),
            ("Welcher Tag ist übermorgen?", "**Montag, 23. November 2026**: übermorgen"),
            ("Wie spät ist es?", "**11:45 Uhr**"),
            ("Ist 2028 ein Schaltjahr?", "Ja, **2028**"),
            ("Welche KW haben wir?", "Kalenderwoche **47**"),
            ("Wie viele Tage sind es vom 1.1.2026 bis 24.12.2026?", "**357 Tage**"),
        ],
    )
    def test_german(self, question: str, part: str) -> None:
        assert part in (ask(question, "de") or "")

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("I will move to Berlin in 3 weeks and I am afraid of it", "en"),
            ("Guten Morgen", "de"),
            ("Ich bin morgen traurig", "de"),
            ("Christmas makes me sad", "en"),
            ("my date was terrible", "en"),
            ("I feel that time is running away", "en"),
            ("x" * 300, "en"),
        ],
    )
    def test_leaves_stories_alone(self, text: str, language: Language) -> None:
        assert ask(text, language) is None


class TestDayNames:
    @given(st.dates(date(1583, 1, 1), date(9999, 12, 31)), st.sampled_from(["en", "de"]))
    def test_reads_what_it_writes(self, day: date, language: Language) -> None:
        written = write_date(day, language)
        if day.year >= 1000:
            assert find_dates(written.lower(), TODAY, language) == [day]

    @pytest.mark.parametrize(
        ("text", "language", "day"),
        [
            ("10/3/2027", "en", date(2027, 10, 3)),
            ("31/12/2027", "en", date(2027, 12, 31)),
            ("3/10/2027", "de", date(2027, 10, 3)),
            ("24.12.", "de", date(2026, 12, 24)),
            ("1.11.", "de", date(2027, 11, 1)),
            ("29 february", "en", date(2028, 2, 29)),
            ("3rd of october", "en", date(2027, 10, 3)),
        ],
    )
    def test_ways_of_writing(self, text: str, language: Language, day: date) -> None:
        assert find_dates(text, TODAY, language) == [day]

    @pytest.mark.parametrize("text", ["31.2.2027", "2027-13-01", "99 october 2027", "1.2.3"])
    def test_days_that_do_not_exist(self, text: str) -> None:
        assert find_dates(text, TODAY, "en") == []


class TestHolidays:
    @pytest.mark.parametrize(
        ("year", "day"), [(1818, (3, 22)), (1943, (4, 25)), (2000, (4, 23)), (2024, (3, 31)), (2025, (4, 20)), (2038, (4, 25))]
    )
    def test_easter_of_known_years(self, year: int, day: tuple[int, int]) -> None:
        assert easter(year) == date(year, *day)

    @given(st.integers(1583, 9999))
    def test_easter_is_a_sunday_in_spring(self, year: int) -> None:
        assert easter(year).weekday() == 6
        assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)

    @given(st.dates(date(1600, 1, 1), date(9000, 1, 1)))
    def test_the_next_advent_is_a_sunday_within_a_year(self, today: date) -> None:
        found = find_feast("wann ist der 1. advent", "de")
        assert found is not None
        day = next_date(found[1], today)
        assert day.weekday() == 6
        assert today <= day <= today + timedelta(days=372)
