"""Share links: made, listed, revoked, opened."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.models import ShareLink
from chat_app.services.chat import queries as chat_queries
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.exports.dto import Scope
from chat_app.services.exports.html_file import to_html
from chat_app.services.exports.reading import ChatRows, read_chat
from chat_app.services.exports.service import ExportService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.sharing import queries
from chat_app.services.sharing.dto import NewShare, Share

MAX_DAYS = 3650
MAX_SHARES = 1_000
TOKEN_BYTES = 24


class ShareService:
    """Shows the messages that a chat had when its link was made: those written later stay with their owner.

    A message corrected in place is shown corrected, so that what should not have been shared can still be taken out.
    """

    def __init__(self, db: Database, exports: ExportService, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._exports = exports
        self._changes = changes
        self._clock = clock

    async def create(self, actor: Actor, conversation_id: str, scope: Scope = "branch", days: int | None = 30) -> NewShare:
        """Make a link that ends after `days` (None: never). Raises `NotFoundError`, `InvalidInputError`."""
        if days is not None and not 1 <= days <= MAX_DAYS:
            raise InvalidInputError("share.error.days", max=MAX_DAYS)
        now, token = self._clock(), secrets.token_urlsafe(TOKEN_BYTES)

        def write(session: Session) -> Share:
            conversation = chat_queries.get_conversation(session, actor, conversation_id)
            if conversation.active_leaf_id is None:
                raise InvalidInputError("share.error.empty")
            if len(queries.list_shares(session, actor)) >= MAX_SHARES:
                raise InvalidInputError("share.error.too_many", max=MAX_SHARES)
            row = ShareLink(
                id=new_id(),
                owner_id=actor.user_id,
                conversation_id=conversation.id,
                token_hash=_hash(token),
                leaf_id=conversation.active_leaf_id if scope == "branch" else None,
                created_at=now,
                expires_at=now + timedelta(days=days) if days is not None else None,
            )
            session.add(row)
            return _record(row, conversation.title, now)

        share = await self._db.write(write)
        self._announce(actor, conversation_id)
        return NewShare(share, f"/s/{token}")

    async def list(self, actor: Actor, conversation_id: str = "") -> list[Share]:
        """The person's links, newest first; those of one chat if it is named."""
        now = self._clock()
        rows = await self._db.read(lambda session: queries.list_shares(session, actor, conversation_id))
        return [_record(row, title, now) for row, title in rows]

    async def revoke(self, actor: Actor, share_id: str) -> None:
        """End a link at once; raises `NotFoundError`. Once more does nothing."""
        now = self._clock()

        def write(session: Session) -> str:
            row = queries.get_share(session, actor, share_id)
            row.revoked_at = row.revoked_at or now
            return row.conversation_id

        self._announce(actor, await self._db.write(write))

    async def page(self, token: str, language: str) -> str:
        """The shared chat as an HTML page for whoever holds the link.

        Raises `NotFoundError` alike for a wrong, an expired and a revoked link, and for a chat in the trash.
        """
        now = self._clock()

        def read(session: Session) -> tuple[ChatRows, Scope]:
            row = queries.find_share(session, _hash(token))
            if row is None or not _is_active(row, now):
                raise NotFoundError("share.error.not_found")
            scope: Scope = "branch" if row.leaf_id else "all"
            owner = Actor(row.owner_id)
            return read_chat(session, owner, row.conversation_id, scope, leaf_id=row.leaf_id or "", until=row.created_at), scope

        try:
            rows, scope = await self._db.read(read)
        except NotFoundError:
            raise NotFoundError("share.error.not_found") from None
        chat = await self._exports.record(rows, scope, with_images=True)
        return await asyncio.to_thread(to_html, chat, language)

    def _announce(self, actor: Actor, conversation_id: str) -> None:
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "shares"))


def _record(row: ShareLink, title: str, now: datetime) -> Share:
    scope: Scope = "branch" if row.leaf_id else "all"
    active = _is_active(row, now)
    return Share(row.id, row.conversation_id, title, scope, row.created_at, row.expires_at, row.revoked_at, active)


def _is_active(row: ShareLink, now: datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
