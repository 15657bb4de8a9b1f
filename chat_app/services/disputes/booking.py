"""A dispute in the books, by what the payment provider says of it. Functions of a `Session`; the order is locked.

While it is open the credit is frozen. Won: free again. Lost: the frozen credit is taken back and its sale corrected; what had
been spent stays sold, and is owed. All of it depends on how the dispute is now, not on what was heard of it before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.payments.port import DisputeState
from chat_app.services.disputes import queries
from chat_app.services.disputes.dto import LOST, OVER
from chat_app.services.disputes.freezing import freeze, release_warnings, request_of, thaw
from chat_app.services.invoices.issuing import correct
from chat_app.services.invoices.restoring import restore
from chat_app.services.kernel.money import NANO_PER_CENT, nano_of_cents
from chat_app.services.ledger import book, lot_holds
from chat_app.services.ledger import queries as ledger_queries
from chat_app.services.ledger.dto import AccountKind, JournalKind
from chat_app.services.refunds.queries import sum_returned
from chat_app.services.refunds.rules import Part, part_of_net
from chat_app.services.topups.pausing import pause


def apply(session: Session, order: models.TopUpOrder, state: DisputeState, now: datetime) -> bool:
    """Bring the books in line with a dispute or a warning; tells whether it is a new one."""
    found = queries.find_dispute(session, state.id)
    dispute = found or _new(order, state, now)
    session.add(dispute)
    dispute.state, dispute.reason, dispute.amount_cents = state.status, state.reason, state.amount_cents
    _move(session, dispute, "withdrawn", state.withdrawn_cents, now)
    _move(session, dispute, "reinstated", -state.reinstated_cents, now)
    if dispute.kind == "warning":
        _heed(session, order, dispute, now)
    elif state.status in OVER:
        _win(session, order, dispute, now)
    elif not (dispute.ended_at or dispute.released_at):
        _suffer(session, order, dispute, now)
    session.flush()
    if found is None and dispute.state not in OVER:
        pause(session, order.owner_id, now)
    return found is None


def _heed(session: Session, order: models.TopUpOrder, warning: models.Dispute, now: datetime) -> None:
    """Freeze what a warning is about, unless what it warned of has come or an administrator let it go."""
    if warning.state in OVER or warning.released_at or queries.list_of_order(session, order.id, "dispute"):
        thaw(session, warning)
        warning.ended_at = warning.ended_at or now
    else:
        freeze(session, order, warning, now)


def _suffer(session: Session, order: models.TopUpOrder, dispute: models.Dispute, now: datetime) -> None:
    release_warnings(session, order.id)
    dispute.lost_nano = freeze(session, order, dispute, now)
    if dispute.state == LOST:
        _lose(session, order, dispute, now)


def _lose(session: Session, order: models.TopUpOrder, dispute: models.Dispute, now: datetime) -> None:
    """Take the frozen credit back, with the VAT on it; the rest is owed."""
    name = request_of(dispute)
    lot = ledger_queries.find_lot(session, f"order:{order.id}")
    frozen = lot_holds.kept(session, name)
    dispute.ended_at = now
    if lot is None or not frozen:
        return
    whole = Part(order.net_cents, order.vat_cents)
    part = part_of_net(whole, sum_returned(session, order.id), frozen // NANO_PER_CENT)
    house: dict[str, int] = {AccountKind.VAT: -nano_of_cents(part.vat), AccountKind.DISPUTES: frozen + nano_of_cents(part.vat)}
    lot_holds.take(session, lot, name, lot_holds.Taking(JournalKind.DISPUTE, f"{name}:lost", house, order.id), now)
    dispute.net_cents, dispute.vat_cents = part.net, part.vat
    order.refunded_cents += part.total
    correct(session, order, part.net, part.vat, dispute.id, now)


def _win(session: Session, order: models.TopUpOrder, dispute: models.Dispute, now: datetime) -> None:
    """The money stays: so does the credit, also what was taken while the dispute seemed lost."""
    thaw(session, dispute)
    dispute.lost_nano, dispute.ended_at = 0, dispute.ended_at or now
    taken = ledger_queries.find_journal(session, f"{request_of(dispute)}:lost")
    if taken and dispute.net_cents:
        lot_holds.reverse(session, taken, f"{request_of(dispute)}:regained", now)
        restore(session, order, dispute.net_cents, dispute.vat_cents, dispute.id, now)
        order.refunded_cents -= dispute.net_cents + dispute.vat_cents
        dispute.net_cents = dispute.vat_cents = 0


def _move(session: Session, dispute: models.Dispute, name: str, cents: int, now: datetime) -> None:
    """What the provider took from the house for it, or gave back; each once."""
    amount = nano_of_cents(cents)
    _post_once(session, f"{request_of(dispute)}:{name}", {AccountKind.CLEARING: amount, AccountKind.DISPUTES: -amount}, dispute, now)


def forgive(session: Session, dispute: models.Dispute, now: datetime) -> None:
    """What is still owed for it is written off."""
    owed = ledger_queries.sum_of(session, AccountKind.DISPUTES, f"{request_of(dispute)}:")
    amounts: dict[str, int] = {AccountKind.DISPUTES: -owed, AccountKind.WRITE_OFF: owed}
    _post_once(session, f"{request_of(dispute)}:forgiven", amounts, dispute, now)


def _post_once(session: Session, key: str, amounts: Mapping[str, int], dispute: models.Dispute, now: datetime) -> None:
    if any(amounts.values()) and ledger_queries.find_journal(session, key) is None:
        book.post(session, JournalKind.DISPUTE, key, amounts, now, dispute.order_id)


def _new(order: models.TopUpOrder, state: DisputeState, now: datetime) -> models.Dispute:
    return models.Dispute(
        id=state.id,
        kind=state.kind,
        order_id=order.id,
        owner_id=order.owner_id,
        amount_cents=state.amount_cents,
        state=state.status,
        reason=state.reason,
        created_at=now,
    )
