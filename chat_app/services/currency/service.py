"""Knows what currencies are worth, and learns it anew every day."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.currency import queries
from chat_app.services.currency.dto import EURO, CurrencyRate, DayRate, PublishedRates, RateTable, ReaderRate, RefusedRate
from chat_app.services.currency.ecb import bundled, read_daily
from chat_app.services.currency.errors import NoRateError, RateNotWaitingError, RatesUnavailableError
from chat_app.services.currency.history import RateHistory
from chat_app.services.currency.refusals import read_refused, sorted_out, write_refused
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.currencies import DIGITS, SYMBOLS
from chat_app.services.kernel.money import DOLLAR_RATE

logger = logging.getLogger(__name__)

PERMISSION = "admin.providers"
CACHE = timedelta(minutes=1)
"""How long rates fetched by another process may go unnoticed."""


class CurrencyService:
    """Rates of exchange. What was stored for a day never changes, so amounts of the past stay what they were."""

    def __init__(self, db: Database, outbound: OutboundClient, audit: AuditLog, clock: Clock, url: str) -> None:
        """`url` is where the list is fetched; empty for a house that only uses the rates that ship with Parley."""
        self._db = db
        self._outbound = outbound
        self._audit = audit
        self._clock = clock
        self._url = url
        self._cached: tuple[datetime, RateTable] | None = None

    async def begin(self) -> None:
        """Store the rates that ship with Parley, unless they are there."""
        shipped = bundled()
        await self._db.write(lambda session: queries.add_rates(session, shipped.day, shipped.rates, "bundled"))
        self._cached = None

    async def current(self) -> RateTable:
        """The last rates of all currencies."""
        now = self._clock()
        if self._cached is None or self._cached[0] <= now:
            self._cached = (now + CACHE, await self.rates_of(now.date() + timedelta(days=1)))
        return self._cached[1]

    async def rates_of(self, day: date) -> RateTable:
        """The rates that held on a day; before the first that are known, those that ship with Parley."""
        found = await self._db.read(lambda session: queries.rates_until(session, day))
        return _table(found) if found else bundled_table()

    async def history(self, *currencies: str) -> RateHistory:
        """What some currencies were worth day by day."""
        rates = await self._db.read(lambda session: queries.rates_of_currencies(session, {"USD", *currencies}))
        return RateHistory(rates, bundled_table())

    async def list(self) -> list[CurrencyRate]:
        """Every currency in which amounts can be shown, by code."""
        table = await self.current()
        return [rate for code in sorted({EURO, *table.rates}) if (rate := _currency(table, code))]

    async def find(self, code: str) -> CurrencyRate:
        """One of them; raises `NoRateError`."""
        found = _currency(await self.current(), code)
        if found is None:
            raise NoRateError(currency=code)
        return found

    async def reader_rate(self, currency: str, by_hand: int) -> ReaderRate:
        """At which rate amounts are shown to somebody who chose this currency; `by_hand` is 0 for the published one."""
        if currency == "USD":
            return ReaderRate(DOLLAR_RATE, None)
        if by_hand:
            return ReaderRate(by_hand, None, by_hand=True)
        table = await self.current()
        rate = table.per_dollar(currency)
        return ReaderRate(rate, table.day_of(currency)) if rate else ReaderRate(0, None)

    async def renew(self) -> None:
        """Fetch the list, if that is wanted; raises `RatesUnavailableError`."""
        if self._url:
            await self._take(await self._fetch(self._clock().date()))

    async def refused(self, actor: Actor) -> list[RefusedRate]:
        """Rates that wait for a look; raises `NotFoundError` for whoever does not administer prices."""
        require(actor, PERMISSION)
        return await self._db.read(read_refused)

    async def accept(self, actor: Actor, currency: str) -> None:
        """Take a refused rate over; raises `RateNotWaitingError`, `NotFoundError`."""
        require(actor, PERMISSION)

        def accept(session: Session) -> None:
            waiting = read_refused(session)
            wanted = next((each for each in waiting if each.currency == currency), None)
            if wanted is None:
                raise RateNotWaitingError
            queries.add_rates(session, wanted.day, {currency: wanted.after_micro}, "ecb")
            write_refused(session, [each for each in waiting if each is not wanted], self._clock())
            self._audit.record(session, actor, "currency.accept", kind="currency", object_id=currency, day=wanted.day.isoformat())

        await self._db.write(accept)
        self._cached = None

    async def _fetch(self, today: date) -> PublishedRates:
        try:
            fetched = await self._outbound.get(self._url, accept="application/xml, text/xml", set_by_admin=True)
            if fetched.status != 200:
                raise ValueError(f"status {fetched.status}")
            return read_daily(fetched.body, today)
        except (AddressRefusedError, ValueError) as error:
            # What the list holds is public; the reason helps whoever runs a mirror.
            logger.warning("Exchange rates were not renewed: %s", str(error) or type(error).__name__)
            raise RatesUnavailableError from None

    async def _take(self, published: PublishedRates) -> None:
        def take(session: Session) -> tuple[int, list[RefusedRate]]:
            usual, refused = sorted_out(published, queries.rates_until(session, published.day))
            write_refused(session, refused, self._clock())
            return queries.add_rates(session, published.day, usual, "ecb"), refused

        added, refused = await self._db.write(take)
        self._cached = None
        logger.info("Exchange rates of %s: %d new, %d refused", published.day, added, len(refused))


def _table(rates: dict[str, DayRate]) -> RateTable:
    return RateTable(max(rate.day for rate in rates.values()), rates)


def bundled_table() -> RateTable:
    """The rates that ship with Parley."""
    shipped = bundled()
    return RateTable(shipped.day, {code: DayRate(shipped.day, rate) for code, rate in shipped.rates.items()})


def _currency(table: RateTable, code: str) -> CurrencyRate | None:
    per_euro, per_dollar = table.per_euro(code), table.per_dollar(code)
    if per_euro is None or per_dollar is None or code not in DIGITS:
        return None
    return CurrencyRate(code, DIGITS[code], SYMBOLS.get(code, code), table.day_of(code), per_euro, per_dollar)
