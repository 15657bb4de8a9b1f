"""Looks after orders: what the provider says of them now becomes credit, or their end.

The same for all who ask: a person who comes back from paying, the webhook, and the look at what nobody told us about.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.errors import AppError
from chat_app.integrations.payments.port import PaymentError, PaymentState
from chat_app.services.topups import queries
from chat_app.services.topups.dto import UNDER_WAY, OrderStatus
from chat_app.services.topups.fulfilment import end, fulfil
from chat_app.services.topups.letters import tell_failed
from chat_app.services.topups.parts import TopUpParts

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=10)
"""How long a message of the provider may take before we ask ourselves."""
ABANDONED = timedelta(hours=25)
"""A page to pay on lives for 24 hours."""
AT_ONCE = 100
_UNPAID = frozenset({"requires_payment_method", "canceled"})


class OrderFollower:
    """Brings orders up to what the provider says."""

    def __init__(self, parts: TopUpParts) -> None:
        self._parts = parts

    async def settle(self, payment: PaymentState) -> bool:
        """Take over what the provider says of a payment of ours; whether it brought credit. Raises as `fulfil`."""

        def settle(session: Session) -> tuple[bool, models.TopUpOrder | None, str]:
            before = queries.find_order(session, payment.order_id)
            status = before.status if before else ""
            done = fulfil(session, payment.order_id, payment, self._parts.clock())
            return done, queries.find_order(session, payment.order_id), status

        done, order, before = await self._parts.db.write(settle)
        if done:
            for tell in self._parts.told:
                tell(payment.owner_id)
        if order and order.automatic and order.status == OrderStatus.FAILED != before:
            await tell_failed(self._parts, order)
        return done

    async def follow(self, order_id: str) -> None:
        """Ask the provider about an order that may still be paid; raises `PaymentError`, and as `settle`."""
        order = await self._parts.db.read(lambda session: queries.find_order(session, order_id))
        if order is None or order.status not in UNDER_WAY:
            return
        if order.payment_id:
            await self.settle(await self._parts.provider().get_payment(order.payment_id))
        elif order.checkout_id:
            await self.settle_checkout(order.checkout_id)
        elif order.created_at < self._parts.clock() - ABANDONED:
            await self._end(order.id, OrderStatus.EXPIRED, "")

    async def settle_checkout(self, checkout_id: str) -> bool:
        """Take over what the provider says of a checkout; whether it brought credit. Raises `PaymentError`, and as `settle`."""
        checkout = await self._parts.provider().get_checkout(checkout_id)
        order = await self._parts.db.read(lambda session: queries.find_by_checkout(session, checkout_id))
        order_id = order.id if order else checkout.order_id
        if checkout.status == "expired":
            await self._end(order_id, OrderStatus.EXPIRED, "")
        if checkout.status != "complete" or not checkout.payment_id:
            return False
        payment = await self._parts.provider().get_payment(checkout.payment_id)
        done = await self.settle(payment)
        if payment.status in _UNPAID:
            # The page is closed: nobody can try once more there.
            await self._end(order_id, OrderStatus.FAILED, payment.problem or payment.status)
        return done

    async def follow_all(self) -> int:
        """Look at orders whose message is late; returns how many. One that cannot be asked about waits for the next time."""
        if self._parts.payments is None:
            return 0
        before = self._parts.clock() - PATIENCE
        orders = await self._parts.db.read(lambda session: queries.list_under_way(session, before, AT_ONCE))
        for order_id in orders:
            try:
                await self.follow(order_id)
            except (PaymentError, AppError) as error:
                logger.warning("Order %s could not be followed: %s", order_id, error)
        return len(orders)

    async def _end(self, order_id: str, status: OrderStatus, problem: str) -> None:
        await self._parts.db.write(lambda session: end(session, order_id, status, problem, self._parts.clock()))
