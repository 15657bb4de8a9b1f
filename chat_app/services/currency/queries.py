"""All SQL about exchange rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from chat_app.models import ExchangeRate
from chat_app.services.currency.dto import DayRate


def rates_until(session: Session, day: date) -> dict[str, DayRate]:
    """Of each currency the last rate until `day`."""
    last = (
        select(col(ExchangeRate.currency).label("currency"), func.max(col(ExchangeRate.day)).label("day"))
        .where(col(ExchangeRate.day) <= day)
        .group_by(col(ExchangeRate.currency))
        .subquery()
    )
    statement = select(col(ExchangeRate.currency), col(ExchangeRate.day), col(ExchangeRate.rate_micro)).join(
        last, (col(ExchangeRate.currency) == last.c.currency) & (col(ExchangeRate.day) == last.c.day)
    )
    return {currency: DayRate(known, rate) for currency, known, rate in session.execute(statement)}


def rates_of_currencies(session: Session, currencies: Iterable[str]) -> dict[str, list[DayRate]]:
    """All rates of some currencies, oldest first."""
    columns = (col(ExchangeRate.currency), col(ExchangeRate.day), col(ExchangeRate.rate_micro))
    statement = select(*columns).where(col(ExchangeRate.currency).in_(list(currencies))).order_by(col(ExchangeRate.day))
    found: dict[str, list[DayRate]] = {}
    for currency, day, rate in session.execute(statement):
        found.setdefault(currency, []).append(DayRate(day, rate))
    return found


def add_rates(session: Session, day: date, rates: Mapping[str, int], source: str) -> int:
    """Keep the rates of a day that are not known yet; returns how many were new. Known ones stay: rows never change."""
    known = set(session.execute(select(col(ExchangeRate.currency)).where(col(ExchangeRate.day) == day)).scalars())
    new = [
        ExchangeRate(day=day, currency=currency, rate_micro=rate, source=source)
        for currency, rate in rates.items()
        if currency not in known
    ]
    session.add_all(new)
    return len(new)
