"""Counts what was sold to consumers in other member states, for the threshold of the One-Stop-Shop."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from chat_app.services.tax import queries
from chat_app.services.tax.rates import countries_abroad
from chat_app.services.tax.rules import THRESHOLD_CENTS


def sold_abroad(session: Session, seller_country: str, year: int) -> int:
    """Net cents of a calendar year."""
    return queries.sum_to_consumers(session, countries_abroad(seller_country), date(year, 1, 1), date(year, 12, 31))


def is_passed(session: Session, seller_country: str, net_cents: int, day: date) -> bool:
    """Whether a sale of `net_cents` is beyond it: the year before was, or this year is with it (§ 3a Abs. 5 Satz 3 UStG)."""
    if sold_abroad(session, seller_country, day.year - 1) > THRESHOLD_CENTS:
        return True
    return sold_abroad(session, seller_country, day.year) + net_cents > THRESHOLD_CENTS
