"""Rates that moved too far to be believed at once: kept aside until an administrator takes them over or a later list is usual again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from sqlmodel import Session

from chat_app.services.currency.dto import DayRate, PublishedRates, RefusedRate
from chat_app.services.site.queries import read_setting, write_setting

LARGEST_MOVE_PERCENT = 30
SETTING = "refused_rates"
"""Where they lie among the settings of the site."""


def sorted_out(published: PublishedRates, known: Mapping[str, DayRate]) -> tuple[dict[str, int], list[RefusedRate]]:
    """What of a day's rates can be believed, and what moved by more than `LARGEST_MOVE_PERCENT` against the last rate."""
    usual: dict[str, int] = {}
    refused: list[RefusedRate] = []
    for currency, rate in published.rates.items():
        last = known.get(currency)
        if last and moved_too_far(last.rate_micro, rate):
            refused.append(RefusedRate(currency, published.day, last.rate_micro, rate))
        else:
            usual[currency] = rate
    return usual, refused


def moved_too_far(before: int, after: int) -> bool:
    """Whether the difference is more than `LARGEST_MOVE_PERCENT` of what was before."""
    return abs(after - before) * 100 > before * LARGEST_MOVE_PERCENT


def read_refused(session: Session) -> list[RefusedRate]:
    """Those that wait."""
    stored = json.loads(read_setting(session, SETTING) or "[]")
    return [RefusedRate(each["currency"], date.fromisoformat(each["day"]), each["before_micro"], each["after_micro"]) for each in stored]


def write_refused(session: Session, refused: list[RefusedRate], now: datetime) -> None:
    """Let these wait, and no others."""
    if refused or read_setting(session, SETTING):
        write_setting(session, SETTING, json.dumps([{**asdict(each), "day": each.day.isoformat()} for each in refused]), now)
