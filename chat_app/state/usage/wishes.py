"""What somebody asks a page of usage for: a period, and filters within it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from chat_app.errors import InvalidInputError
from chat_app.services.usage.dto import UsageFilter

NONE = "none"
"""What lies in no project, or was asked by no program."""
PERIODS = {"today": 1, "week": 7, "days30": 30}
"""Days until and with today."""
USUAL = "days30"
FILTERS = ("model", "project", "key", "kind", "chat", "person")
NAMES = frozenset({"period", "first", "last", "day", *FILTERS})
LONGEST = 300


@dataclass(frozen=True)
class UsageWish:
    """`day` narrows the table of calls alone: the chart keeps its period."""

    period: str = USUAL
    first: str = ""
    last: str = ""
    day: str = ""
    filters: dict[str, str] = field(default_factory=dict)

    @property
    def days(self) -> tuple[date, date]:
        return date.fromisoformat(self.first), date.fromisoformat(self.last)


def wish_of(given: Mapping[str, str], today: date) -> UsageWish:
    """What was asked for, checked; raises `InvalidInputError`."""
    if not set(given) <= NAMES or any(len(value) > LONGEST for value in given.values()):
        raise InvalidInputError
    period = given.get("period") or USUAL
    first, last = _days(period, given, today)
    day = _day(given["day"]) if given.get("day") else None
    filters = {name: given[name] for name in FILTERS if given.get(name)}
    return UsageWish(period, first.isoformat(), last.isoformat(), day.isoformat() if day else "", filters)


def filter_of(wish: UsageWish, *, site: bool, whole_period: bool = True) -> UsageFilter:
    """As the log understands it; with `whole_period` regardless of the day that was picked."""
    first, last = wish.days
    if wish.day and not whole_period:
        first = last = date.fromisoformat(wish.day)
    given = wish.filters
    wanted = UsageFilter(first, last, model_id=given.get("model", ""), kind=given.get("kind", ""))
    if site:
        return replace(wanted, person_id=given.get("person", ""))
    places = {"folder_id": _place(given.get("project", "")), "api_key_id": _place(given.get("key", ""))}
    return replace(wanted, **places, conversation_id=given.get("chat", ""))


def csv_address(wish: UsageWish, *, site: bool) -> str:
    """The table of the same calls as a file (api/v1/usage.py)."""
    names = {"model": "model_id", "kind": "kind"} | (
        {"person": "person_id"} if site else {"project": "project", "key": "key", "chat": "conversation_id"}
    )
    day = wish.day or ""
    query = {"first_day": day or wish.first, "last_day": day or wish.last}
    query |= {names[name]: value for name, value in wish.filters.items() if name in names}
    return f"/api/v1/{'admin/' if site else ''}usage/calls.csv?{urlencode(query)}"


def _days(period: str, given: Mapping[str, str], today: date) -> tuple[date, date]:
    if period in PERIODS:
        return today - timedelta(days=PERIODS[period] - 1), today
    if period == "month":
        return today.replace(day=1), today
    if period != "custom":
        raise InvalidInputError
    last = _day(given["last"]) if given.get("last") else today
    first = _day(given["first"]) if given.get("first") else last.replace(day=1)
    return (first, last) if first <= last else (last, first)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInputError("usage.error_day") from None


def _place(given: str) -> str | None:
    return "" if given == NONE else given or None
