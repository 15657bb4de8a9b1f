"""Summaries: made on demand, edited, renewed, removed."""

from collections.abc import Awaitable, Callable

import reflex as rx

from chat_app.container import services
from chat_app.services.chat.errors import MessageTooLongError
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.guards import current_actor, signed_in

MAX_SUMMARY = 100_000


class SummaryState(rx.State):
    """`working` is the chat in which a summary is being written, `renewing_id` the summary that is written anew."""

    working: rx.Field[str] = rx.field("")
    renewing_id: rx.Field[str] = rx.field("")

    @rx.event(background=True)
    @signed_in
    async def summarise(self, message_id: str):
        """Summarise the branch on show up to a message; for an empty id, all but its last messages."""
        async with self:
            conversation_id = (await self.get_state(ConversationState)).current_id
        if conversation_id:
            await self._write(lambda actor: services().summaries.summarise(actor, conversation_id, message_id), conversation_id, "")

    @rx.event(background=True)
    @signed_in
    async def regenerate(self, summary_id: str):
        """Write a summary anew."""
        async with self:
            conversation_id = (await self.get_state(ConversationState)).current_id
        await self._write(lambda actor: services().summaries.regenerate(actor, summary_id), conversation_id, summary_id)

    @rx.event
    @signed_in
    async def edit(self, summary_id: str, text: str):
        """Put the reader's own words in its place."""
        if len(text) > MAX_SUMMARY:
            raise MessageTooLongError(max=MAX_SUMMARY)
        actor = await current_actor(self)
        await services().summaries.edit(actor, summary_id, text)
        await (await self.get_state(ConversationState))._refresh(actor)

    @rx.event
    @signed_in
    async def remove(self, summary_id: str):
        """Let models read the messages whole again."""
        actor = await current_actor(self)
        await services().summaries.delete(actor, summary_id)
        await (await self.get_state(ConversationState))._refresh(actor)

    async def _write(self, work: Callable[[Actor], Awaitable[None]], conversation_id: str, summary_id: str) -> None:
        """Let the model write without keeping the page waiting; one summary at a time."""
        async with self:
            if self.working:
                return
            self.working, self.renewing_id = conversation_id, summary_id
            actor = await current_actor(self)
        try:
            await work(actor)
        finally:
            async with self:
                self.working = self.renewing_id = ""
                conversation = await self.get_state(ConversationState)
                if conversation.current_id == conversation_id:
                    await conversation._refresh(actor)
