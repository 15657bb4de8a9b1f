"""Reports in the reader's own money: each call at the rates of its day, people without what the platform pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.models import ExchangeRate
from chat_app.services.audit import AuditLog
from chat_app.services.currency import CurrencyService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.usage.dto import UsageFilter
from chat_app.services.usage.report_dto import ReaderMoney
from chat_app.services.usage.reports import UsageReports
from tests.services.chat.conftest import make_user
from tests.services.usage.test_log import record

EARLY, LATE = datetime(2026, 11, 3, 12, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
RATES = {"USD": (1_117_200, 1_300_000), "CHF": (919_400, 800_000)}
ALL = UsageFilter()
FRANCS = ReaderMoney("CHF")


@pytest.fixture
async def reports(db: Database) -> UsageReports:
    """With rates of two days: what ships, and one far from it."""
    currencies = CurrencyService(db, OutboundClient(), AuditLog(db, utc_now), utc_now, "")
    await currencies.begin()
    later = [ExchangeRate(day=date(2026, 11, 20), currency=code, rate_micro=rates[1]) for code, rates in RATES.items()]
    db.write_now(lambda session: session.add_all(later))
    return UsageReports(db, currencies)


@pytest.fixture
def ada(db: Database) -> Actor:
    return make_user(db, "Ada")


def francs(nano: int, day: int) -> int:
    exact = Decimal(nano) * RATES["CHF"][day] / RATES["USD"][day]
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


class TestOwn:
    async def test_each_call_counts_at_the_rates_of_its_day(self, db, reports, ada):
        record(db, ada, tokens=1_000, at=EARLY)
        record(db, ada, tokens=7_000, at=LATE)
        report = await reports.own(ada, ALL, FRANCS)
        assert [(line.key, line.paid_nano) for line in report.lines["day"]] == [
            ("2026-11-03", francs(1_100, 0)),
            ("2026-11-20", francs(7_700, 1)),
        ]
        assert report.total.paid_nano == francs(1_100, 0) + francs(7_700, 1)
        assert (report.currency, report.converted, report.first_rate, report.last_rate) == (
            "CHF",
            True,
            date(2026, 10, 30),
            date(2026, 11, 20),
        )

    async def test_new_rates_change_nothing_of_the_past(self, db, reports, ada):
        record(db, ada, tokens=1_000, at=EARLY)
        before = await reports.own(ada, ALL, FRANCS)
        db.write_now(lambda session: session.add(ExchangeRate(day=date(2026, 11, 21), currency="CHF", rate_micro=2_000_000)))
        assert await reports.own(ada, ALL, FRANCS) == before

    async def test_dollars_stay_dollars_and_a_rate_by_hand_counts_for_all_days(self, db, reports, ada):
        record(db, ada, tokens=1_000, at=EARLY)
        record(db, ada, tokens=1_000, at=LATE)
        plain = await reports.own(ada, ALL, ReaderMoney())
        assert (plain.total.paid_nano, plain.converted, plain.first_rate) == (2_200, False, None)
        by_hand = await reports.own(ada, ALL, ReaderMoney("CHF", 500_000))
        assert (by_hand.total.paid_nano, by_hand.by_hand, by_hand.first_rate) == (1_100, True, None)

    async def test_in_dollars_where_nobody_knows_a_rate(self, db, reports, ada):
        record(db, ada, tokens=1_000, at=EARLY)
        report = await reports.own(ada, ALL, ReaderMoney("XAF"))
        assert (report.currency, report.total.paid_nano, report.converted) == ("USD", 1_100, False)

    async def test_calls_with_own_keys_are_apart(self, db, reports, ada):
        record(db, ada, tokens=1_000, at=LATE, own_key=True)
        record(db, ada, tokens=500, at=LATE)
        record(db, ada, tokens=10, at=LATE, price=None)
        total = (await reports.own(ada, ALL, ReaderMoney())).total
        assert (total.paid_nano, total.own_key_nano, total.calls, total.unpriced) == (550, 1_000, 3, 1)

    async def test_nobody_sees_others_nor_what_the_platform_pays(self, db, reports, ada):
        record(db, ada, tokens=1_000, at=LATE)
        record(db, make_user(db, "Bob"), tokens=9_000, at=LATE)
        report = await reports.own(ada, ALL, ReaderMoney())
        assert report.total.calls == 1
        assert {line.cost_nano for lines in report.lines.values() for line in lines} | {report.total.cost_nano} == {0}

    async def test_what_cost_most_comes_first(self, db, reports, ada):
        record(db, ada, tokens=10, at=LATE)
        record(db, ada, tokens=1_000, at=LATE, model_id="openai/large")
        record(db, ada, tokens=500, at=LATE, kind="title")
        report = await reports.own(ada, ALL, FRANCS)
        assert [line.key for line in report.lines["model"]] == ["openai/large", "openai/gpt"]
        assert [line.key for line in report.lines["kind"]] == ["send", "title"]
        assert [line.calls for line in (await reports.own(ada, replace(ALL, kind="title"), FRANCS)).lines["model"]] == [1]


class TestAll:
    async def test_cost_price_and_margin(self, db, reports, ada, admin):
        record(db, ada, tokens=1_000, at=EARLY)
        record(db, make_user(db, "Bob"), tokens=3_000, at=LATE)
        report = await reports.all(admin, ALL, ReaderMoney())
        assert (report.total.cost_nano, report.total.paid_nano, report.total.margin_nano) == (4_000, 4_400, 400)
        assert [(line.label, line.margin_nano) for line in report.lines["person"]] == [("Bob", 300), ("Ada", 100)]

    async def test_for_nobody_else(self, reports, ada):
        with pytest.raises(NotFoundError):
            await reports.all(ada, ALL, ReaderMoney())
