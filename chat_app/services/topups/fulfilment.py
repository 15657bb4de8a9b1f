"""The one place where a payment becomes credit: once, checked, and together with its invoice. Functions of a `Session`.

Webhooks, the poll on the way back, the hourly look and automatic payments all come here, at the same time if they like: the
order's row is locked, and who comes second finds it done. What is credited is what was ordered, never a number of a message.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.payments.port import PaymentState
from chat_app.services.invoices.issuing import issue
from chat_app.services.kernel.failpoints import reached
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.ledger.credits import NewCredit, add_credit
from chat_app.services.topups import queries
from chat_app.services.topups.dto import UNDER_WAY, OrderStatus
from chat_app.services.topups.problems import problem_of
from chat_app.services.topups.rules import Ordered, mismatch

logger = logging.getLogger(__name__)

_DONE = frozenset({OrderStatus.PAID, OrderStatus.REFUSED})
_OVER = frozenset({"canceled", "requires_payment_method", "requires_action", "requires_confirmation"})
"""A payment that will not succeed without its person."""


def fulfil(session: Session, order_id: str, paid: PaymentState, now: datetime) -> bool:
    """Give the credit of an order for its payment; whether this call did it.

    Raises `WalletStoppedError` while wallets are stopped and `SellerIncompleteError` while no invoice can be issued: then
    nothing was written, and the payment is looked at again.
    """
    order = queries.lock_order(session, order_id)
    if order is None or order.status in _DONE:
        _watch(order, paid)
        return False
    if paid.status != "succeeded":
        _note(session, order, paid, now)
        return False
    if problem := _refusal(session, order, paid):
        logger.error("Order %s was not fulfilled: its payment differs (%s)", order.id, problem)
        order.status, order.problem = OrderStatus.REFUSED, problem
        return False
    _credit(session, order, paid, now)
    return True


def end(session: Session, order_id: str, status: OrderStatus, problem: str, now: datetime) -> bool:
    """End an order that is not paid; False when it has ended already."""
    order = queries.lock_order(session, order_id)
    if order is None or order.status not in UNDER_WAY:
        return False
    order.status, order.problem = status, problem[:200]
    if order.automatic and status is OrderStatus.FAILED and (account := queries.lock_account(session, order.owner_id)):
        account.problem_key, account.updated_at = problem_of(problem), now
    session.flush()
    return True


def _watch(order: models.TopUpOrder | None, paid: PaymentState) -> None:
    """Money that came for nothing is never passed over in silence; the daily reconciliation shows it, too."""
    if order and paid.status == "succeeded" and order.payment_id not in {None, paid.id}:
        logger.error("Order %s was paid twice: payment %s has to go back", order.id, paid.id)


def _refusal(session: Session, order: models.TopUpOrder, paid: PaymentState) -> str:
    known = queries.find_by_payment(session, paid.id)
    if known and known.id != order.id:
        return "payment"
    return mismatch(Ordered(order.id, order.owner_id, order.total_cents, order.currency, order.livemode), paid)


def _credit(session: Session, order: models.TopUpOrder, paid: PaymentState, now: datetime) -> None:
    order.status, order.problem, order.paid_at = OrderStatus.PAID, "", now
    order.payment_id, order.card_country = paid.id, paid.card_country[:2]
    session.flush()
    reached("credit.before_books")
    credit = NewCredit(
        wallet_id=order.owner_id,
        amount=nano_of_cents(order.net_cents),
        vat=nano_of_cents(order.vat_cents),
        key=f"order:{order.id}",
        paid=True,
        ref=order.id,
    )
    add_credit(session, credit, order.currency, now)
    reached("credit.before_invoice")
    issue(session, order, now)
    reached("credit.before_commit")


def _note(session: Session, order: models.TopUpOrder, paid: PaymentState, now: datetime) -> None:
    """Write down how far a payment is. One that was declined on the provider's page may still be made there, so only what
    nobody can go on with ends here: a debit that came back, and what was to be paid without its person.
    """
    if paid.status == "processing" and order.status in UNDER_WAY:
        order.status, order.payment_id = OrderStatus.PENDING, paid.id
        session.flush()
    elif paid.status in _OVER and (order.status == OrderStatus.PENDING or order.automatic):
        end(session, order.id, OrderStatus.FAILED, paid.problem or paid.status, now)
