"""Saved means of payment. The provider keeps them; what we know is which of them pays by itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app.integrations.payments.port import SavedMethod
from chat_app.services.access.matrix import require
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.topups import queries
from chat_app.services.topups.customers import Customers
from chat_app.services.topups.dto import PaymentMethod
from chat_app.services.topups.errors import MethodNotFoundError
from chat_app.services.topups.parts import PERMISSION, TopUpParts, asking_provider, require_person


class MethodService:
    """Lists, saves and forgets."""

    def __init__(self, parts: TopUpParts, customers: Customers) -> None:
        self._parts = parts
        self._customers = customers

    async def list(self, actor: Actor) -> Sequence[PaymentMethod]:
        """One's saved means of payment; raises `TopUpsClosedError`, `PaymentsUnavailableError`."""
        require(actor, PERMISSION)
        payments = self._parts.provider()
        account = await self._parts.db.read(lambda session: queries.find_account(session, actor.user_id))
        if account is None:
            return []
        with asking_provider(MethodNotFoundError):
            found = await payments.list_methods(account.customer_id)
        return [_view(each, account.method_id if account.automatic else "") for each in found]

    async def save(self, actor: Actor) -> str:
        """The address of a page on which one is saved; raises `TopUpsClosedError`, `PaymentsUnavailableError`."""
        require_person(actor)
        payments = self._parts.provider()
        customer_id = await self._customers.get(actor.user_id, actor.language)
        back = f"{self._parts.origin}/billing?method={{}}#payment"
        with asking_provider():
            checkout = await payments.start_saving(
                customer_id, actor.user_id, back.format("saved"), back.format("cancelled"), actor.language, new_id()
            )
        return checkout.url

    async def forget(self, actor: Actor, method_id: str) -> None:
        """Remove one; nothing is bought with it any more. Raises `MethodNotFoundError`, `PaymentsUnavailableError`."""
        require_person(actor)
        customer_id = await self._customers.find(actor.user_id)
        if not customer_id or self._parts.payments is None:
            raise MethodNotFoundError

        def stop(session: Session) -> None:
            account = queries.lock_account(session, actor.user_id)
            if account and account.method_id == method_id:
                account.automatic, account.method_id, account.updated_at = False, "", self._parts.clock()
            self._parts.audit.record(session, actor, "payment_method.forget", kind="payment_method")

        with asking_provider(MethodNotFoundError):
            await self._parts.payments.forget_method(customer_id, method_id)
        await self._parts.db.write(stop)


def _view(found: SavedMethod, automatic_id: str) -> PaymentMethod:
    return PaymentMethod(found.id, found.kind, found.brand, found.last4, found.expires, automatic=found.id == automatic_id)
