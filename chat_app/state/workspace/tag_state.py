"""Tags: make, rename, colour, delete."""

from typing import Annotated

import reflex as rx
from pydantic import Field

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.dto import BulkAction
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.shared.guards import current_actor, signed_in

ChatIds = Annotated[list[str], Field(max_length=4_000)]


class TagState(rx.State):
    """The tags themselves; which chat carries which is `ArrangeState`'s."""

    @rx.event
    @signed_in
    async def create(self, name: str, color: str, conversation_ids: ChatIds):
        """Make a tag and give it to chats."""
        actor = await current_actor(self)
        tag = await services().tags.create(actor, name, color)
        if conversation_ids:
            await services().bulk.apply(actor, BulkAction("tag", tuple(conversation_ids), tag_id=tag.id))
        await self._follow(actor)

    @rx.event
    @signed_in
    async def change(self, tag_id: str, name: str, color: str):
        """Rename or colour a tag."""
        actor = await current_actor(self)
        await services().tags.change(actor, tag_id, name, color)
        await self._follow(actor)

    @rx.event
    @signed_in
    async def delete(self, tag_id: str):
        """Take a tag from all chats and forget it."""
        actor = await current_actor(self)
        await services().tags.delete(actor, tag_id)
        sidebar = await self.get_state(SidebarState)
        sidebar.tag_ids = [each for each in sidebar.tag_ids if each != tag_id]
        await self._follow(actor)

    async def _follow(self, actor: Actor) -> None:
        await (await self.get_state(SidebarState))._refresh(actor)
