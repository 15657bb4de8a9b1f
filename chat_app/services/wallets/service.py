"""Shows people their wallet. Whatever changes it has a domain of its own: charging, top-ups, vouchers, refunds."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor
from chat_app.services.ledger.credits import balance_of
from chat_app.services.site import SiteService
from chat_app.services.site.billing_sections import Credit, WalletStop
from chat_app.services.wallets import queries
from chat_app.services.wallets.dto import Entry, EntryKind, GivenPart, WalletView
from chat_app.services.wallets.history import entries

MOST = 500


class WalletService:
    """Reads the books for one person."""

    def __init__(self, db: Database, site: SiteService, *, sells: bool, blocked: Callable[[Session, str], bool]) -> None:
        """`sells` is whether credit can be bought here at all; `blocked` whether a person's paid models are (disputes)."""
        self._db = db
        self._site = site
        self._sells = sells
        self._blocked = blocked

    async def view(self, actor: Actor) -> WalletView:
        """What the actor has."""
        credit, stop = await self._site.load(Credit), await self._site.load(WalletStop)
        return await self._db.read(lambda session: self._view(session, actor.user_id, credit, stop))

    async def matters(self, actor: Actor) -> bool:
        """Whether credit means anything to the actor: calls cost some, or there is or was some."""
        if (await self._site.load(Credit)).charging:
            return True
        return await self._db.read(lambda session: queries.has_entries(session, actor.user_id))

    async def entries(self, actor: Actor, kind: EntryKind | None = None, cursor: str = "", limit: int = 50) -> Page[Entry]:
        """What happened in the actor's wallet, the latest first; raises `InvalidInputError` for a strange cursor."""
        before, limit = decode_cursor(cursor, 1)[0] if cursor else "", max(1, min(limit, MOST))
        found = await self._db.read(lambda session: entries(session, actor.user_id, kind, before, limit + 1))
        return Page(found[:limit], encode_cursor(found[limit - 1].id) if len(found) > limit else "")

    def _view(self, session: Session, owner_id: str, credit: Credit, stop: WalletStop) -> WalletView:
        has = balance_of(session, owner_id, LEDGER_CURRENCY)
        given = tuple(GivenPart(lot.remaining, lot.expires_at) for lot in queries.list_given(session, owner_id))
        return WalletView(
            currency=has.currency,
            balance=has.balance,
            held=has.held,
            available=has.available,
            paid=has.paid,
            promo=given,
            low=credit.charging and has.available < credit.low_nano,
            charging=credit.charging,
            can_top_up=self._sells and not stop.stopped,
            blocked="dispute" if self._blocked(session, owner_id) else "stopped" if stop.stopped else "",
            used=queries.has_entries(session, owner_id),
        )
