"""Tells people in time that credit or a budget runs out: once per fall or period, in the app and by mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.budgets import watch_queries
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.money import format_money
from chat_app.services.mail.letters import Kind
from chat_app.services.mail.outbox import Outbox
from chat_app.services.site.billing_sections import Credit
from chat_app.services.site.service import SiteService

AT_ONCE = 500
PAGE = "/billing"
KEEP_USES = timedelta(days=60)
"""For how long a call may be corrected."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Somebody with a letter for them."""

    person: models.User
    kind: Kind
    nano: int
    allowed_nano: int = 0


class MoneyWatch:
    """For the jobs that run by the clock. A letter that is lost with the process is not written again: the page says it, too."""

    def __init__(self, db: Database, site: SiteService, outbox: Outbox, tell: Callable[[str], None], clock: Clock = utc_now) -> None:
        """`tell` lets the open pages of a person read what stands over them."""
        self._db = db
        self._site = site
        self._outbox = outbox
        self._tell = tell
        self._clock = clock

    async def run(self) -> int:
        """Find who has to be told, and tell them; how many that were."""
        credit = await self._site.load(Credit)
        told = await self._db.write(lambda session: self._claim(session, credit))
        for one in told:
            self._tell(one.person.id)
            self._post(one)
        return len(told)

    async def prune(self) -> None:
        """Forget what nobody needs any more."""
        before = self._clock() - KEEP_USES
        await self._db.write(lambda session: watch_queries.prune(session, before))

    def _claim(self, session: Session, credit: Credit) -> list[_Told]:
        now, told = self._clock(), list[_Told]()
        if credit.charging:
            watch_queries.forget_filled(session, credit.low_nano)
            told += [_Told(one, "credit_low", left) for one, left in watch_queries.claim_low(session, credit.low_nano, now, AT_ONCE)]
        for budget, period in watch_queries.claim_nearly_used(session, now, AT_ONCE):
            people = watch_queries.people_of(session, budget, period.subject_id)
            allowed = budget.amount_nano + period.extra_nano
            told += [_Told(one, "budget_warning", period.used_nano, allowed) for one in people]
        return told

    def _post(self, one: _Told) -> None:
        person = one.person
        if not person.email or person.email_confirmed_at is None or person.suspended_at is not None:
            return
        left = format_money(one.nano, LEDGER_CURRENCY, person.language)
        if one.kind == "credit_low":
            self._outbox.post(person.email, person.language, one.kind, PAGE, left=left)
        else:
            allowed = format_money(one.allowed_nano, LEDGER_CURRENCY, person.language)
            self._outbox.post(person.email, person.language, one.kind, f"{PAGE}#budgets", used=left, allowed=allowed)
