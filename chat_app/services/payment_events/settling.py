"""Brings the books in line with a payment: what the provider says of it now, not what was heard of it on the way.

Order, refunds and disputes are asked for together and booked together, always in this order. So it does not matter which
message came first, which came twice and which never came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.payments.port import DisputeState, PaymentProvider, PaymentState, RefundState
from chat_app.services.disputes import booking as disputes
from chat_app.services.refunds import booking as refunds
from chat_app.services.topups.dto import OrderStatus
from chat_app.services.topups.fulfilment import fulfil
from chat_app.services.topups.queries import find_by_payment, lock_order
from chat_app.services.topups.recovering import recover


class Outcome(StrEnum):
    """What became of a look at a payment."""

    SETTLED = "settled"
    FOREIGN = "foreign"
    """No order of ours."""
    UNKNOWN_ORDER = "unknown_order"
    """It names an order that we do not have."""


@dataclass(frozen=True, slots=True)
class Found:
    """A payment with all that went back of it, as the provider has it."""

    payment: PaymentState
    refunds: list[RefundState]
    disputes: list[DisputeState]


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of it."""

    outcome: Outcome
    order: models.TopUpOrder | None = None
    new_disputes: list[models.Dispute] = field(default_factory=list)


async def ask(provider: PaymentProvider, payment_id: str) -> Found:
    """Raises `PaymentError`."""
    payment = await provider.get_payment(payment_id)
    if not payment.charge_id:
        return Found(payment, [], [])
    return Found(payment, await provider.list_refunds(payment_id), await provider.list_disputes(payment_id))


def settle(session: Session, found: Found, now: datetime) -> Settled:
    """Book it. Told again, nothing changes."""
    known = find_by_payment(session, found.payment.id)
    order = lock_order(session, known.id if known else found.payment.order_id) or recover(session, found.payment, now)
    if order is None:
        return Settled(Outcome.UNKNOWN_ORDER if found.payment.order_id else Outcome.FOREIGN)
    fulfil(session, order.id, found.payment, now)
    if order.status != OrderStatus.PAID or order.payment_id != found.payment.id:
        return Settled(Outcome.SETTLED, order)
    return Settled(Outcome.SETTLED, order, _money_back(session, order, found, now))


def _money_back(session: Session, order: models.TopUpOrder, found: Found, now: datetime) -> list[models.Dispute]:
    """Returns the disputes and warnings that are new."""
    for refund in found.refunds:
        refunds.apply(session, order, refund, now)
    new = [dispute.id for dispute in found.disputes if disputes.apply(session, order, dispute, now)]
    return [session.get_one(models.Dispute, dispute_id) for dispute_id in new]
