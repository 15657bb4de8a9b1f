"""Keeps documents of chats in step: some seconds after a chat changed, and now and then with all of them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import AppError, NotFoundError
from chat_app.models import Message
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.queries import get_conversation
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.knowledge import followed_queries as queries
from chat_app.services.knowledge.followed_queries import AWAY, Followed
from chat_app.services.knowledge.following import Following
from chat_app.services.knowledge.ingestion.persons import owner_of
from chat_app.services.knowledge.trash import DocumentTrash
from chat_app.services.projects.rights import FolderRole

logger = logging.getLogger(__name__)

QUIET = timedelta(seconds=5)
"""How long nothing may happen in a chat before its document is written anew."""
AT_LATEST = timedelta(seconds=60)
COMPARED_EVERY = timedelta(minutes=15)
"""How often all are compared: what another process did not live to write is found so, and at each start."""
BESIDE = {"documents", "draft"}
"""Changes that change nothing that a chat says."""

Act = Callable[[Actor, Followed], Awaitable[None]]


@dataclass(slots=True)
class _Noted:
    first: datetime
    last: datetime


class ChatFollower:
    """Hears of changes as they are published; what it misses it finds by the marks of documents."""

    def __init__(self, db: Database, following: Following, trash: DocumentTrash, clock: Clock) -> None:
        self._db = db
        self._following = following
        self._trash = trash
        self._clock = clock
        self._noted: dict[str, _Noted] = {}
        self._compare_at: datetime | None = None

    def hear(self, change: ConversationChange) -> None:
        """Something changed in a chat."""
        if change.conversation_id and change.kind not in BESIDE:
            now = self._clock()
            self._noted.setdefault(change.conversation_id, _Noted(now, now)).last = now

    async def run(self) -> None:
        """Bring in step what is due. For the scheduled job."""
        now = self._clock()
        if self._compare_at is None or self._compare_at <= now:
            self._compare_at = now + COMPARED_EVERY
            self._noted.clear()
            due = None
        else:
            due = self._due(now)
        for each in await self._db.read(queries.list_followed):
            await self._follow(each, is_due=due is None or bool(each.conversation and each.conversation.id in due))

    def _due(self, now: datetime) -> set[str]:
        """Chats in which nothing happened for a while, or something happens all the time."""
        due = {id_ for id_, noted in self._noted.items() if now - noted.last >= QUIET or now - noted.first >= AT_LATEST}
        for id_ in due:
            del self._noted[id_]
        return due

    async def _follow(self, each: Followed, *, is_due: bool) -> None:
        act = self._act_for(each, is_due=is_due)
        if act is None:
            return
        try:
            await act(await self._db.read(lambda session: owner_of(session, each.document.owner_id)), each)
        except AppError as error:
            logger.warning("document %s could not follow its chat: %s", each.document.id, error.key)

    def _act_for(self, each: Followed, *, is_due: bool) -> Act | None:
        is_thrown_away = each.document.deleted_at is not None
        if each.is_gone:
            return self._remove
        if each.is_away != is_thrown_away:
            return self._put_away if each.is_away else self._bring_back
        return self._renew if is_due and not each.is_away else None

    async def _remove(self, owner: Actor, each: Followed) -> None:
        await self._trash.delete(owner, [each.document.id], for_good=True)

    async def _bring_back(self, owner: Actor, each: Followed) -> None:
        await self._trash.restore(owner, [each.document.id])
        await self._write(owner, each)

    async def _renew(self, owner: Actor, each: Followed) -> None:
        try:
            is_old = await self._db.read(lambda session: _may_read(session, owner, each) and _is_old(session, each))
        except NotFoundError:
            await self._remove(owner, each)
            return
        if is_old:
            await self._write(owner, each)

    async def _put_away(self, owner: Actor, each: Followed) -> None:
        await self._trash.delete(owner, [each.document.id])
        await self._db.write(lambda session: queries.set_mark(session, each.document.id, AWAY))

    async def _write(self, owner: Actor, each: Followed) -> None:
        row = each.document
        try:
            await self._following.write(owner, "chat" if row.source == "chat" else "message", row.source_ref, row.folder_id or "")
        except NotFoundError:
            # Its owner may read the chat no longer: nobody finds anything of it through them.
            await self._remove(owner, each)


def _may_read(session: Session, owner: Actor, each: Followed) -> bool:
    """Raises `NotFoundError` when the owner of the document may read the chat no longer."""
    return each.conversation is not None and bool(get_conversation(session, owner, each.conversation.id, least=FolderRole.VIEWER))


def _is_old(session: Session, each: Followed) -> bool:
    """Whether it says something else now. While something is being written it is not asked for: that ends with a change."""
    if each.message:
        mark = queries.mark_of_message(session.get_one(Message, each.message.id))
    else:
        mark = queries.mark_of_chat(session, each.conversation) if each.conversation else ""
    return bool(mark) and mark != each.document.source_mark
