"""A seller, buyers and paid orders for tests of tax and invoices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.billing_sections import Seller
from chat_app.services.site.queries import write_setting
from chat_app.services.tax import profiles
from chat_app.services.tax.dto import Profile
from chat_app.services.topups.dto import NewTopUp, OrderStatus
from chat_app.services.topups.ordering import open_order

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SELLER = Seller(
    company="Parley Betrieb GmbH",
    contact="Nora Weiß",
    street="Deichstraße 9",
    postal_code="20459",
    city="Hamburg",
    country="DE",
    email="rechnung@parley.example",
    phone="+49 40 123456",
    vat_id="DE136695976",
    tax_number="22/123/45678",
)
ADA = Profile(name="Ada König", street="Gasse 1", postal_code="10115", city="Berlin", country="DE")
LYON = replace(ADA, name="Odile Roux", postal_code="69001", city="Lyon", country="FR")
VIENNA = replace(ADA, business=True, company="Wiener Werke GmbH", postal_code="1010", city="Wien", country="AT", vat_id="ATU13585627")


def open_shop(session: Session, seller: Seller = SELLER) -> None:
    write_setting(session, Seller.name, seller.model_dump_json(), NOON)


def add_person(session: Session, profile: Profile = ADA, language: str = "de") -> str:
    person = models.User(id=new_id(), name=profile.name, email=f"{new_id()}@example.org", language=language, created_at=NOON)
    session.add(person)
    session.flush()
    profiles.save(session, person.id, profile, NOON)
    session.flush()
    return person.id


def say_valid(session: Session, owner_id: str, vat_id: str, outcome: str = "valid", at: datetime = NOON) -> str:
    """What the register said of a VAT id."""
    check = models.VatCheck(id=new_id(), owner_id=owner_id, vat_id=vat_id, outcome=outcome, consultation="WAPI1", checked_at=at)
    session.add(check)
    session.flush()
    return check.id


def add_order(session: Session, owner_id: str, net_cents: int = 1_000, now: datetime = NOON) -> models.TopUpOrder:
    """An order as it is when it was paid, by somebody who did not ask for the credit to be usable at once."""
    order = open_order(session, owner_id, NewTopUp(net_cents, begin_at_once=True), new_id(), now, language="de", livemode=False)
    order.status, order.paid_at, order.waived_at = OrderStatus.PAID, now, None
    session.add(order)
    session.flush()
    return order
