"""Buying credit: an order, and a page of the provider on which it is paid."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from sqlmodel import Session

from chat_app import models
from chat_app.errors import AppError
from chat_app.integrations.payments.port import Checkout, NewCheckout, PaymentError
from chat_app.services.access.matrix import require
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.topups import labels, queries, rules
from chat_app.services.topups.customers import Customers
from chat_app.services.topups.dto import UNDER_WAY, NewTopUp, OrderStatus, StartedTopUp, TopUp
from chat_app.services.topups.errors import OrderNotFoundError
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.ordering import order_once
from chat_app.services.topups.parts import PERMISSION, TopUpParts, asking_provider, require_person

logger = logging.getLogger(__name__)

PAGE = 50


class TopUpService:
    """Orders of people."""

    def __init__(self, parts: TopUpParts, customers: Customers, follower: OrderFollower) -> None:
        self._parts = parts
        self._customers = customers
        self._follower = follower

    async def start(self, actor: Actor, wish: NewTopUp, key: str = "") -> StartedTopUp:
        """Order credit; the same `key` is the same order, so a request that is repeated costs nothing.

        Raises `TopUpsClosedError`, `WalletStoppedError`, `AmountNotAllowedError`, `ProfileIncompleteError`,
        `BeginNotAgreedError`, `IdempotencyConflictError`, `OrderEndedError`, `PaymentsUnavailableError`, `PaymentsFailedError`.
        """
        require_person(actor)
        payments = self._parts.provider()
        rules.check_amount(wish.net_cents, await self._parts.site.load(TopUps))

        def write(session: Session) -> models.TopUpOrder:
            now, named = self._parts.clock(), key or new_id()
            order = order_once(session, actor.user_id, wish, named, now, language=actor.language, livemode=payments.livemode)
            if order.created_at == now:
                self._parts.audit.record(session, actor, "top_up.order", kind="order", object_id=order.id, total_cents=order.total_cents)
            return order

        order = await self._parts.db.write(write)
        checkout = await self._checkout(order)
        await self._parts.db.write(lambda session: _keep_checkout(session, order.id, checkout.id))
        return StartedTopUp(order.id, checkout.url)

    async def get(self, actor: Actor, order_id: str) -> TopUp:
        """One of one's orders as it is now: while it is under way, the provider is asked. Raises `OrderNotFoundError`."""
        require(actor, PERMISSION)
        found = await self._find(actor, order_id)
        if found.status in UNDER_WAY and self._parts.payments:
            try:
                await self._follower.follow(order_id)
            except (PaymentError, AppError) as error:
                # The webhook and the hourly look try again; what is known is shown meanwhile.
                logger.warning("Order %s could not be followed: %s", order_id, error)
            return await self._find(actor, order_id)
        return found

    async def list(self, actor: Actor, cursor: str = "") -> Page[TopUp]:
        """One's orders, the newest first."""
        require(actor, PERMISSION)
        before = decode_moment(cursor)
        rows = await self._parts.db.read(lambda session: queries.list_own(session, actor.user_id, before, PAGE + 1))
        items = [_view(order, invoice_id or "") for order, invoice_id in rows[:PAGE]]
        more = len(rows) > PAGE
        return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if more else "")

    async def _find(self, actor: Actor, order_id: str) -> TopUp:
        def find(session: Session) -> TopUp:
            order = queries.find_own(session, actor.user_id, order_id)
            if order is None:
                raise OrderNotFoundError
            return _view(order, queries.invoice_id_of(session, order.id))

        return await self._parts.db.read(find)

    async def _checkout(self, order: models.TopUpOrder) -> Checkout:
        """The provider's page for an order; the same one when it has one already."""
        language = labels.language_of(order)
        customer_id = await self._customers.get(order.owner_id, language)
        with asking_provider():
            try:
                return await self._begin(order, customer_id)
            except PaymentError as error:
                if error.code != "resource_missing":
                    raise
        return await self._again(order, await self._customers.renew(order.owner_id, language, customer_id))

    async def _again(self, order: models.TopUpOrder, customer_id: str) -> Checkout:
        with asking_provider():
            return await self._begin(order, customer_id)

    async def _begin(self, order: models.TopUpOrder, customer_id: str) -> Checkout:
        """The key names the customer, too: another one makes another request, and the same one never two pages."""
        return await self._parts.provider().start_checkout(self._wanted(order, customer_id), f"{order.id}:{customer_id}")

    def _wanted(self, order: models.TopUpOrder, customer_id: str) -> NewCheckout:
        onwards = {"order": order.id} | ({"next": order.next_path} if order.next_path else {})
        back = f"{self._parts.origin}/billing?{urlencode(onwards)}"
        return NewCheckout(
            order_id=order.id,
            owner_id=order.owner_id,
            customer_id=customer_id,
            total_cents=order.total_cents,
            net_cents=order.net_cents,
            currency=order.currency,
            title=labels.title_of(order),
            detail=labels.detail_of(order),
            language=labels.language_of(order),
            success_url=back,
            cancel_url=f"{back}&cancelled=1",
            save_method=order.save_method,
        )


def _keep_checkout(session: Session, order_id: str, checkout_id: str) -> None:
    order = queries.lock_order(session, order_id)
    if order and order.status == OrderStatus.OPEN:
        order.checkout_id = checkout_id


def _view(order: models.TopUpOrder, invoice_id: str) -> TopUp:
    return TopUp(
        id=order.id,
        status=OrderStatus(order.status),
        automatic=order.automatic,
        net_cents=order.net_cents,
        vat_cents=order.vat_cents,
        total_cents=order.total_cents,
        refunded_cents=order.refunded_cents,
        currency=order.currency,
        created_at=order.created_at,
        paid_at=order.paid_at,
        invoice_id=invoice_id,
        next_path=order.next_path,
    )
