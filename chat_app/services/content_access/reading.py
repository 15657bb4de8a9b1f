"""What an open access lets its administrator read. Every look is written down before anything is handed out."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.chat.messages import MessageService
from chat_app.services.content_access import queries
from chat_app.services.content_access.dto import ReadChat
from chat_app.services.content_access.errors import AccessForbiddenError, AccessNotFoundError
from chat_app.services.content_access.service import PERMISSION
from chat_app.services.exports.dto import ExportFile, Format
from chat_app.services.exports.service import ExportService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Privacy


class ContentReading:
    """Reads a person's chats as that person sees them, and changes nothing of them."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        site: SiteService,
        conversations: ConversationService,
        messages: MessageService,
        exports: ExportService,
        clock: Clock = utc_now,
    ) -> None:
        self._db = db
        self._audit = audit
        self._site = site
        self._conversations = conversations
        self._messages = messages
        self._exports = exports
        self._clock = clock

    async def chats(self, actor: Actor, access_id: str, cursor: str = "", limit: int = 50) -> Page[ConversationSummary]:
        """The person's chats, latest activity first; raises `AccessNotFoundError` without an open access of the actor's own."""
        person = await self._person(actor, access_id)
        page = await self._conversations.list(person, cursor, limit)
        await self._write_down(actor, access_id, "content.list", person)
        return page

    async def chat(self, actor: Actor, access_id: str, conversation_id: str, before: str = "", limit: int = 50) -> ReadChat:
        """One chat; raises `AccessNotFoundError`, and `NotFoundError` for a chat that is not that person's."""
        person = await self._person(actor, access_id)
        chat = await self._conversations.get(person, conversation_id)
        page = await self._messages.page(person, conversation_id, before, limit)
        await self._write_down(actor, access_id, "content.read", person, conversation_id)
        return ReadChat(chat.id, chat.title, page.messages, page.has_earlier)

    async def export(self, actor: Actor, access_id: str, conversation_id: str, format_: Format) -> ExportFile:
        """One chat as a file, for who has to hand it on; raises as `chat` does."""
        person = await self._person(actor, access_id)
        file = await self._exports.export(person, conversation_id, format_, "branch", actor.language)
        await self._write_down(actor, access_id, "content.export", person, conversation_id)
        return file

    async def _person(self, actor: Actor, access_id: str) -> Actor:
        """The person to whom the access is open, as somebody who may only look."""
        require(actor, PERMISSION)
        if not (await self._site.load(Privacy)).content_access:
            raise AccessForbiddenError
        row = await self._db.read(lambda session: queries.find_open(session, actor, access_id, self._clock()))
        if row is None:
            raise AccessNotFoundError
        return Actor(row.user_id, language=actor.language, permissions=frozenset({"chat", "export"}))

    async def _write_down(self, actor: Actor, access_id: str, action: str, person: Actor, conversation_id: str = "") -> None:
        """Raises `AccessNotFoundError` when it ended meanwhile: what is not written down is not handed out."""

        def write(session: Session) -> None:
            row = queries.find_open(session, actor, access_id, self._clock(), lock=True)
            if row is None:
                raise AccessNotFoundError
            row.last_read_at = self._clock()
            kind = "conversation" if conversation_id else "conversations"
            self._audit.record(session, actor, action, kind=kind, object_id=conversation_id, subject_id=person.user_id, access_id=access_id)

        await self._db.write(write)
