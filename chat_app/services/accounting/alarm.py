"""Tells administrators that wallets were stopped: by mail, wherever they are."""

from __future__ import annotations

from chat_app.db import Database
from chat_app.services.accounting.wallet_queries import list_administrators
from chat_app.services.mail import Outbox


class BooksAlarm:
    """Callable, as `switch.Tell`."""

    def __init__(self, db: Database, outbox: Outbox) -> None:
        self._db = db
        self._outbox = outbox

    async def __call__(self, reason: str) -> None:
        for address, language in await self._db.read(list_administrators):
            self._outbox.post(address, language or "en", "wallets_stopped", "/admin/billing", reason=reason)
