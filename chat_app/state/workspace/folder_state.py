"""Folders and tags: make, change, delete, and the form of one folder's settings."""

from contextlib import suppress

import reflex as rx

from chat_app.container import services
from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.workspace.dto import FolderChanges, LocalRule, PayerRule
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import show_undo
from chat_app.state.workspace.undo import packed_removal


class FolderState(rx.State):
    """`form_…` is the folder whose settings are open."""

    form_id: rx.Field[str] = rx.field("")
    form_model_id: rx.Field[str] = rx.field("")
    form_instructions: rx.Field[str] = rx.field("")
    form_local_only: rx.Field[str] = rx.field("inherit")
    form_payer: rx.Field[str] = rx.field("inherit")
    made_id: rx.Field[str] = rx.field("")
    """The folder made last: the page opens it and shows where it is."""
    place_id: rx.Field[str] = rx.field("")
    """Where the new chat will be put, as long as no other one has been opened since."""
    place_opened: rx.Field[int] = rx.field(0)
    """The count of openings (`ConversationState.opened`) that `place_id` belongs to."""

    @rx.event
    @signed_in
    async def create(self, name: str, parent_id: str, color: str):
        """Make a folder."""
        actor = await current_actor(self)
        made = await services().folders.create(actor, name, parent_id, FolderChanges(color=color))
        await self._follow(actor)
        self.made_id = made.id

    @rx.event
    @signed_in
    async def read(self, folder_id: str):
        """Bring what the form of a folder shows beyond its row."""
        folder = await services().folders.get(await current_actor(self), folder_id)
        self.form_model_id, self.form_instructions = folder.model_id, folder.instructions
        self.form_local_only, self.form_payer = folder.local_only, folder.payer
        self.form_id = folder.id

    @rx.event
    @signed_in
    async def save(self, folder_id: str, name: str, color: str, model_id: str, instructions: str, local_only: LocalRule, payer: PayerRule):
        """Keep a folder's form."""
        actor = await current_actor(self)
        await services().folders.change(actor, folder_id, FolderChanges(name, color, model_id, instructions, local_only, payer))
        await self._follow(actor)

    @rx.event
    @signed_in
    async def rename(self, folder_id: str, name: str):
        """Give a folder another name."""
        actor = await current_actor(self)
        await services().folders.change(actor, folder_id, FolderChanges(name=name))
        await self._follow(actor)

    @rx.event
    @signed_in
    async def delete(self, folder_id: str, keep_chats: bool):
        """Delete a folder, its chats moving up or going with it, and offer to take it back."""
        actor = await current_actor(self)
        shown = (await self.get_state(ConversationState)).current_id
        removal = await services().folders.delete(actor, folder_id, keep_chats=keep_chats)
        await self._follow(actor)
        if any(shown in action.ids for action in removal.chats if action.verb == "restore"):
            await (await self.get_state(ConversationState))._leave()
        await show_undo(self, "notice.folder_deleted", "folder", packed_removal(removal))

    @rx.event
    @signed_in
    async def begin_chat(self, folder_id: str):
        """A new chat in this folder: with its model, and put there with its first message."""
        await self._begin_in(folder_id)

    @rx.event
    @signed_in
    async def load_place(self):
        """After loading the page: a new chat begins in the folder that the address names."""
        conversation = await self.get_state(ConversationState)
        folder_id = self.router.url.query_parameters.get("folder", "")
        if folder_id and not conversation.current_id:
            with suppress(NotFoundError):
                await self._begin_in(folder_id)

    async def _begin_in(self, folder_id: str) -> None:
        actor, conversation = await current_actor(self), await self.get_state(ConversationState)
        model_id = await services().folders.starting_model(actor, folder_id)
        await conversation._open("")
        local_only = (await services().routing.offer(actor, folder_id=folder_id)).local_only_by
        if model_id := model_id or (await services().default_model.default_model_id(actor, folder_id) if local_only else ""):
            await conversation._use_model(model_id)
        self.place_id, self.place_opened, conversation._begins_in = folder_id, conversation.opened, folder_id

    async def _follow(self, actor: Actor) -> None:
        await (await self.get_state(SidebarState))._refresh(actor)
