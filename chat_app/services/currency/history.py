"""Converts amounts of the past at the rates of their own day, so that they never change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chat_app.services.currency.dto import EURO, EURO_RATE, DayRate, RateTable
from chat_app.services.kernel.money import exchange


@dataclass(frozen=True, slots=True)
class RateHistory:
    """Rates of some currencies, oldest first; `shipped` holds where there is none yet."""

    rates: Mapping[str, Sequence[DayRate]]
    shipped: RateTable

    def rate_on(self, currency: str, day: date | None) -> int | None:
        """Millionths for one euro on a day, or before the first day that is known on that one; None when nobody knows."""
        if currency == EURO:
            return EURO_RATE
        known = self.rates.get(currency, ())
        if not known:
            return self.shipped.per_euro(currency)
        found = bisect_right(known, day, key=lambda rate: rate.day) if day else 0
        return known[max(0, found - 1)].rate_micro

    def convert(self, nano: int, before: str, after: str, day: date | None) -> int | None:
        """An amount as it was worth on its day; None when nobody knows what one of the currencies is worth."""
        if before == after:
            return nano
        rates = self.rate_on(before, day), self.rate_on(after, day)
        return exchange(nano, rates[0], rates[1]) if rates[0] and rates[1] else None
