"""Rates day by day: fetched, believed or not, and never changed once they are there."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from chat_app.errors import NotFoundError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.models import AuditEntry, ExchangeRate
from chat_app.services.currency import CurrencyService
from chat_app.services.currency.dto import RateTable
from chat_app.services.currency.ecb import bundled
from chat_app.services.currency.errors import NoRateError, RateNotWaitingError, RatesUnavailableError
from chat_app.services.currency.refusals import moved_too_far
from chat_app.services.currency.service import bundled_table
from tests.services.currency.lists import RATES, daily

OCTOBER, NOVEMBER = date(2026, 10, 30), date(2026, 11, 20)


def stored(db):
    return {(row.day, row.currency): row.rate_micro for row in db.read_now(lambda session: session.exec(select(ExchangeRate)).all())}


class TestBegin:
    async def test_what_ships_is_there_and_once_only(self, currencies, db):
        assert (await currencies.current()).per_euro("USD") == 1_117_200, "also before the first start"
        await currencies.begin()
        await currencies.begin()
        assert stored(db) == {(OCTOBER, code): rate for code, rate in bundled().rates.items()}
        assert (await currencies.current()).day == OCTOBER


class TestRenew:
    async def test_rates_of_a_new_day_hold_from_then_on(self, currencies, bank):
        await currencies.begin()
        await currencies.current()
        bank.publish(daily("2026-11-20", USD="1.12"))
        await currencies.renew()
        table = await currencies.current()
        assert (table.day, table.per_euro("USD")) == (NOVEMBER, 1_120_000)
        assert (await currencies.rates_of(date(2026, 11, 19))).per_euro("USD") == 1_117_200, "what held before still held then"

    async def test_a_day_that_is_known_never_changes(self, currencies, bank, db):
        bank.publish(daily("2026-11-20", USD="1.12"))
        await currencies.renew()
        bank.publish(daily("2026-11-20", USD="1.13"))
        await currencies.renew()
        assert stored(db)[NOVEMBER, "USD"] == 1_120_000

    async def test_the_database_refuses_changes(self, currencies, db):
        await currencies.begin()
        for statement in ("UPDATE exchange_rates SET rate_micro = 1", "DELETE FROM exchange_rates"):
            with pytest.raises(DBAPIError):
                db.write_now(lambda session, sql=statement: session.execute(text(sql)))

    @pytest.mark.parametrize(("body", "status"), [(b"nonsense", 200), (daily("2026-11-20"), 500), (daily("2027-01-01"), 200)])
    async def test_what_cannot_be_read_changes_nothing(self, currencies, bank, db, body, status):
        await currencies.begin()
        before = stored(db)
        bank.publish(body, status)
        with pytest.raises(RatesUnavailableError):
            await currencies.renew()
        assert stored(db) == before

    async def test_a_server_that_is_away_changes_nothing(self, house):
        alone = CurrencyService(house.db, OutboundClient(allowed=[("127.0.0.1", 9)]), house.audit, house.clock, "http://127.0.0.1:9/")
        with pytest.raises(RatesUnavailableError):
            await alone.renew()

    async def test_nobody_is_asked_when_no_address_is_set(self, house, bank):
        await CurrencyService(house.db, OutboundClient(), house.audit, house.clock, "").renew()
        assert bank.listener.connections == 0


class TestRefusing:
    async def test_a_jump_waits_while_the_rest_is_taken(self, currencies, bank, house, db):
        await currencies.begin()
        bank.publish(daily("2026-11-20", USD="1.12", TRY="155.8015"))
        await currencies.renew()
        admin = house.person("Root", "admin")
        assert [(each.currency, each.after_micro) for each in await currencies.refused(admin)] == [("TRY", 155_801_500)]
        assert (NOVEMBER, "TRY") not in stored(db)
        assert (await currencies.current()).per_euro("TRY") == 55_801_500
        assert (await currencies.current()).per_euro("USD") == 1_120_000
        assert (await currencies.find("TRY")).day == OCTOBER, "its age is told"

    async def test_an_administrator_takes_it_over(self, currencies, bank, house, db):
        await currencies.begin()
        bank.publish(daily("2026-11-20", TRY="155.8015"))
        await currencies.renew()
        admin = house.person("Root", "admin")
        await currencies.accept(admin, "TRY")
        assert (await currencies.current()).per_euro("TRY") == 155_801_500
        assert await currencies.refused(admin) == []
        entries = db.read_now(lambda session: session.exec(select(AuditEntry).where(AuditEntry.action == "currency.accept")).all())
        assert [(entry.actor_id, entry.object_id) for entry in entries] == [(admin.user_id, "TRY")]
        with pytest.raises(RateNotWaitingError):
            await currencies.accept(admin, "TRY")

    async def test_a_usual_rate_ends_the_waiting(self, currencies, bank, house):
        await currencies.begin()
        bank.publish(daily("2026-11-19", TRY="155.8015"))
        await currencies.renew()
        bank.publish(daily("2026-11-20", TRY="56"))
        await currencies.renew()
        assert await currencies.refused(house.person("Root", "admin")) == []

    async def test_nobody_else_sees_or_decides(self, currencies, house):
        for role in ("user", "manager"):
            for call in (currencies.refused(house.person(role=role)), currencies.accept(house.person(role=role), "TRY")):
                with pytest.raises(NotFoundError):
                    await call

    @given(st.integers(1, 10**12), st.integers(1, 10**12))
    def test_by_more_than_thirty_percent(self, before, after):
        assert moved_too_far(before, after) == (abs(Decimal(after) / before - 1) > Decimal("0.3"))


class TestConverting:
    async def test_every_currency_with_a_rate_can_be_shown(self, currencies):
        await currencies.begin()
        listed = await currencies.list()
        assert [each.code for each in listed] == sorted(["EUR", *RATES])
        found = {each.code: each for each in listed}
        assert (found["JPY"].digits, found["ISK"].digits, found["KRW"].digits, found["CHF"].digits) == (0, 0, 0, 2)
        assert (found["USD"].per_dollar_micro, found["EUR"].per_dollar_micro) == (1_000_000, 895_095)
        with pytest.raises(NoRateError):
            await currencies.find("XAF")

    async def test_amounts_of_the_past_stay_what_they_were(self, currencies, bank):
        await currencies.begin()
        before = (await currencies.history("CHF")).convert(10**12, "USD", "CHF", date(2026, 11, 3))
        bank.publish(daily("2026-11-20", USD="1.3", CHF="0.8"))
        await currencies.renew()
        history = await currencies.history("CHF")
        assert before == history.convert(10**12, "USD", "CHF", date(2026, 11, 3)) == 822_950_232_725
        assert history.convert(10**12, "USD", "CHF", NOVEMBER) == 615_384_615_385
        assert history.convert(10**12, "USD", "CHF", None) == before, "without a day, that of the first rates"

    @given(st.integers(-(10**16), 10**16), st.sampled_from(["EUR", *RATES]), st.sampled_from(["EUR", *RATES]))
    def test_exact_to_half_a_unit(self, nano, before, after):
        table: RateTable = bundled_table()
        if before == after:
            assert table.convert(nano, before, after) == nano
            return
        rates = {"EUR": Decimal(1), **{code: Decimal(rate) for code, rate in RATES.items()}}
        exact = Decimal(abs(nano)) * rates[after] / rates[before]
        size = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        assert table.convert(nano, before, after) == (size if nano >= 0 else -size)
