"""Take a deletion back."""

import reflex as rx

from chat_app.container import services
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.library.library_state import LibraryState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import NoticeState
from chat_app.state.workspace.undo import take_back


class TrashState(rx.State):
    """The undo button of the notice."""

    @rx.event
    @signed_in
    async def undo(self):
        """Restore what the notice on show offers; a second click does nothing."""
        kind, item_id = (await self.get_state(NoticeState))._take_undo()
        actor = await current_actor(self)
        if kind in {"chats", "folder"}:
            await take_back(actor, kind, item_id)
            await (await self.get_state(SidebarState))._refresh(actor)
        elif kind == "message":
            await services().messages.restore(actor, item_id)
            await (await self.get_state(ConversationState))._refresh(actor)
        elif kind == "prompt":
            await services().prompts.restore(actor, item_id)
            await (await self.get_state(LibraryState))._refresh(actor)
        elif kind == "assistant":
            await services().assistants.restore(actor, item_id)
            await (await self.get_state(LibraryState))._refresh(actor)
