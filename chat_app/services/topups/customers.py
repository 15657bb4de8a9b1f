"""Who a person is at the payment provider: made there on the first purchase, once."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.errors import NotFoundError
from chat_app.services.tax.profiles import buyer_of
from chat_app.services.topups import queries
from chat_app.services.topups.parts import TopUpParts, asking_provider


class Customers:
    """Finds and makes customers."""

    def __init__(self, parts: TopUpParts) -> None:
        self._parts = parts

    async def find(self, owner_id: str) -> str:
        """A person's name at the provider; empty for whoever never bought."""
        found = await self._parts.db.read(lambda session: queries.find_account(session, owner_id))
        return found.customer_id if found else ""

    async def get(self, owner_id: str, language: str) -> str:
        """The same, made if need be; raises `PaymentsUnavailableError`, `PaymentsFailedError`."""
        return await self.find(owner_id) or await self._make(owner_id, language, "")

    async def renew(self, owner_id: str, language: str, gone: str) -> str:
        """The provider does not know `gone` any more (another account of ours there, or test instead of live): make another."""
        return await self._make(owner_id, language, gone)

    async def _make(self, owner_id: str, language: str, gone: str) -> str:
        buyer = await self._parts.db.read(lambda session: buyer_of(session, owner_id, language))
        name = buyer.profile.company or buyer.profile.name
        with asking_provider():
            made = await self._parts.provider().create_customer(owner_id, buyer.email, name, buyer.language, gone)
        return await self._parts.db.write(lambda session: self._keep(session, owner_id, made, gone))

    def _keep(self, session: Session, owner_id: str, customer_id: str, gone: str) -> str:
        """Of two at a time the first one stays."""
        if queries.lock_person(session, owner_id) is None:
            raise NotFoundError
        now = self._parts.clock()
        found = queries.find_account(session, owner_id)
        if found is None:
            session.add(models.PaymentAccount(owner_id=owner_id, customer_id=customer_id, updated_at=now))
            return customer_id
        if found.customer_id == gone:
            found.customer_id, found.method_id, found.automatic, found.updated_at = customer_id, "", False, now
        return found.customer_id
