"""What crosses the border of the domain of currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from chat_app.services.kernel.money import DOLLAR_RATE, exchange

EURO = "EUR"
EURO_RATE = 1_000_000
"""The euro itself, in millionths."""


@dataclass(frozen=True, slots=True)
class DayRate:
    """What a euro was worth on a day: millionths of the currency."""

    day: date
    rate_micro: int


@dataclass(frozen=True, slots=True)
class PublishedRates:
    """The rates of one day as they were published."""

    day: date
    rates: Mapping[str, int]
    """Millionths of each currency for one euro; the euro is not among them."""


@dataclass(frozen=True, slots=True)
class RateTable:
    """What is known of all currencies on a day: of each the last rate until then."""

    day: date
    """The latest day on which rates were published."""
    rates: Mapping[str, DayRate] = field(default_factory=dict)

    def knows(self, currency: str) -> bool:
        return currency == EURO or currency in self.rates

    def per_euro(self, currency: str) -> int | None:
        """Millionths of the currency for one euro; None when nobody knows."""
        if currency == EURO:
            return EURO_RATE
        found = self.rates.get(currency)
        return found.rate_micro if found else None

    def per_dollar(self, currency: str) -> int | None:
        """Millionths of the currency for one dollar, at least one; None when nobody knows."""
        rate, dollar = self.per_euro(currency), self.per_euro("USD")
        return max(1, exchange(DOLLAR_RATE, dollar, rate)) if rate and dollar else None

    def convert(self, nano: int, before: str, after: str) -> int | None:
        """An amount in another currency, rounded once; None when nobody knows what one of them is worth."""
        if before == after:
            return nano
        rates = self.per_euro(before), self.per_euro(after)
        return exchange(nano, rates[0], rates[1]) if rates[0] and rates[1] else None

    def day_of(self, currency: str) -> date:
        """The day of the rate between the dollar and this currency: of the older one of the two."""
        days = [self.rates[code].day for code in ("USD", currency) if code in self.rates]
        return min(days, default=self.day)


@dataclass(frozen=True, slots=True)
class CurrencyRate:
    """A currency in which amounts can be shown."""

    code: str
    digits: int
    """How many digits stand behind the point (ISO 4217)."""
    symbol: str
    day: date
    """The day of the rate."""
    per_euro_micro: int
    """Millionths of the currency for one euro."""
    per_dollar_micro: int


@dataclass(frozen=True, slots=True)
class RefusedRate:
    """A rate that moved too far to be believed without a look at it."""

    currency: str
    day: date
    before_micro: int
    after_micro: int


@dataclass(frozen=True, slots=True)
class ReaderRate:
    """At which rate a reader's amounts are converted."""

    per_dollar_micro: int
    """Millionths of the reader's currency for one dollar; 0 when nobody knows: amounts stay in dollars."""
    day: date | None
    """The day of a published rate; None for the dollar itself, and for a rate by hand."""
    by_hand: bool = False
