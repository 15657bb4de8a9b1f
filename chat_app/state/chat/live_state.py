"""What happens elsewhere: another tab, the phone, a title that was made."""

import reflex as rx

from chat_app.container import services
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.shared.guards import current_actor, signed_in


class LiveState(rx.State):
    """One watcher per tab. Reflex cancels it with the connection and starts it again with the next `on_load`."""

    @rx.event(background=True)
    @signed_in
    async def watch(self):
        """Bring every change of the person's chats onto this page, until the tab goes."""
        async with self:
            actor = await current_actor(self)
        async for change in services().changes.watch(actor):
            yield SidebarState.follow()
            yield ConversationState.follow(change.conversation_id)
