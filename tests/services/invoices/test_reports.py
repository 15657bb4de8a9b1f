"""What the tax office is told is the sum of the invoices, nothing else (I9)."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from sqlmodel import Session, select

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.services.audit.log import AuditLog
from chat_app.services.invoices import issuing
from chat_app.services.invoices.reports import BookingDaysError, ReportDaysError, TaxReports
from chat_app.services.kernel.actor import Actor
from tests.services.invoices.shop import ADA, LYON, NOON, SELLER, VIENNA, add_order, add_person, open_shop, say_valid

SPRING = (date(2026, 4, 1), date(2026, 6, 30))
SUMMER = (date(2026, 7, 1), date(2026, 9, 30))
ADMIN = Actor("admin", permissions=frozenset({"billing", "admin.billing"}))


def _year(session: Session) -> None:
    """Sales of a spring with OSS, and corrections of the summer."""
    open_shop(session, SELLER.model_copy(update={"oss": True}))
    bern = replace(ADA, name="=HYPERLINK(1)", city="Bern", postal_code="3011", country="CH")
    people = {profile.name: add_person(session, profile) for profile in (ADA, LYON, bern)}
    people["Wien"] = add_person(session, VIENNA)
    say_valid(session, people["Wien"], VIENNA.vat_id)
    orders = {name: add_order(session, owner, 1_999) for name, owner in people.items()}
    orders[LYON.name].card_country = "DE"
    for order in orders.values():
        issuing.issue(session, order, NOON)
    order = orders[LYON.name]
    issuing.correct(session, order, 500, 100, "refund-1", NOON + timedelta(days=1))
    issuing.correct(session, order, 499, 100, "refund-2", NOON + timedelta(days=80))


@pytest.fixture
def reports(db: Database) -> TaxReports:
    db.write_now(_year)
    return TaxReports(db, AuditLog(db, lambda: NOON))


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


async def test_vat_by_country_and_rate_adds_up_to_what_was_paid(reports: TaxReports, db: Database) -> None:
    report = await reports.vat(ADMIN, SPRING)
    assert [(row.country, row.category, row.rate_points, row.net_cents, row.vat_cents, row.corrections) for row in report.rows] == [
        ("AT", "AE", 0, 1_999, 0, 0),
        ("CH", "O", 0, 1_999, 0, 0),
        ("DE", "S", 1_900, 1_999, 380, 0),
        ("FR", "S", 2_000, 1_499, 300, 1),
    ]
    summer = await reports.vat(ADMIN, SUMMER)
    paid = db.read_now(lambda s: sum(s.exec(select(models.TopUpOrder.total_cents)).all()))
    assert report.total_cents + summer.total_cents == paid - 600 - 599
    assert report.contradictions == 1
    assert (report.threshold_cents, report.turnover_limit_cents) == (1_999 - 999, 0)


async def test_oss_names_corrections_of_earlier_quarters_apart(reports: TaxReports) -> None:
    assert rows(await reports.table(ADMIN, "oss", SPRING))[1:] == [["FR", "SERVICES", "20.00", "14.99", "3.00", ""]]
    assert rows(await reports.table(ADMIN, "oss", SUMMER))[1:] == [["FR", "SERVICES", "20.00", "-4.99", "-1.00", "2026-Q2"]]


async def test_the_statement_has_whole_euros_by_vat_id(reports: TaxReports) -> None:
    assert rows(await reports.table(ADMIN, "zm", SPRING))[1:] == [["AT", "U13585627", "20", "S"]]


async def test_bookings_have_an_account_for_each_kind_of_tax(reports: TaxReports) -> None:
    found = rows(await reports.table(ADMIN, "datev", SPRING), ";")
    assert (found[0][0], found[0][14:16]) == ("EXTF", ["20260401", "20260630"])
    booked = {row[10]: (row[0], row[1], row[7], row[13]) for row in found[2:]}
    assert booked["R-2026-00001"] == ("23,79", "S", "8400", "Ada König")
    assert booked["R-2026-00002"] == ("23,99", "S", "8320", "Odile Roux")
    assert booked["R-2026-00003"] == ("19,99", "S", "8338", "'=HYPERLINK(1)")
    assert booked["R-2026-00004"] == ("19,99", "S", "8336", "Wiener Werke GmbH")
    assert booked["K-2026-00001"] == ("6,00", "H", "8320", "Odile Roux zu R-2026-00002")


async def test_reports_are_for_administrators_and_for_days_in_their_order(reports: TaxReports) -> None:
    with pytest.raises(NotFoundError):
        await reports.table(Actor("ada", permissions=frozenset({"billing"})), "vat", SPRING)
    with pytest.raises(ReportDaysError):
        await reports.vat(ADMIN, (SUMMER[0], SPRING[0]))


async def test_bookings_are_of_one_year_because_their_days_are_written_without(reports: TaxReports) -> None:
    """ "0501" of a batch that begins in 2025 is imported as a day of 2025."""
    with pytest.raises(BookingDaysError):
        await reports.table(ADMIN, "datev", (date(2025, 12, 31), date(2026, 5, 31)))
