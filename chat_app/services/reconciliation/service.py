"""Compares each day at the payment provider with the books, and books what is between the two of them: fees and payouts."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.integrations.payments.port import BalanceTransaction, PaymentError, PaymentProvider
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.ledger import book
from chat_app.services.ledger import queries as ledger_queries
from chat_app.services.ledger.dto import JournalKind
from chat_app.services.reconciliation import queries, rules
from chat_app.services.reconciliation.dto import Difference, ReconciliationRecord
from chat_app.services.refunds.errors import RefundsClosedError
from chat_app.services.topups.parts import asking_provider

logger = logging.getLogger(__name__)

PERMISSION = "admin.billing"
MAX_PAGE = 100
LATE = timedelta(days=3)
"""For so long the provider tells again of what we did not take: the books may be that much later than its account."""
LOOKED_AT_AGAIN = timedelta(days=30)
"""How old a day with differences may be to be compared again."""
FIRST_DAYS = 7
"""How far back the first comparison goes."""


def nobody(_day: date, _open: int) -> None:
    """Hears of no differences."""


class ReconciliationService:
    """The daily comparison."""

    def __init__(
        self,
        db: Database,
        provider: PaymentProvider | None,
        audit: AuditLog,
        clock: Clock,
        alarm: Callable[[date, int], None] = nobody,
    ) -> None:
        """`alarm` hears of each day that has come to have differences, and how many."""
        self._db = db
        self._provider = provider
        self._audit = audit
        self._clock = clock
        self._alarm = alarm

    async def run_due(self) -> int:
        """Compare every day that was not compared since it ended, and those that had differences; returns how many differ."""
        if self._provider is None:
            return 0
        differing = 0
        for day in await self._db.read(self._due_days):
            try:
                differing += await self._compare(self._provider, day) > 0
            except PaymentError as error:
                # No later day may be written down as the last one compared.
                logger.warning("The movements of %s could not be asked for: %s", day, error.code)
                break
        return differing

    async def run(self, actor: Actor) -> int:
        """`run_due` and the day that is not over yet, because an administrator wants to know; returns how many days differ."""
        require(actor, PERMISSION)
        if self._provider is None:
            raise RefundsClosedError
        await self._audit.note(actor, "reconciliation.run")
        differing = await self.run_due()
        with asking_provider():
            return differing + (await self._compare(self._provider, self._clock().date()) > 0)

    async def list(self, actor: Actor, cursor: str = "", limit: int = 31) -> Page[ReconciliationRecord]:
        """The days, the newest first."""
        require(actor, PERMISSION)
        size, before = max(1, min(limit, MAX_PAGE)), _day_of(cursor)
        rows = await self._db.read(lambda session: queries.list_days(session, before, size + 1))
        items = [_record(row) for row in rows[:size]]
        return Page(items, encode_cursor(items[-1].day.isoformat()) if len(rows) > size else "")

    def _due_days(self, session: Session) -> list[date]:
        """Today comes when it is over."""
        today = self._clock().date()
        last = queries.last_day(session) or today - timedelta(days=FIRST_DAYS + 1)
        # The last one may have been compared before it was over.
        new = [last + timedelta(days=count) for count in range((today - last).days)]
        return sorted({*new, *queries.list_open_days(session, today - LOOKED_AT_AGAIN)} - {today})

    async def _compare(self, provider: PaymentProvider, day: date) -> int:
        since, until = _bounds(day)
        around = [each async for each in provider.list_balance_transactions(since - LATE, max(until, self._clock()))]
        before, now = await self._db.write(partial(self._store, day=day, around=around))
        if now and now != before:
            self._alarm(day, now)
        return now

    def _store(self, session: Session, day: date, around: list[BalanceTransaction]) -> tuple[int, int]:
        """Write down how a day compares; returns how many differences it had and has."""
        since, until = _bounds(day)
        movements = [each for each in around if since <= each.created_at < until]
        self._settle(session, movements)
        found = _differences(session, movements, around, since, until)
        row = queries.find_day(session, day) or models.Reconciliation(id=new_id(), day=day, ran_at=self._clock())
        before = row.open
        row.ran_at, row.checked, row.open = self._clock(), len(movements), len(found)
        row.differences = json.dumps([each.as_json() for each in found])
        session.add(row)
        return before, len(found)

    def _settle(self, session: Session, movements: list[BalanceTransaction]) -> None:
        """Book fees and payouts; each once."""
        book.open_books(session, LEDGER_CURRENCY, self._clock())
        for movement in movements:
            amounts, key = rules.settlement(movement), f"settlement:{movement.id}"
            if amounts and movement.currency == LEDGER_CURRENCY and ledger_queries.find_journal(session, key) is None:
                book.post(session, JournalKind.SETTLEMENT, key, amounts, self._clock(), movement.source_id)


def _differences(
    session: Session, movements: list[BalanceTransaction], around: list[BalanceTransaction], since: datetime, until: datetime
) -> list[Difference]:
    names = queries.names_of(session, (each.payment_id for each in around), (each.source_id for each in around))
    entries = queries.entries_of(session, (rules.key_of(each, names) for each in movements))
    written = queries.entries_between(session, since, until)
    return rules.differences(movements, entries, names, LEDGER_CURRENCY) + rules.unmatched(around, written, names)


def _bounds(day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time(), UTC)
    return begins, begins + timedelta(days=1)


def _day_of(cursor: str) -> date | None:
    if not cursor:
        return None
    try:
        return date.fromisoformat(decode_cursor(cursor, 1)[0])
    except ValueError as error:
        raise InvalidInputError("error.invalid_cursor") from error


def _record(row: models.Reconciliation) -> ReconciliationRecord:
    found = [Difference(**each) for each in json.loads(row.differences)]
    return ReconciliationRecord(row.id, row.day, row.ran_at, row.checked, row.open, found)
