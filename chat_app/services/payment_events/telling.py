"""Tells administrators in time that money goes another way than it should: disputes, warnings, differences."""

from __future__ import annotations

import logging
from datetime import date

from chat_app import models
from chat_app.db import Database
from chat_app.services.accounts.queries import list_admins
from chat_app.services.kernel.money import format_money, nano_of_cents
from chat_app.services.mail.letters import Kind
from chat_app.services.mail.outbox import Outbox
from chat_app.services.payment_events.settling import Settled

logger = logging.getLogger(__name__)

PAGE = "/admin/billing"


class MoneyAlarm:
    """By mail, and in the log. What it tells stands on the page of administration, too."""

    def __init__(self, db: Database, outbox: Outbox) -> None:
        self._db = db
        self._outbox = outbox

    def on_settled(self, settled: Settled) -> None:
        """Of every new dispute and warning: the bank's answer has a time limit."""
        for dispute in settled.new_disputes:
            logger.error("A payment is disputed: %s %s of order %s", dispute.kind, dispute.id, dispute.order_id)
            if settled.order:
                self._outbox.soon(self._tell_dispute(dispute, settled.order.currency))

    def on_difference(self, day: date, count: int) -> None:
        logger.error("%d movements of %s differ between the payment provider and the books", count, day)
        self._outbox.soon(self._tell_difference(day, count))

    async def _tell_dispute(self, dispute: models.Dispute, currency: str) -> None:
        kind: Kind = "payment_warning" if dispute.kind == "warning" else "payment_dispute"
        for admin in await self._db.read(list_admins):
            amount = format_money(nano_of_cents(dispute.amount_cents), currency, admin.language or "en")
            self._outbox.post(admin.email or "", admin.language or "en", kind, PAGE, amount=amount, id=dispute.id)

    async def _tell_difference(self, day: date, count: int) -> None:
        for admin in await self._db.read(list_admins):
            self._outbox.post(admin.email or "", admin.language or "en", "reconciliation", PAGE, day=day.isoformat(), count=count)
