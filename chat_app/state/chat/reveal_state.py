"""Bring a message before its reader's eyes, in whatever chat and on whatever branch it is."""

import reflex as rx

from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.guards import current_actor, signed_in


class RevealState(rx.State):
    """Where the page has to go: it scrolls to `message_id` whenever `serial` grows."""

    message_id: rx.Field[str] = rx.field("")
    serial: rx.Field[int] = rx.field(0)
    _followed: str = ""
    """The link to a message that has been followed: a reconnect does not follow it again."""

    @rx.event
    @signed_in
    async def load(self):
        """Follow the address to a message: /c/<chat>?m=<message>."""
        link = self.router.url.query_parameters.get("m", "")
        if link == self._followed or not is_id(link):
            # A page that is loaded anew stays where its reader stopped.
            self.message_id = ""
            return
        self._followed = link
        await self._go(await current_actor(self), link)

    @rx.event
    @signed_in
    async def go(self, message_id: str):
        """Show the message in its chat, on its branch, with those around it."""
        await self._go(await current_actor(self), message_id)

    async def _go(self, actor: Actor, message_id: str) -> None:
        conversation = await self.get_state(ConversationState)
        if not is_id(message_id):
            raise NotFoundError("error.message_not_found")
        if all(message.id != message_id for message in conversation.messages):
            await conversation._show_around(actor, message_id)
        self.message_id = message_id
        self.serial += 1
