"""Invoices are numbered without gaps, frozen, and corrected by others."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.db import Database
from chat_app.services.invoices import contents, issuing
from chat_app.services.invoices.errors import CorrectionTooLargeError, SellerIncompleteError
from chat_app.services.invoices.seller import missing
from chat_app.services.site.billing_sections import Seller
from tests.services.invoices.shop import ADA, LYON, NOON, SELLER, VIENNA, add_order, add_person, open_shop, say_valid

PARALLEL = int(os.environ.get("INVOICES", "100"))
"""1,000 are measured by hand (docs/performance.md)."""


def _sale(session: Session, net_cents: int = 1_000, now: datetime = NOON) -> tuple[models.TopUpOrder, models.Invoice]:
    order = add_order(session, add_person(session), net_cents, now)
    return order, issuing.issue(session, order, now)


def test_an_invoice_says_what_the_law_asks_for(db: Database) -> None:
    def sell(session: Session) -> models.Invoice:
        open_shop(session)
        return _sale(session, 1_999)[1]

    invoice = db.write_now(sell)
    content = contents.thaw(invoice.content)
    assert (invoice.number, invoice.kind, invoice.net_cents, invoice.vat_cents, invoice.total_cents) == (
        "R-2026-00001",
        "invoice",
        1_999,
        380,
        2_379,
    )
    assert (content.seller.name, content.seller.vat_id, content.buyer.name) == (SELLER.company, SELLER.vat_id, ADA.name)
    assert (content.issued_on, content.supplied_on, content.rate_points) == (date(2026, 5, 4), date(2026, 5, 4), 1_900)
    assert sum(line.net_cents for line in content.lines) == content.net_cents
    assert invoice.content_hash == hashlib.sha256(invoice.content.encode()).hexdigest()


def test_telling_twice_issues_once(db: Database) -> None:
    def sell(session: Session) -> tuple[str, str, int]:
        open_shop(session)
        order, invoice = _sale(session)
        return invoice.id, issuing.issue(session, order, NOON + timedelta(days=1)).id, len(session.exec(select(models.Invoice)).all())

    first, again, count = db.write_now(sell)
    assert first == again
    assert count == 1


def test_a_new_year_of_the_sellers_country_begins_a_series(db: Database) -> None:
    """At 23:30 UTC of the last day it is next year in Berlin already."""

    def sell(session: Session) -> list[str]:
        open_shop(session)
        times = (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 30, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC))
        return [_sale(session, 1_000, at)[1].number for at in times]

    assert db.write_now(sell) == ["R-2026-00001", "R-2027-00001", "R-2027-00002"]


async def test_parallel_invoices_have_numbers_without_gaps_even_when_some_fail(db: Database) -> None:
    db.write_now(open_shop)
    owner = db.write_now(add_person)

    def sell(session: Session, fails: bool) -> None:
        issuing.issue(session, add_order(session, owner), NOON)
        if fails:
            raise TimeoutError

    wanted = [False] * PARALLEL + [True] * (PARALLEL // 4)
    random.Random(7).shuffle(wanted)
    ended = await asyncio.gather(*(db.write(lambda s, fails=fails: sell(s, fails)) for fails in wanted), return_exceptions=True)
    assert sum(isinstance(one, TimeoutError) for one in ended) == sum(wanted)
    places = db.read_now(lambda s: list(s.exec(select(models.Invoice.place).order_by(col(models.Invoice.place))).all()))
    assert places == list(range(1, PARALLEL + 1))


def test_corrections_have_their_own_numbers_and_name_what_they_correct(db: Database) -> None:
    def correct(session: Session) -> tuple[models.Invoice, list[models.Invoice]]:
        open_shop(session)
        order, invoice = _sale(session)
        made = [issuing.correct(session, order, 400, 76, "refund-1", NOON), issuing.correct(session, order, 600, 114, "refund-2", NOON)]
        assert issuing.correct(session, order, 400, 76, "refund-1", NOON).id == made[0].id
        return invoice, made

    invoice, (first, second) = db.write_now(correct)
    assert (first.number, second.number) == ("K-2026-00001", "K-2026-00002")
    assert (first.kind, first.net_cents, first.vat_cents, first.total_cents) == ("correction", -400, -76, -476)
    assert first.corrects_id == second.corrects_id == invoice.id
    content = contents.thaw(first.content)
    assert (content.corrects_number, content.corrects_date, content.buyer.name) == (invoice.number, date(2026, 5, 4), ADA.name)
    assert "Gutschrift" not in first.content


def test_taking_all_back_is_a_cancellation_and_no_more_can_go(db: Database) -> None:
    def cancel(session: Session) -> str:
        open_shop(session)
        order, _ = _sale(session)
        kind = issuing.correct(session, order, 1_000, 190, "refund-1", NOON).kind
        with pytest.raises(CorrectionTooLargeError):
            issuing.correct(session, order, 1, 0, "refund-2", NOON)
        return kind

    assert db.write_now(cancel) == "cancellation"


def test_reverse_charge_keeps_its_proof_with_the_order(db: Database) -> None:
    def sell(session: Session) -> tuple[models.Invoice, models.TopUpOrder, str]:
        open_shop(session)
        owner = add_person(session, VIENNA)
        check = say_valid(session, owner, VIENNA.vat_id)
        order = add_order(session, owner)
        return issuing.issue(session, order, NOON), order, check

    invoice, order, check = db.write_now(sell)
    assert (invoice.tax_category, invoice.vat_cents, invoice.buyer_country, invoice.buyer_vat_id) == ("AE", 0, "AT", VIENNA.vat_id)
    assert check in order.tax


@pytest.mark.parametrize("age", [timedelta(days=31), timedelta(days=1)])
def test_vat_is_charged_when_the_register_is_silent_for_too_long(db: Database, age: timedelta) -> None:
    """A failure of today does not undo the word of yesterday, but that of last month is too old."""

    def quote(session: Session) -> str:
        open_shop(session)
        owner = add_person(session, VIENNA)
        say_valid(session, owner, VIENNA.vat_id, at=NOON - age)
        say_valid(session, owner, VIENNA.vat_id, "unavailable")
        return issuing.issue(session, add_order(session, owner), NOON).tax_category

    assert db.write_now(quote) == ("AE" if age.days == 1 else "S")


def test_the_sale_that_passes_the_threshold_is_taxed_at_the_consumers_place(db: Database) -> None:
    def sell(session: Session) -> list[tuple[str, int]]:
        open_shop(session)
        owner = add_person(session, LYON)
        sold = [issuing.issue(session, add_order(session, owner, cents), NOON) for cents in (600_000, 400_000, 1)]
        return [(invoice.country, invoice.rate_points) for invoice in sold]

    assert db.write_now(sell) == [("DE", 1_900), ("DE", 1_900), ("FR", 2_000)]


def test_nothing_of_an_invoice_can_be_changed_or_deleted(db: Database) -> None:
    def sell(session: Session) -> str:
        open_shop(session)
        return _sale(session)[1].id

    invoice_id = db.write_now(sell)
    for change in (lambda row: setattr(row, "net_cents", 1), lambda row: Session.object_session(row).delete(row)):
        with pytest.raises(DatabaseError):
            db.write_now(lambda session, change=change: change(session.get(models.Invoice, invoice_id)))


def test_without_a_complete_seller_nothing_is_issued(db: Database) -> None:
    def sell(session: Session) -> None:
        open_shop(session)
        order = add_order(session, add_person(session))
        open_shop(session, SELLER.model_copy(update={"phone": "", "vat_id": ""}))
        issuing.issue(session, order, NOON)

    with pytest.raises(SellerIncompleteError):
        db.write_now(sell)


def test_what_is_missing_of_a_seller_is_named() -> None:
    assert missing(SELLER) == ()
    assert set(missing(Seller())) == {"company", "contact", "street", "postal_code", "city", "email", "phone", "vat_id"}
    small = SELLER.model_copy(update={"tax_mode": "small_business", "vat_id": ""})
    assert missing(small) == ()
    assert missing(small.model_copy(update={"tax_number": ""})) == ("tax_number",)
    assert missing(SELLER.model_copy(update={"country": "CH", "correction_series": "R"})) == ("country", "correction_series")


def test_business_fields_of_a_consumer_do_not_count(db: Database) -> None:
    def sell(session: Session) -> models.Invoice:
        open_shop(session)
        owner = add_person(session, replace(VIENNA, business=False))
        say_valid(session, owner, VIENNA.vat_id)
        return issuing.issue(session, add_order(session, owner), NOON)

    invoice = db.write_now(sell)
    assert (invoice.tax_category, invoice.buyer_vat_id, contents.thaw(invoice.content).buyer.name) == ("S", "", VIENNA.name)
