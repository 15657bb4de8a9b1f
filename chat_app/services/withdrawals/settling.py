"""What becomes of a withdrawal: paid back by itself where nothing has to be weighed, left to a person where something has."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.services.invoices.seller import seller_in
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox
from chat_app.services.withdrawals import queries
from chat_app.services.withdrawals.dto import Problem, WithdrawalState
from chat_app.services.withdrawals.matching import find_purchase
from chat_app.services.withdrawals.rules import obstacle

logger = logging.getLogger(__name__)

RefundOrder = Callable[[str, str], Awaitable[str]]
"""Sends back what is unspent of an order, for a reason; returns the refund's id and raises `AppError` when it cannot."""
Addressee = tuple[str, str]
"""An address, and its language."""
LOOK_AGAIN = timedelta(minutes=2)
"""How old a declaration is before a job takes it up: until then the process that received it is still at it."""
AT_ONCE = 50
_GERMAN = frozenset({"DE", "AT"})


class Settling:
    """Decides, once for each declaration, however often it is tried."""

    def __init__(self, db: Database, outbox: Outbox, refund: RefundOrder | None, clock: Clock) -> None:
        """`refund` is None where no payment provider is set up: then a person sends the money."""
        self._db = db
        self._outbox = outbox
        self._refund = refund
        self._clock = clock

    async def resume(self) -> int:
        """Take up what a process left behind, and refunds that came back from the bank; returns how many."""
        before = self._clock() - LOOK_AGAIN
        left = await self._db.read(lambda session: [row.id for row in queries.list_received(session, before, AT_ONCE)])
        for withdrawal_id in left:
            await self.settle(withdrawal_id)
        bounced = await self._db.write(_reopen)
        for withdrawal_id, seller in bounced:
            self._tell(withdrawal_id, seller)
        return len(left) + len(bounced)

    async def settle(self, withdrawal_id: str) -> None:
        """Find the purchase and send back what is owed; where that is not plain, leave it to a person and tell them."""
        order_id, refund_id, problem = await self._db.write(partial(self._look, withdrawal_id=withdrawal_id))
        if problem is None and not refund_id:
            refund_id = await self._pay_back(order_id)
            problem = None if refund_id else Problem.CLOSED
        seller = await self._db.write(partial(_end, withdrawal_id=withdrawal_id, refund_id=refund_id, problem=problem))
        self._tell(withdrawal_id, seller)

    def _tell(self, withdrawal_id: str, seller: Addressee | None) -> None:
        if seller:
            email, language = seller
            self._outbox.post(email, language, "withdrawal_by_hand", "/admin/billing", id=withdrawal_id)

    async def _pay_back(self, order_id: str) -> str:
        """The refund; empty when it cannot be made now."""
        if self._refund is None:
            return ""
        try:
            return await self._refund(order_id, queries.REASON)
        except AppError as error:
            logger.warning("The withdrawal from order %s was not refunded by itself: %s", order_id, error.key)
            return ""

    def _look(self, session: Session, withdrawal_id: str) -> tuple[str, str, Problem | None]:
        """The purchase, a refund that was made before a process ended, and what stands against one."""
        row = session.get_one(models.Withdrawal, withdrawal_id)
        purchase = find_purchase(session, row.contract, row.email)
        row.order_id = purchase.order_id if purchase else ""
        if purchase and (refund_id := queries.find_refund(session, purchase.order_id)):
            return purchase.order_id, refund_id, None
        return row.order_id, "", obstacle(purchase, row.declared_at)


def _end(session: Session, withdrawal_id: str, refund_id: str, problem: Problem | None) -> Addressee | None:
    """Write down the outcome; returns whom to tell in which language when a person has to look."""
    row = queries.lock_withdrawal(session, withdrawal_id)
    if row is None or row.state != WithdrawalState.RECEIVED:
        return None
    row.refund_id, row.problem = refund_id, problem or ""
    row.state = WithdrawalState.BY_HAND if problem else WithdrawalState.REFUNDED
    return _seller(session) if problem else None


def _reopen(session: Session) -> list[tuple[str, Addressee | None]]:
    """What was refunded in vain needs a person."""
    seller, bounced = _seller(session), queries.list_bounced(session, AT_ONCE)
    for row in bounced:
        row.state, row.problem = WithdrawalState.BY_HAND, Problem.CLOSED
    return [(row.id, seller) for row in bounced]


def _seller(session: Session) -> Addressee | None:
    seller = seller_in(session)
    return (seller.email, "de" if seller.country in _GERMAN else "en") if seller.email else None
