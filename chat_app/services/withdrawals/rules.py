"""What becomes of a withdrawal. Pure; an engineer's view of the law, to be confirmed by a lawyer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chat_app.services.tax.calendar import day_in
from chat_app.services.withdrawals.dto import Problem, Purchase

DAYS = 14
_SATURDAY = 5


def last_day(bought_on: date) -> date:
    """The last day on which somebody can withdraw: 14 days from the day after (§ 355 Abs. 2, § 187 Abs. 1 BGB), no weekend (§ 193 BGB)."""
    end = bought_on + timedelta(days=DAYS)
    return end + timedelta(days=7 - end.weekday()) if end.weekday() >= _SATURDAY else end


def obstacle(purchase: Purchase | None, declared_at: datetime) -> Problem | None:
    """Why a person has to decide; None where what is left goes back by itself.

    Whoever asked for the service to begin at once pays for what they used (§ 357a BGB), so the unspent part is all that is owed.
    """
    if purchase is None:
        return Problem.UNKNOWN
    if purchase.business:
        return Problem.BUSINESS
    if day_in(purchase.country, declared_at) > last_day(day_in(purchase.country, purchase.bought_at)):
        return Problem.LATE
    if purchase.left_nano <= 0:
        return Problem.SPENT
    if purchase.left_nano < purchase.bought_nano and not purchase.began_at_once:
        return Problem.UNINFORMED
    return None
