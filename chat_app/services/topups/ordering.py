"""Writes orders down. Functions of a `Session`: what is ordered, for whom and with which VAT stands before anybody is asked to pay."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.chat.errors import IdempotencyConflictError
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import stopping
from chat_app.services.tax import profiles, quoting
from chat_app.services.tax.dto import Quote
from chat_app.services.topups import queries
from chat_app.services.topups.dto import NewTopUp, OrderStatus
from chat_app.services.topups.errors import BeginNotAgreedError, OrderEndedError, ProfileIncompleteError, TopUpsClosedError


def order_once(
    session: Session, owner_id: str, wish: NewTopUp, key: str, now: datetime, *, language: str, livemode: bool
) -> models.TopUpOrder:
    """The order of an idempotency key, made the first time.

    Raises `IdempotencyConflictError` when the key asked for something else before, `OrderEndedError` when its order is paid or
    over, and what `open_order` raises.
    """
    queries.lock_person(session, owner_id)
    key = f"{owner_id}:{key}"
    known = queries.find_by_key(session, key)
    if known is None:
        return open_order(session, owner_id, wish, key, now, language=language, livemode=livemode)
    asked = (wish.net_cents, wish.save_method, wish.next_path, wish.begin_at_once)
    if asked != (known.net_cents, known.save_method, known.next_path, known.waived_at is not None):
        raise IdempotencyConflictError
    if known.status != OrderStatus.OPEN:
        raise OrderEndedError
    return known


def open_order(
    session: Session, owner_id: str, wish: NewTopUp, key: str, now: datetime, *, language: str, livemode: bool, method_id: str = ""
) -> models.TopUpOrder:
    """A new order with the VAT of now; `method_id` makes it an automatic one.

    Raises `TopUpsClosedError`, `WalletStoppedError`, `ProfileIncompleteError`, `BeginNotAgreedError`.
    """
    stopping.refuse_holds(session)
    quote = quoting.quote(session, owner_id, wish.net_cents, now, language)
    order = models.TopUpOrder(
        id=new_id(),
        owner_id=owner_id,
        automatic=bool(method_id),
        method_id=method_id,
        livemode=livemode,
        currency=LEDGER_CURRENCY,
        net_cents=quote.net_cents,
        vat_cents=quote.vat_cents,
        total_cents=quote.total_cents,
        tax=_decided(quote, wish),
        buyer=profiles.freeze(quote.buyer),
        idempotency_key=key,
        save_method=wish.save_method,
        next_path=wish.next_path,
        created_at=now,
        waived_at=now if wish.begin_at_once else None,
    )
    session.add(order)
    session.flush()
    return order


def _decided(quote: Quote, wish: NewTopUp) -> str:
    """How the VAT came about, as the order keeps it."""
    if quote.seller_missing:
        raise TopUpsClosedError
    if quote.decision is None:
        raise ProfileIncompleteError(quote.missing)
    # Businesses have no right of withdrawal (§ 312g with § 13 BGB); consumers keep theirs and say that they will not wait.
    if not quote.buyer.profile.business and not wish.begin_at_once:
        raise BeginNotAgreedError
    return quoting.freeze(quote.decision)
