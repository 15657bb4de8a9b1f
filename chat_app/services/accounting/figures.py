"""From postings to what they mean. A positive posting is credit: what the house owes, or took as turnover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from chat_app.services.accounting.dto import DayFigures, HouseFigures, Period
from chat_app.services.ledger.dto import AccountKind, JournalKind

Moved = Mapping[tuple[str, str], int]


def figures_of(moved: Moved, given_spent: int, calls: int) -> HouseFigures:
    """What a period's postings say; `moved` is by kind of the journal and account of the house."""
    written_off = -_all(moved, AccountKind.WRITE_OFF)
    refunded_vat = -moved.get((JournalKind.REFUND, AccountKind.VAT), 0)
    return HouseFigures(
        sold=-_of(moved, JournalKind.TOP_UP, AccountKind.CLEARING) - _of(moved, JournalKind.TOP_UP, AccountKind.VAT),
        vat=_all(moved, AccountKind.VAT),
        refunded=_back(moved) - refunded_vat,
        fees=-_all(moved, AccountKind.FEES),
        turnover=_all(moved, AccountKind.REVENUE) - written_off,
        turnover_given=given_spent,
        provider_cost=-_all(moved, AccountKind.PROVIDER_COST),
        written_off=written_off,
        given=-_of(moved, JournalKind.GRANT, AccountKind.PROMOTION),
        expired=_of(moved, JournalKind.EXPIRY, AccountKind.PROMOTION) + _of(moved, JournalKind.CORRECTION, AccountKind.PROMOTION),
        disputed=-_all(moved, AccountKind.DISPUTES),
        calls=calls,
    )


def whole_days(period: Period, posted: Mapping[date, Mapping[str, int]]) -> list[DayFigures]:
    """A bar for every day, also for those on which nothing happened."""
    days = [period.first + timedelta(days=number) for number in range((period.last - period.first).days + 1)]
    return [_day(day, posted.get(day, {})) for day in days]


def _day(day: date, posted: Mapping[str, int]) -> DayFigures:
    turnover = posted.get(AccountKind.REVENUE, 0) + posted.get(AccountKind.WRITE_OFF, 0)
    return DayFigures(day, turnover, -posted.get(AccountKind.PROVIDER_COST, 0))


def _of(moved: Moved, kind: JournalKind, account: AccountKind) -> int:
    return moved.get((kind, account), 0)


def _all(moved: Moved, account: AccountKind) -> int:
    return sum(amount for (_, name), amount in moved.items() if name == account)


def _back(moved: Moved) -> int:
    """What refunds sent back, VAT included: from the provider's account, or on its way there."""
    return _of(moved, JournalKind.REFUND, AccountKind.CLEARING) + _of(moved, JournalKind.REFUND, AccountKind.REFUNDS)
