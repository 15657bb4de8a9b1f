"""Looks into what the payment provider told, until the books say the same as the provider."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.integrations.payments.port import PaymentError, PaymentProvider, PaymentState
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.failpoints import reached
from chat_app.services.payment_events import queries, settling
from chat_app.services.payment_events.dto import DUE, EventState
from chat_app.services.payment_events.rules import next_look
from chat_app.services.payment_events.settling import Found, Outcome, Settled

logger = logging.getLogger(__name__)

AT_ONCE = 50
MONEY_BACK = ("charge.dispute.", "charge.refund.", "radar.", "refund.")
"""How the types begin whose object is asked for its payment, where the message does not say it."""


class Orders(Protocol):
    """Brings orders up to what the provider says, and tells their people (`services/topups/following.py`)."""

    async def settle(self, payment: PaymentState) -> bool: ...
    async def settle_checkout(self, checkout_id: str) -> bool: ...


def nothing(_settled: Settled) -> None:
    """Nobody wants to know."""


class EventWorker:
    """One message at a time in this process; two processes at the same message book it once."""

    def __init__(
        self,
        db: Database,
        provider: PaymentProvider | None,
        orders: Orders,
        clock: Clock,
        on_settled: Callable[[Settled], None] = nothing,
    ) -> None:
        """`on_settled` hears of every payment that was looked at, once that is in the books."""
        self._db = db
        self._orders = orders
        self._provider = provider
        self._clock = clock
        self._on_settled = on_settled
        self._working = asyncio.Lock()
        self._kicks: set[asyncio.Task[int]] = set()

    def kick(self) -> None:
        """Work on what is due beside the request, at once."""
        task = asyncio.get_running_loop().create_task(self.work())
        self._kicks.add(task)
        task.add_done_callback(self._kicks.discard)

    async def work(self) -> int:
        """Work on everything that is due; returns how many messages that were."""
        if self._provider is None:
            return 0
        done = 0
        async with self._working:
            while due := await self._db.read(lambda session: queries.list_due(session, self._clock(), AT_ONCE)):
                for event in due:
                    await self._look(self._provider, event)
                done += len(due)
        return done

    async def close(self) -> None:
        """Let go of what is being worked on: it is due again."""
        for task in set(self._kicks):
            task.cancel()

    async def _look(self, provider: PaymentProvider, event: models.PaymentEvent) -> None:
        try:
            found = await self._ask(provider, event)
            reached("event.asked")
            settled = await self._db.write(partial(self._settle, event_id=event.id, found=found))
            reached("event.done")
        except (PaymentError, AppError) as error:
            why = error.code if isinstance(error, PaymentError) else error.key
            # What does not exist there will not exist later: a message about somebody else's payment.
            return await self._put_off(event.id, why, is_final=why == "resource_missing")
        except Exception:
            # Not one message may keep the others waiting; it is looked at again, and shown.
            logger.exception("A message of the payment provider (%s) was not worked on", event.id)
            return await self._put_off(event.id, "unexpected", is_final=False)
        if settled:
            self._on_settled(settled)
        return None

    async def _ask(self, provider: PaymentProvider, event: models.PaymentEvent) -> Found | None:
        """The payment that a message is about, its order brought up to it; None when there is none."""
        if event.type.startswith("checkout.session.") and event.object_id:
            # Also what became of a page on which nobody paid.
            await self._orders.settle_checkout(event.object_id)
        payment_id = await _payment_of(provider, event)
        if not payment_id:
            return None
        found = await settling.ask(provider, payment_id)
        if found.payment.order_id:
            await self._orders.settle(found.payment)
        return found

    def _settle(self, session: Session, event_id: str, found: Found | None) -> Settled | None:
        """Book what was found, and in the same transaction that the message is done."""
        event = queries.find_event(session, event_id)
        if event is None or event.state not in DUE:
            return None
        now = self._clock()
        settled = settling.settle(session, found, now) if found else Settled(Outcome.FOREIGN)
        if settled.outcome == Outcome.UNKNOWN_ORDER:
            _postpone(event, settled.outcome, now)
        else:
            _end(event, EventState.DONE if settled.outcome == Outcome.SETTLED else EventState.IGNORED, settled.outcome, now)
        return settled

    async def _put_off(self, event_id: str, why: str, *, is_final: bool) -> None:
        def note(session: Session) -> None:
            event = queries.find_event(session, event_id)
            if event and event.state in DUE and is_final:
                _end(event, EventState.IGNORED, why, self._clock())
            elif event and event.state in DUE:
                _postpone(event, why, self._clock())

        await self._db.write(note)


async def _payment_of(provider: PaymentProvider, event: models.PaymentEvent) -> str:
    """The payment that a message is about; empty for none. Disputes of long ago had no names of their own."""
    if event.payment_id or not event.object_id or not event.type.startswith(MONEY_BACK):
        return event.payment_id
    if "refund" in event.type:
        return (await provider.get_refund(event.object_id)).payment_id
    return (await provider.get_dispute(event.object_id)).payment_id


def _end(event: models.PaymentEvent, state: EventState, result: str, now: datetime) -> None:
    event.state, event.result, event.processed_at = state, result[:200], now


def _postpone(event: models.PaymentEvent, why: str, now: datetime) -> None:
    event.attempts += 1
    wait = next_look(event.attempts)
    event.result = why[:200]
    event.state = EventState.WAITING if wait else EventState.FAILED
    event.due_at = now + (wait or timedelta())
