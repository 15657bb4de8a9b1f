"""Buys credit for people who asked for that, when they have less than they set. Never more than their cap, never twice at a time."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.errors import AppError
from chat_app.integrations.payments.port import NewPayment, PaymentError
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.clock import month_begin
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.ledger.credits import balance_of
from chat_app.services.site.billing_sections import TopUps
from chat_app.services.tax import quoting
from chat_app.services.tax.dto import Quote
from chat_app.services.topups import labels, problems, queries
from chat_app.services.topups.dto import NewTopUp, OrderStatus
from chat_app.services.topups.following import OrderFollower
from chat_app.services.topups.fulfilment import end
from chat_app.services.topups.letters import tell_failed
from chat_app.services.topups.ordering import open_order
from chat_app.services.topups.parts import TopUpParts

logger = logging.getLogger(__name__)

AT_ONCE = 100
KEY_LASTS = timedelta(hours=23)
"""The provider forgets keys after a day: from then on a request that was perhaps done is not made again."""


class AutomaticTopUps:
    """Watches wallets after each charge and by the clock."""

    def __init__(self, parts: TopUpParts, follower: OrderFollower) -> None:
        self._parts = parts
        self._follower = follower
        self._looking: dict[str, asyncio.Task[None]] = {}

    def after_charge(self, owner_id: str) -> None:
        """Somebody's credit became less: look soon, beside what caused it. Costs nothing where nothing can be bought."""
        if self._parts.payments is None or owner_id in self._looking:
            return
        task = asyncio.get_running_loop().create_task(self.consider(owner_id))
        self._looking[owner_id] = task
        task.add_done_callback(lambda _: self._looking.pop(owner_id, None))

    async def run(self) -> int:
        """Look at everybody who has too little, and go on with what was begun; returns how many were looked at."""
        if self._parts.payments is None:
            return 0
        owners = await self._parts.db.read(lambda session: queries.list_low_accounts(session, AT_ONCE))
        for owner_id in owners:
            await self.consider(owner_id)
        return len(owners)

    async def consider(self, owner_id: str) -> None:
        """Buy credit for somebody if that is due. What goes wrong is told to them, and logged."""
        if not await self._parts.db.read(lambda session: queries.list_low_accounts(session, 1, owner_id)):
            return
        try:
            offered = await self._parts.site.load(TopUps)
            order = await self._parts.db.write(lambda session: self._due(session, owner_id, offered)) if offered.automatic else None
            if order:
                await self._pay(order)
        except AppError as error:
            logger.warning("No credit was bought for %s: %s", owner_id, error)

    async def close(self) -> None:
        """Let payments that were begun come to their end."""
        await asyncio.gather(*self._looking.values(), return_exceptions=True)

    def _due(self, session: Session, owner_id: str, offered: TopUps) -> models.TopUpOrder | None:
        """The order to pay now: one that was begun and not paid, else a new one if it is time; None when there is nothing to do."""
        account = queries.lock_account(session, owner_id)
        if account is None or not account.automatic or account.problem_key:
            return None
        if begun := queries.find_automatic_open(session, owner_id):
            return self._still(session, begun)
        has = balance_of(session, owner_id, LEDGER_CURRENCY).available
        if queries.has_automatic_under_way(session, owner_id) or has >= nano_of_cents(account.threshold_cents):
            return None
        return self._order(session, account, offered)

    def _order(self, session: Session, account: models.PaymentAccount, offered: TopUps) -> models.TopUpOrder | None:
        now, owner_id = self._parts.clock(), account.owner_id
        quote = quoting.quote(session, owner_id, account.amount_cents, now)
        if problem := _obstacle(quote, offered):
            account.problem_key = problem
            return None
        # What administrators allow may have become less since the cap was set.
        cap = min(account.monthly_cap_cents, offered.most_per_month_cents)
        if queries.automatic_cents(session, owner_id, month_begin(now)) + quote.total_cents > cap:
            return None
        wish = NewTopUp(account.amount_cents, begin_at_once=account.agreed_at is not None)
        key, livemode = f"{owner_id}:automatic:{new_id()}", self._parts.provider().livemode
        return open_order(session, owner_id, wish, key, now, language="", livemode=livemode, method_id=account.method_id)

    def _still(self, session: Session, order: models.TopUpOrder) -> models.TopUpOrder | None:
        if order.created_at > self._parts.clock() - KEY_LASTS:
            return order
        end(session, order.id, OrderStatus.FAILED, "no_answer", self._parts.clock())
        return None

    async def _pay(self, order: models.TopUpOrder) -> None:
        """Take it from the saved means; the order is the key, so that a repeated request pays once."""
        account = await self._parts.db.read(lambda session: queries.find_account(session, order.owner_id))
        if account is None:
            return
        wanted = NewPayment(
            order_id=order.id,
            owner_id=order.owner_id,
            customer_id=account.customer_id,
            method_id=order.method_id,
            total_cents=order.total_cents,
            net_cents=order.net_cents,
            currency=order.currency,
            title=labels.title_of(order),
        )
        try:
            await self._follower.settle(await self._parts.provider().pay(wanted, order.id))
        except PaymentError as error:
            await self._failed(order, error)

    async def _failed(self, order: models.TopUpOrder, error: PaymentError) -> None:
        logger.warning("Automatic order %s was not paid: %s", order.id, error.code)
        if error.may_succeed_later:
            return
        fails = await self._parts.db.write(lambda session: end(session, order.id, OrderStatus.FAILED, error.code, self._parts.clock()))
        if fails:
            order.problem = error.code
            await tell_failed(self._parts, order)


def _obstacle(quote: Quote, offered: TopUps) -> str:
    """What the person has to see to before anything can be bought."""
    if quote.missing:
        return problems.PROFILE
    return "" if offered.least_cents <= quote.net_cents <= offered.most_cents else problems.AMOUNT
