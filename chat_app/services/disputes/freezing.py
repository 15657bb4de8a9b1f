"""What of a disputed payment is kept from being spent. Functions of a `Session`; the order is locked."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.disputes import queries
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.ledger import holds, lot_holds
from chat_app.services.ledger import queries as ledger_queries
from chat_app.services.refunds.rules import Part, part_of_total


def freeze(session: Session, order: models.TopUpOrder, dispute: models.Dispute, now: datetime) -> int:
    """Keep the credit that the disputed money bought, as far as it is there; returns how much of it is missing (nano-units).

    Asked again it keeps what has become free since.
    """
    lot = ledger_queries.find_lot(session, f"order:{order.id}")
    if lot is None:
        return 0
    bought = part_of_total(Part(order.net_cents, order.vat_cents), Part(0, 0), dispute.amount_cents)
    wanted = nano_of_cents(bought.net)
    return wanted - lot_holds.keep(session, lot, request_of(dispute), wanted, now)


def thaw(session: Session, dispute: models.Dispute) -> None:
    """Let it be spent again."""
    if ledger_queries.find_hold(session, request_of(dispute)):
        holds.void(session, request_of(dispute))


def release_warnings(session: Session, order_id: str) -> None:
    """What a warning froze is free for what it warned of: the refund, or the dispute itself."""
    for warning in queries.list_of_order(session, order_id, "warning"):
        thaw(session, warning)


def request_of(dispute: models.Dispute) -> str:
    """The name of its hold, and how the keys of its journals begin."""
    return f"dispute:{dispute.id}"
