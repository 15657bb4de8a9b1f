"""What we issue, readers accept: each kind of sale through issuing, printing and the rules of EN 16931."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session

from bench.invoices.pdfa import problems
from bench.invoices.validators import failures
from chat_app.db import Database
from chat_app.integrations.einvoice import render
from chat_app.services.invoices import contents, issuing
from chat_app.services.site.billing_sections import Seller
from tests.services.invoices.shop import ADA, LYON, NOON, SELLER, VIENNA, add_order, add_person, open_shop, say_valid

BUYERS = (ADA, LYON, VIENNA, replace(ADA, country="CH", postal_code="8001", city="Zürich"), replace(ADA, country="HK", postal_code=""))
SMALL = SELLER.model_copy(update={"tax_mode": "small_business", "vat_id": ""})


def sell(session: Session) -> list[str]:
    """The contents of an invoice, and of a correction of half of it, for each buyer of two sellers."""
    return [content for seller in (SELLER, SMALL) for content in _sell_as(session, seller)]


def _sell_as(session: Session, seller: Seller) -> Iterator[str]:
    open_shop(session, seller)
    for profile in BUYERS:
        owner_id = add_person(session, profile)
        if profile.vat_id:
            say_valid(session, owner_id, profile.vat_id)
        order = add_order(session, owner_id, 2_000)
        yield issuing.issue(session, order, NOON).content
        yield issuing.correct(session, order, 1_000, order.vat_cents // 2, order.id, NOON).content


def test_what_is_issued_passes_the_rules_of_its_readers(db: Database) -> None:
    issued = [contents.thaw(text) for text in db.write_now(sell)]
    wrong = {}
    for content in issued:
        files = render(content)
        wrong[content.number] = [*failures(files.xml), *failures(files.xrechnung), *problems(files.pdf, files.xml)]

    assert {number: found for number, found in wrong.items() if found} == {}
    assert {content.category for content in issued} == {"S", "AE", "O", "E"}
