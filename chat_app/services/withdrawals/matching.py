"""Which purchase a declaration means. Functions of a `Session`."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.services.accounts.emails import account_key
from chat_app.services.invoices.seller import seller_in
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.ledger import queries as ledger_queries
from chat_app.services.refunds import queries as refund_queries
from chat_app.services.tax import profiles
from chat_app.services.withdrawals import queries
from chat_app.services.withdrawals.dto import Purchase


def find_purchase(session: Session, contract: str, email: str) -> Purchase | None:
    """The purchase of this number whose buyer has this address, as it stood on the order or as the account has it now."""
    order = queries.find_order(session, contract)
    if order is None or order.paid_at is None:
        return None
    buyer = profiles.thaw(order.buyer)
    addresses = {account_key(address) for address in (buyer.email, queries.email_of(session, order.owner_id)) if address}
    if account_key(email) not in addresses:
        return None
    bought, left = _credit(session, order)
    country = seller_in(session).country or "DE"
    return Purchase(order.id, buyer.profile.business, order.paid_at, country, bought, left, order.waived_at is not None)


def _credit(session: Session, order: models.TopUpOrder) -> tuple[int, int]:
    """What was bought and not returned, and what can be spent of it (nano)."""
    lot = ledger_queries.find_lot(session, f"order:{order.id}")
    returned = refund_queries.sum_returned(session, order.id).net
    return nano_of_cents(order.net_cents - returned), lot.remaining - lot.reserved if lot else 0
