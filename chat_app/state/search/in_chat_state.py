"""Search within the chat on show: every place in its branch, also in messages that are not loaded."""

import reflex as rx

from chat_app.container import services
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.search.views import ChatMatchView
from chat_app.state.shared.guards import current_actor, signed_in


class InChatState(rx.State):
    """The messages in which `answered` stands, from the beginning of the branch on."""

    answered: rx.Field[str] = rx.field("")
    searched_id: rx.Field[str] = rx.field("")
    """The chat in which they stand."""
    matches: rx.Field[list[ChatMatchView]] = rx.field(default_factory=list)
    pattern: rx.Field[str] = rx.field("")
    """The regular expression with which the browser marks the places."""

    @rx.event
    @signed_in
    async def find(self, text: str):
        """Find all places of a text; nothing for an empty one."""
        conversation_id = (await self.get_state(ConversationState)).current_id
        if conversation_id and text.strip():
            found = await services().search.in_chat(await current_actor(self), conversation_id, text)
            self.matches, self.pattern = [ChatMatchView(match.message_id, match.count) for match in found.matches], found.pattern
        else:
            self.matches, self.pattern = [], ""
        self.answered, self.searched_id = text, conversation_id

    @rx.event
    @signed_in
    async def show(self, message_id: str):
        """Go to a message with such a place."""
        await (await self.get_state(RevealState))._go(await current_actor(self), message_id)
