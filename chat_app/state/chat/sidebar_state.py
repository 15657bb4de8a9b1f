"""The list of chats beside the page."""

import reflex as rx

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.views import ChatRowView, chat_row_view
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import show_undo

PAGE_SIZE = 50
MAX_REFRESH = 100


class SidebarState(rx.State):
    """Rows from the latest on; more come when the reader scrolls to the end."""

    chats: rx.Field[list[ChatRowView]] = rx.field(default_factory=list)
    has_more: rx.Field[bool] = rx.field(False)
    ready: rx.Field[bool] = rx.field(False)
    _cursor: str = ""

    @rx.event
    @signed_in
    async def load(self):
        """Read the list as far as it was shown."""
        await self._refresh(await current_actor(self))
        self.ready = True

    @rx.event
    @signed_in
    async def load_more(self):
        """Append the next page."""
        if not self._cursor:
            return
        page = await services().conversations.list(await current_actor(self), self._cursor, PAGE_SIZE)
        known = {row.id for row in self.chats}
        self.chats = [*self.chats, *(chat_row_view(item) for item in page.items if item.id not in known)]
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    @signed_in
    async def rename(self, conversation_id: str, title: str):
        """Give a chat a title of one's own."""
        actor = await current_actor(self)
        await services().conversations.rename(actor, conversation_id, title)
        await self._refresh(actor)
        (await self.get_state(ConversationState))._follow_title(conversation_id, title)

    @rx.event
    @signed_in
    async def delete(self, conversation_id: str):
        """Move a chat to the trash and offer to take it back; a chat on show makes room for a new one."""
        actor = await current_actor(self)
        await services().conversations.delete(actor, conversation_id)
        await self._refresh(actor)
        conversation = await self.get_state(ConversationState)
        if conversation.current_id == conversation_id:
            await conversation._leave()
        await show_undo(self, "notice.chat_deleted", "conversation", conversation_id)

    @rx.event
    @signed_in
    async def follow(self):
        """The list changed elsewhere."""
        await self._refresh(await current_actor(self))

    async def _refresh(self, actor: Actor) -> None:
        """Read the latest rows again; those further down stay until they are reached anew."""
        shown = len(self.chats)
        page = await services().conversations.list(actor, "", min(max(shown, PAGE_SIZE), MAX_REFRESH))
        rows = [chat_row_view(item) for item in page.items]
        keep = shown > MAX_REFRESH and bool(page.next_cursor)
        if not keep:
            self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
        fresh = {row.id for row in rows}
        tail = [row for row in self.chats[MAX_REFRESH:] if row.id not in fresh] if keep else []
        if self.chats != rows + tail:
            self.chats = rows + tail
