"""An order that the books lost, written down anew from its payment: a database of yesterday does not know what was bought since.

A function of a `Session`. The payment says whose it is, what it cost and how much credit that was; the VAT is worked out again.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.payments.port import PaymentState
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.tax import profiles, quoting
from chat_app.services.topups import queries

logger = logging.getLogger(__name__)


def recover(session: Session, paid: PaymentState, now: datetime) -> models.TopUpOrder | None:
    """The order of a payment that names one; None where a person has to decide.

    That is so unless its buyer is known, was to get that much credit, and would pay just as much for it now. Nobody else
    than this house writes these notes: they are set with its key, and read from the provider, never from a message.
    """
    if paid.status != "succeeded" or paid.currency != LEDGER_CURRENCY or paid.net_cents <= 0 or not paid.order_id:
        return None
    if queries.lock_person(session, paid.owner_id) is None:
        return None
    if known := queries.lock_order(session, paid.order_id):
        return known
    quote = quoting.quote(session, paid.owner_id, paid.net_cents, now)
    if quote.decision is None or quote.total_cents != paid.received_cents:
        return None
    logger.warning("Order %s was not in the books; it was written down anew from its payment %s", paid.order_id, paid.id)
    order = models.TopUpOrder(
        id=paid.order_id,
        owner_id=paid.owner_id,
        livemode=paid.livemode,
        currency=LEDGER_CURRENCY,
        net_cents=quote.net_cents,
        vat_cents=quote.vat_cents,
        total_cents=quote.total_cents,
        tax=quoting.freeze(quote.decision),
        buyer=profiles.freeze(quote.buyer),
        idempotency_key=f"recovered:{paid.id}",
        created_at=now,
    )
    session.add(order)
    session.flush()
    return order
