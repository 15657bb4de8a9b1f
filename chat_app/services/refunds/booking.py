"""A refund in the books, by what the payment provider says of it. Functions of a `Session`; the order is locked.

Credit is kept before the provider is asked, leaves the wallet when the money has gone back, and returns when it has not.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.payments.port import RefundState
from chat_app.services.disputes.freezing import release_warnings
from chat_app.services.invoices.issuing import correct
from chat_app.services.invoices.restoring import restore
from chat_app.services.kernel.failpoints import reached
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.money import NANO_PER_CENT, nano_of_cents
from chat_app.services.ledger import holds, lot_holds
from chat_app.services.ledger import queries as ledger_queries
from chat_app.services.ledger.dto import AccountKind, JournalKind
from chat_app.services.refunds import queries
from chat_app.services.refunds.dto import RefundStatus
from chat_app.services.refunds.errors import NothingToRefundError
from chat_app.services.refunds.rules import Part, part_of_net, part_of_total
from chat_app.services.topups.pausing import pause

MADE_THERE = "provider"
"""The reason of a refund that somebody made at the payment provider."""
FAILED = frozenset({"failed", "canceled"})


def lot_of(session: Session, order: models.TopUpOrder) -> models.Lot | None:
    """The credit that an order brought; None while it was not paid."""
    return ledger_queries.find_lot(session, f"order:{order.id}")


def ask(session: Session, order: models.TopUpOrder, net_cents: int | None, reason: str, now: datetime) -> models.Refund:
    """Keep what is unspent of an order, or so much of it, for a refund; raises `NothingToRefundError`.

    What a warning froze may go back: that is what the warning is for.
    """
    lot = lot_of(session, order)
    if lot is None or not order.payment_id:
        raise NothingToRefundError
    release_warnings(session, order.id)
    unspent = lot_holds.free_of(session, lot) // NANO_PER_CENT
    part = part_of_net(_whole(order), queries.sum_returned(session, order.id), unspent if net_cents is None else min(net_cents, unspent))
    if part.net <= 0:
        raise NothingToRefundError
    made = _new(order, part, reason, now)
    session.add(made)
    lot_holds.keep(session, lot, request_of(made), nano_of_cents(part.net), now)
    pause(session, order.owner_id, now)
    return made


def apply(session: Session, order: models.TopUpOrder, state: RefundState, now: datetime) -> models.Refund | None:
    """Bring the books in line with a refund as it is at the provider; None when the order brought no credit."""
    lot = lot_of(session, order)
    if lot is None:
        return None
    refund = queries.find_refund(session, state.id, state.refund_id) or _made_there(session, order, lot, state, now)
    refund.provider_id, refund.problem = state.id, state.problem
    if state.status in FAILED:
        fail(session, order, refund, state.problem or state.status, now)
    elif state.status == "succeeded":
        _finish(session, order, lot, refund, now)
    elif refund.state == RefundStatus.ASKED:
        refund.state = RefundStatus.PENDING
    session.flush()
    return refund


def fail(session: Session, order: models.TopUpOrder, refund: models.Refund, problem: str, now: datetime) -> None:
    """The money did not go back, or came back: so does the credit."""
    if refund.state == RefundStatus.FAILED:
        return
    if refund.state == RefundStatus.DONE:
        _undo(session, order, refund, now)
    elif ledger_queries.find_hold(session, request_of(refund)):
        holds.void(session, request_of(refund))
    refund.state, refund.problem, refund.ended_at = RefundStatus.FAILED, problem, now
    session.flush()


def request_of(refund: models.Refund) -> str:
    """The name of its hold and of its journal."""
    return f"refund:{refund.id}"


def _finish(session: Session, order: models.TopUpOrder, lot: models.Lot, refund: models.Refund, now: datetime) -> None:
    if refund.state in {RefundStatus.DONE, RefundStatus.FAILED}:
        return
    name = request_of(refund)
    # What was spent already and goes back all the same, because somebody refunded it at the provider, was a present.
    given = nano_of_cents(refund.net_cents) - lot_holds.kept(session, name)
    house: dict[str, int] = {
        AccountKind.VAT: -nano_of_cents(refund.vat_cents),
        AccountKind.PROMOTION: -given,
        AccountKind.CLEARING: nano_of_cents(refund.total_cents),
    }
    lot_holds.take(session, lot, name, lot_holds.Taking(JournalKind.REFUND, name, house, order.id), now)
    refund.state, refund.ended_at = RefundStatus.DONE, now
    order.refunded_cents += refund.total_cents
    session.flush()
    correct(session, order, refund.net_cents, refund.vat_cents, refund.id, now)
    reached("refund.before_commit")


def _undo(session: Session, order: models.TopUpOrder, refund: models.Refund, now: datetime) -> None:
    journal = ledger_queries.find_journal(session, request_of(refund))
    if journal:
        lot_holds.reverse(session, journal, f"{request_of(refund)}:back", now)
    order.refunded_cents -= refund.total_cents
    restore(session, order, refund.net_cents, refund.vat_cents, refund.id, now)


def _made_there(session: Session, order: models.TopUpOrder, lot: models.Lot, state: RefundState, now: datetime) -> models.Refund:
    """Write down a refund that nobody asked for here, and keep what is left of its credit."""
    part = part_of_total(_whole(order), queries.sum_returned(session, order.id), state.amount_cents)
    made = _new(order, part, MADE_THERE, now)
    session.add(made)
    session.flush()
    if state.status not in FAILED:
        release_warnings(session, order.id)
        lot_holds.keep(session, lot, request_of(made), nano_of_cents(part.net), now)
        pause(session, order.owner_id, now)
    return made


def _new(order: models.TopUpOrder, part: Part, reason: str, now: datetime) -> models.Refund:
    return models.Refund(
        id=new_id(),
        order_id=order.id,
        owner_id=order.owner_id,
        net_cents=part.net,
        vat_cents=part.vat,
        total_cents=part.total,
        reason=reason,
        created_at=now,
    )


def _whole(order: models.TopUpOrder) -> Part:
    return Part(order.net_cents, order.vat_cents)
