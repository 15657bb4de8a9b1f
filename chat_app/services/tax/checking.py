"""Asks the register about VAT ids, and keeps each answer as proof (§ 18e UStG)."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.vies import ViesAnswer, ViesRegister, ViesUnavailableError
from chat_app.services.invoices.seller import seller_in
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.tax import queries
from chat_app.services.tax.vat_ids import is_in_register

RECHECK_AFTER = timedelta(days=20)
"""Before the register's word is too old to count (`quoting.PROOF_DAYS`)."""
RETRY_AFTER = timedelta(minutes=30)
"""After it, or the member state's, was away."""
AT_ONCE = 20
PAUSE_SECONDS = 1
"""Member states refuse who asks too fast."""


class VatChecks:
    """Questions to the register. None is asked within a transaction."""

    def __init__(self, db: Database, register: ViesRegister, clock: Clock) -> None:
        self._db = db
        self._register = register
        self._clock = clock

    async def check(self, owner_id: str, vat_id: str) -> models.VatCheck:
        """Ask now, and keep what was said, or that nobody answered."""
        requester = await self._db.read(lambda session: seller_in(session).vat_id)
        check = models.VatCheck(id=new_id(), owner_id=owner_id, vat_id=vat_id, outcome="unavailable", checked_at=self._clock())
        try:
            _write(check, await self._register.check(vat_id, requester))
        except ViesUnavailableError as error:
            check.problem, check.answer = error.code[:60], error.answer
        await self._db.write(lambda session: session.add(check))
        return check

    async def recheck(self) -> int:
        """The work of the job: ask again about those whose proof grows old, and those about whom nobody answered."""
        due = await self._db.read(self._due)
        for owner_id, vat_id in due:
            await self.check(owner_id, vat_id)
            await asyncio.sleep(PAUSE_SECONDS)
        return len(due)

    def _due(self, session: Session) -> list[tuple[str, str]]:
        now = self._clock()
        unsure = queries.list_unsure(session, now - RECHECK_AFTER, now - RETRY_AFTER, AT_ONCE)
        return [(owner_id, vat_id) for owner_id, vat_id in unsure if is_in_register(vat_id)]


def _write(check: models.VatCheck, said: ViesAnswer) -> None:
    check.outcome = "valid" if said.valid else "invalid"
    check.consultation, check.answer = said.consultation[:60], said.answer
    check.name, check.address = said.name[:300], said.address[:500]
