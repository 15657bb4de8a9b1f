"""Refunds: asked for here, sent by the payment provider, and followed until they have arrived or come back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.payments.port import PaymentError, PaymentProvider, RefundState
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import NOBODY, AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.failpoints import reached
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.refunds import booking, queries
from chat_app.services.refunds.dto import RefundRecord, RefundStatus
from chat_app.services.refunds.errors import OrderNotFoundError, RefundRefusedError, RefundsClosedError
from chat_app.services.topups.queries import lock_order

logger = logging.getLogger(__name__)

PERMISSION = "admin.billing"
MAX_PAGE = 200
AT_ONCE = 50
LOOK_AGAIN = timedelta(minutes=1)
"""How old a refund is before a job asks for it: until then whoever asked is still waiting for the answer."""


class RefundService:
    """Administration of refunds; for others an order does not exist."""

    def __init__(
        self, db: Database, provider: PaymentProvider | None, audit: AuditLog, clock: Clock, proof: Callable[[Actor], None]
    ) -> None:
        """`proof` raises for an administrator who has not shown lately who they are."""
        self._db = db
        self._provider = provider
        self._audit = audit
        self._clock = clock
        self._proof = proof

    async def refund(self, actor: Actor | None, order_id: str, net_cents: int | None, reason: str) -> models.Refund:
        """Send back what is unspent of an order, or so much of its credit, with the VAT on it.

        None as actor is the house itself, on a claim that it has checked. Raises `OrderNotFoundError`, `NothingToRefundError`
        and `RefundsClosedError`. A provider that does not answer is asked again by a job: the refund stays "asked".
        """
        if actor is not None:
            require(actor, PERMISSION)
            self._proof(actor)
        if self._provider is None:
            raise RefundsClosedError
        asked = await self._db.write(partial(self._ask, actor=actor or NOBODY, order_id=order_id, net_cents=net_cents, reason=reason))
        reached("refund.asked")
        return await self._send(self._provider, asked)

    async def refund_unspent(self, order_id: str, reason: str) -> str:
        """The house itself sends back what is unspent of an order; returns the refund's id. Raises as `refund`.

        Raises `RefundRefusedError` when the provider does not send it.
        """
        made = await self.refund(None, order_id, None, reason)
        if made.state == RefundStatus.FAILED:
            raise RefundRefusedError
        return made.id

    async def refund_for(self, actor: Actor, order_id: str, net_cents: int | None, reason: str) -> RefundRecord:
        """`refund`, as administrators see it."""
        made = await self.refund(actor, order_id, net_cents, reason)
        return _record(*await self._db.read(lambda session: queries.get_refund(session, made.id)))

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[RefundRecord]:
        """All refunds, the newest first."""
        require(actor, PERMISSION)
        size, after = max(1, min(limit, MAX_PAGE)), decode_moment(cursor)
        rows = await self._db.read(lambda session: queries.list_refunds(session, after, size + 1))
        items = [_record(*row) for row in rows[:size]]
        return Page(items, encode_cursor(items[-1].created_at.isoformat(), items[-1].id) if len(rows) > size else "")

    async def resume(self) -> int:
        """Follow what is under way: send what was not sent, ask how the rest is; returns how many have ended."""
        if self._provider is None:
            return 0
        before = self._clock() - LOOK_AGAIN
        waiting = await self._db.read(lambda session: queries.list_under_way(session, before, AT_ONCE))
        sent = [await self._send(self._provider, refund) for refund in waiting]
        return sum(refund.state not in queries.UNDER_WAY for refund in sent)

    def _ask(self, session: Session, actor: Actor, order_id: str, net_cents: int | None, reason: str) -> models.Refund:
        order = lock_order(session, order_id)
        if order is None:
            raise OrderNotFoundError
        made = booking.ask(session, order, net_cents, reason, self._clock())
        self._audit.record(
            session,
            actor,
            "refund.ask",
            kind="refund",
            object_id=made.id,
            subject_id=order.owner_id,
            order_id=order.id,
            total_cents=made.total_cents,
            reason=reason,
        )
        return made

    async def _send(self, provider: PaymentProvider, refund: models.Refund) -> models.Refund:
        try:
            state = await self._at_provider(provider, refund)
        except PaymentError as error:
            logger.warning("Refund %s was not sent: %s", refund.id, error.code)
            if error.may_succeed_later:
                return refund
            return await self._db.write(partial(self._refused, refund_id=refund.id, problem=error.code))
        reached("refund.sent")
        return await self._db.write(partial(self._apply, order_id=refund.order_id, state=state)) or refund

    async def _at_provider(self, provider: PaymentProvider, refund: models.Refund) -> RefundState:
        """The refund as the provider has it, made if it has not. Keys are forgotten there in time: so it is looked for first."""
        payment_id = await self._db.read(lambda session: _payment_of(session, refund.order_id))
        for state in await provider.list_refunds(payment_id):
            if state.refund_id == refund.id:
                return state
        return await provider.refund(payment_id, refund.id, refund.total_cents)

    def _apply(self, session: Session, order_id: str, state: RefundState) -> models.Refund | None:
        order = lock_order(session, order_id)
        return booking.apply(session, order, state, self._clock()) if order else None

    def _refused(self, session: Session, refund_id: str, problem: str) -> models.Refund:
        refund = session.get_one(models.Refund, refund_id)
        order = lock_order(session, refund.order_id)
        session.refresh(refund)
        if order and refund.state == RefundStatus.ASKED:
            booking.fail(session, order, refund, problem, self._clock())
        return refund


def _payment_of(session: Session, order_id: str) -> str:
    return session.get_one(models.TopUpOrder, order_id).payment_id or ""


def _record(refund: models.Refund, currency: str, owner_name: str) -> RefundRecord:
    return RefundRecord(
        id=refund.id,
        order_id=refund.order_id,
        owner_id=refund.owner_id,
        owner_name=owner_name,
        currency=currency,
        net_cents=refund.net_cents,
        vat_cents=refund.vat_cents,
        total_cents=refund.total_cents,
        state=refund.state,
        reason=refund.reason,
        problem=refund.problem,
        created_at=refund.created_at,
        ended_at=refund.ended_at,
    )
