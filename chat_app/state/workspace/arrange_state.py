"""Move, mark, tag, archive and delete chats; move folders. The page shows it at once; here it is done, or not."""

from typing import Annotated

import reflex as rx
from pydantic import Field

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.dto import BulkAction, BulkResult, BulkVerb
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import show_undo
from chat_app.state.workspace.undo import packed

ChatIds = Annotated[list[str], Field(max_length=4_000)]
NOTICES = {
    "delete": ("notice.chat_deleted", "notice.chats_deleted"),
    "archive": ("notice.chat_archived", "notice.chats_archived"),
    "move": ("", "notice.chats_moved"),
    "restore": ("notice.chat_restored", "notice.chats_restored"),
}
"""What is said when it was done to one chat and to several; the rest is plain to see."""


class ArrangeState(rx.State):
    """`answered_key` is the key of the last thing that was done or refused: what the page showed ahead of it ends."""

    answered_key: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in
    async def act(self, verb: BulkVerb, ids: ChatIds, folder_id: str, tag_id: str, key: str):
        """Do one thing to chats, and offer to take it back."""
        try:
            actor = await current_actor(self)
            result = await services().bulk.apply(actor, BulkAction(verb, tuple(ids), folder_id, tag_id))
            await (await self.get_state(SidebarState))._refresh(actor)
            await self._leave_if_gone(verb, ids)
            await self._say(verb, result)
        finally:
            self.answered_key = key

    @rx.event
    @signed_in
    async def move_folder(self, folder_id: str, parent_id: str, before_id: str, key: str):
        """Put a folder into another one or to the top, before a sibling or at the end."""
        try:
            actor = await current_actor(self)
            await services().folders.move(actor, folder_id, parent_id, before_id)
            await (await self.get_state(SidebarState))._refresh(actor)
        finally:
            self.answered_key = key

    @rx.event
    @signed_in
    async def empty_trash(self):
        """Delete all that is in the trash for ever."""
        actor: Actor = await current_actor(self)
        await services().bulk.empty_trash(actor)
        await (await self.get_state(SidebarState))._refresh(actor)

    async def _leave_if_gone(self, verb: str, ids: list[str]) -> None:
        conversation = await self.get_state(ConversationState)
        if verb in {"delete", "purge"} and conversation.current_id in ids:
            await conversation._leave()

    async def _say(self, verb: str, result: BulkResult) -> None:
        one, several = NOTICES.get(verb, ("", ""))
        if result.count == 1 and one:
            await show_undo(self, one, "chats", packed(result.undo))
        elif result.count > 1 and several:
            await show_undo(self, several, "chats", packed(result.undo), count=result.count)
