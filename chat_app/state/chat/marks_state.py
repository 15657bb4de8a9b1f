"""Marks on messages: excluded, pinned, rated, the divider; and the list of pinned messages."""

from collections.abc import Awaitable
from dataclasses import dataclass

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.chat.dto import PinnedMessage
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_labels import model_label
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


@dataclass(frozen=True)
class PinView:
    """A row of the list of pinned messages."""

    id: str
    role: str
    author: str
    excerpt: str


class MarksState(rx.State):
    """`pins` is filled while the list is open."""

    pins: rx.Field[list[PinView]] = rx.field(default_factory=list)
    changed: rx.Field[int] = rx.field(0)
    """Counts the changes of messages, wherever they were made: an open list or map is read anew."""

    @rx.event
    @signed_in
    async def exclude(self, message_id: str, excluded: bool):
        """Let models read a message no longer, or again."""
        await self._mark(services().marks.exclude(await current_actor(self), message_id, excluded))

    @rx.event
    @signed_in
    async def pin(self, message_id: str, pinned: bool):
        """Put a message into the list of pinned ones, or take it out."""
        await self._mark(services().marks.pin(await current_actor(self), message_id, pinned))
        if self.pins or pinned:
            await self._read_pins()

    @rx.event
    @signed_in
    async def rate(self, message_id: str, rating: int):
        """1 for a good answer, -1 for a bad one, 0 for none."""
        await self._mark(services().marks.rate(await current_actor(self), message_id, rating))

    @rx.event
    @signed_in
    async def divide(self, message_id: str, divided: bool):
        """Put the divider behind a message, or take it away."""
        await self._mark(services().marks.divide(await current_actor(self), message_id, divided))

    @rx.event
    @signed_in
    async def clear_context(self):
        """Put the divider behind the last message, or take it back when it stands there."""
        conversation = await self.get_state(ConversationState)
        if conversation.current_id:
            await self._mark(services().marks.clear_context(await current_actor(self), conversation.current_id))

    @rx.event
    @signed_in
    async def load_pins(self):
        """Fill the list of pinned messages."""
        await self._read_pins()

    @rx.event
    @signed_in
    async def follow(self):
        """Messages changed, here or elsewhere."""
        self.changed += 1

    async def _mark(self, change: Awaitable[object]) -> None:
        await change
        await (await self.get_state(ConversationState))._refresh(await current_actor(self))

    async def _read_pins(self) -> None:
        conversation_id = (await self.get_state(ConversationState)).current_id
        found = await services().marks.pinned(await current_actor(self), conversation_id) if conversation_id else []
        self.pins = [await _pin_view(message, await reader_language(self)) for message in found]


async def _pin_view(message: PinnedMessage, language: str) -> PinView:
    author = translate("messages.you", language) if message.role == "user" else await model_label(message.model_id)
    return PinView(message.id, message.role, author, message.excerpt)
