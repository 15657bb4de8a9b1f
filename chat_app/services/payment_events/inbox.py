"""The inbox: what the payment provider tells is kept once and at once; a worker looks into it (`working.py`)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.payments.port import PaymentProvider, ProviderEvent
from chat_app.services.access.matrix import require
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.failpoints import reached
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.payment_events import queries
from chat_app.services.payment_events.dto import EventRecord, EventState
from chat_app.services.payment_events.rules import concerns_payment

PERMISSION = "admin.billing"
MAX_PAGE = 200
KEPT_BY_PROVIDER = timedelta(days=29)
"""How far back the provider can be asked what happened (30 days), with a day in hand."""
OVERLAP = timedelta(hours=6)
"""Messages do not come in the order of what they tell: so much is asked for again."""


class PaymentInbox:
    """Takes messages, and asks for those that never came."""

    def __init__(self, db: Database, provider: PaymentProvider | None, clock: Clock) -> None:
        """Without a provider nothing is taken: the house sells no credit."""
        self._db = db
        self._provider = provider
        self._clock = clock

    @property
    def is_open(self) -> bool:
        return self._provider is not None

    async def take(self, body: bytes, signature: str) -> bool:
        """Keep a message; False for one that was kept before. Raises `SignatureError` unless the provider signed it just now."""
        if self._provider is None:
            return False
        event = self._provider.read_event(body, signature)
        digest = hashlib.sha256(body).hexdigest()
        reached("event.read")
        added = await self._db.write(lambda session: queries.add_event(session, self._row(event, digest)))
        reached("event.kept")
        return added

    async def catch_up(self) -> int:
        """Ask what happened since the last message, and keep what never came; returns how many messages that were.

        So a webhook that could not be reached for days, or a database of yesterday, loses nothing.
        """
        if self._provider is None:
            return 0
        last = await self._db.read(queries.last_created)
        oldest = self._clock() - KEPT_BY_PROVIDER
        since = max(oldest, last - OVERLAP) if last else oldest
        missed = [event async for event in self._provider.list_events(since) if concerns_payment(event)]
        return sum([await self._db.write(partial(queries.add_event, event=self._row(event))) for event in missed])

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[EventRecord]:
        """All messages, the newest first."""
        require(actor, PERMISSION)
        size, after = max(1, min(limit, MAX_PAGE)), decode_moment(cursor, foreign_ids=True)
        rows = await self._db.read(lambda session: queries.list_events(session, after, size + 1))
        items = [_record(row) for row in rows[:size]]
        return Page(items, encode_cursor(items[-1].received_at.isoformat(), items[-1].id) if len(rows) > size else "")

    def _row(self, event: ProviderEvent, payload_hash: str = "") -> models.PaymentEvent:
        now = self._clock()
        return models.PaymentEvent(
            id=event.id,
            type=event.type[:100],
            object_id=event.object_id,
            payment_id=event.payment_id,
            payload_hash=payload_hash,
            livemode=event.livemode,
            state=EventState.NEW if concerns_payment(event) else EventState.IGNORED,
            created_at=event.created_at,
            received_at=now,
            due_at=now,
        )


def _record(row: models.PaymentEvent) -> EventRecord:
    return EventRecord(
        row.id,
        row.type,
        row.object_id,
        row.state,
        row.attempts,
        row.result,
        row.livemode,
        row.created_at,
        row.received_at,
        row.processed_at,
    )
