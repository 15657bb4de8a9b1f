"""Branches of a chat: walk between them, answer anew, write anew, continue, delete."""

import reflex as rx

from chat_app.container import services
from chat_app.services.chat.dto import NewTurn, TurnKind
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import show_undo


class BranchState(rx.State):
    """What happens to one message; `editing_id` is the one that is being rewritten."""

    editing_id: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in
    async def show_branch(self, message_id: str):
        """Show the branch through this sibling."""
        actor = await current_actor(self)
        await services().messages.show_branch(actor, message_id)
        await self._refresh()

    @rx.event
    @signed_in
    async def regenerate(self, message_id: str, model_id: str, key: str):
        """Answer once more, by the same model for an empty `model_id`; the old answer stays as a sibling."""
        await self._begin("regenerate", message_id, key, model_id=model_id)

    @rx.event
    @signed_in
    async def continue_answer(self, message_id: str, key: str):
        """Let an answer that broke off go on where it ended."""
        await self._begin("continue", message_id, key)

    @rx.event
    @signed_in
    async def edit(self, message_id: str):
        """Open a message for rewriting; an empty id closes it."""
        self.editing_id = message_id

    @rx.event
    @signed_in
    async def send_edit(self, message_id: str, text: str, key: str, without_files: list[str] | None = None):
        """Send a rewritten message as a new branch; it keeps the files of the old one but `without_files`."""
        await self._begin("edit", message_id, key, text=text, without=tuple(without_files or ()))
        self.editing_id = ""

    @rx.event
    @signed_in
    async def save_edit(self, message_id: str, text: str):
        """Change the text in place; nothing is sent."""
        await services().messages.edit_text(await current_actor(self), message_id, text)
        self.editing_id = ""
        await self._refresh()

    @rx.event
    @signed_in
    async def delete_message(self, message_id: str):
        """Move a message to the trash and offer to take it back."""
        await services().messages.delete(await current_actor(self), message_id)
        await self._refresh()
        await show_undo(self, "notice.message_deleted", "message", message_id)

    async def _begin(
        self, kind: TurnKind, message_id: str, key: str, *, text: str = "", model_id: str = "", without: tuple[str, ...] = ()
    ) -> None:
        conversation = await self.get_state(ConversationState)
        turn = NewTurn(conversation.current_id, kind, text, message_id, model_id, key, without_attachment_ids=without)
        actor = await current_actor(self)
        await services().turns.begin(actor, turn)
        await conversation._refresh(actor)

    async def _refresh(self) -> None:
        await (await self.get_state(ConversationState))._refresh(await current_actor(self))
