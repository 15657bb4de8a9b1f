"""Looking into somebody's chats: opened with a reason, for a time, and written down."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.chat.dto import Message
from chat_app.services.content_access.dto import ContentAccess
from chat_app.services.kernel.actor import Actor
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.person_state import PersonState
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language


@dataclass(frozen=True)
class AccessView:
    """The access of this administrator to this person; an empty id is none."""

    id: str = ""
    until: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ChatLine:
    """A chat in the list."""

    id: str
    title: str
    updated: str


@dataclass(frozen=True)
class ReadMessage:
    """A message to be read."""

    id: str
    role: str
    text: str
    at: str
    model: str
    files: list[str] = field(default_factory=list)


class ContentState(rx.State):
    """What an open access lets its administrator read."""

    access: rx.Field[AccessView] = rx.field(default_factory=AccessView)
    problem: rx.Field[str] = rx.field("")
    chats: rx.Field[list[ChatLine]] = rx.field(default_factory=list)
    cursor: rx.Field[str] = rx.field("")
    chat_id: rx.Field[str] = rx.field("")
    title: rx.Field[str] = rx.field("")
    messages: rx.Field[list[ReadMessage]] = rx.field(default_factory=list)
    has_earlier: rx.Field[bool] = rx.field(False)
    ready: rx.Field[bool] = rx.field(False)

    @rx.event
    @for_admins("admin.content")
    async def load_access(self):
        """Whether an access to the person on show is open."""
        self.reset()
        await self._find(await current_actor(self))

    @rx.event
    @for_admins("admin.content")
    async def open_access(self, reason: str, minutes: int):
        """Open one, for a reason and a time. A double click finds it open."""
        actor, person = await current_actor(self), (await self.get_state(PersonState)).person
        await self._find(actor)
        if self.access.id:
            return
        self.problem = ""
        try:
            self.access = access_view(await services().content_access.open(actor, person.id, reason, minutes))
        except ProofNeededError:
            raise
        except AppError as error:
            self.problem = error_sentence(error.key, await reader_language(self), **error.params)

    @rx.event
    @for_admins("admin.content")
    async def end_access(self):
        """End it early; what was read leaves the page."""
        actor, access_id = await current_actor(self), self.access.id
        self.reset()
        self.ready = True
        await services().content_access.end(actor, access_id)

    @rx.event
    @for_admins("admin.content")
    async def load_chats(self):
        """The list of chats, for the page that reads them."""
        self.reset()
        actor = await current_actor(self)
        await self._find(actor)
        if self.access.id:
            await self._list(actor, "")
        self.ready = True

    @rx.event
    @for_admins("admin.content")
    async def more_chats(self):
        """The next page of the list."""
        await self._list(await current_actor(self), self.cursor)

    @rx.event
    @for_admins("admin.content")
    async def read(self, chat_id: str):
        """Open a chat to read it; an empty id goes back to the list."""
        self.chat_id, self.title, self.messages, self.has_earlier = chat_id, "", [], False
        if chat_id:
            await self._read_page(await current_actor(self), "")

    @rx.event
    @for_admins("admin.content")
    async def earlier(self):
        """What was written before."""
        if self.messages:
            await self._read_page(await current_actor(self), self.messages[0].id)

    async def _find(self, actor: Actor) -> None:
        person = (await self.get_state(PersonState)).person
        accesses = await services().content_access.list(actor, person.id, limit=20) if person.id else None
        mine = [each for each in accesses.items if each.is_open and each.is_mine] if accesses else []
        self.access = access_view(mine[0]) if mine else AccessView()

    async def _list(self, actor: Actor, cursor: str) -> None:
        untitled = translate("sidebar.untitled", await reader_language(self))
        page = await services().content_reading.chats(actor, self.access.id, cursor)
        lines = [ChatLine(chat.id, chat.title or untitled, chat.updated_at.isoformat()) for chat in page.items]
        self.chats, self.cursor = [*(self.chats if cursor else []), *lines], page.next_cursor

    async def _read_page(self, actor: Actor, before: str) -> None:
        page = await services().content_reading.chat(actor, self.access.id, self.chat_id, before)
        self.title = page.title or translate("sidebar.untitled", await reader_language(self))
        self.messages = [*(read_message(message) for message in page.messages), *(self.messages if before else [])]
        self.has_earlier = page.has_earlier


def access_view(access: ContentAccess) -> AccessView:
    """The access as the page shows it."""
    return AccessView(access.id, access.expires_at.isoformat(), access.reason)


def read_message(message: Message) -> ReadMessage:
    """A message as it is read."""
    files = [attachment.name for attachment in message.attachments]
    return ReadMessage(message.id, message.role, message.text, message.created_at.isoformat(), message.model_id, files)
