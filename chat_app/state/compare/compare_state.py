"""Compare models: who answers beside the chat's own model, and what happens to the answers."""

import reflex as rx

from chat_app.container import services
from chat_app.services.chat.columns import check_models
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.compare.rows import compare_chips
from chat_app.state.shared.guards import current_actor, signed_in


class CompareState(rx.State):
    """Handlers only: what is shown belongs to the chat on show."""

    @rx.event
    @signed_in(permission="compare")
    async def add_model(self, model_id: str):
        """Let one more model answer; in a chat that has not begun this is kept by the page."""
        conversation = await self.get_state(ConversationState)
        await services().catalogue.require(await current_actor(self), model_id)
        if conversation.current_id:
            await services().comparisons.add_model(await current_actor(self), conversation.current_id, model_id)
        else:
            await self._arrange([*self._ids(conversation), model_id])
        await self._refresh()

    @rx.event
    @signed_in
    async def remove_model(self, model_id: str):
        """Let a model answer no more."""
        conversation = await self.get_state(ConversationState)
        if conversation.current_id:
            await services().comparisons.remove_model(await current_actor(self), conversation.current_id, model_id)
        else:
            await self._arrange([known for known in self._ids(conversation) if known != model_id])
        await self._refresh()

    @rx.event
    @signed_in(permission="compare")
    async def set_blind(self, blind: bool):
        """Hide the names in the comparisons to come, or show them."""
        conversation = await self.get_state(ConversationState)
        if conversation.current_id:
            await services().comparisons.set_blind(await current_actor(self), conversation.current_id, bool(blind))
        conversation.compare_blind = bool(blind)

    @rx.event
    @signed_in(permission="compare")
    async def add_answer(self, message_id: str, model_id: str, key: str):
        """Put the answer of one more model beside an existing one."""
        await services().comparisons.add_answer(await current_actor(self), message_id, model_id, key)
        await self._refresh()

    @rx.event
    @signed_in(permission="compare")
    async def choose(self, comparison_id: str, answer_id: str):
        """Go on from this answer."""
        await services().comparisons.choose(await current_actor(self), comparison_id, answer_id)
        await self._refresh()

    @rx.event
    @signed_in(permission="compare")
    async def vote(self, comparison_id: str, answer_id: str):
        """Prefer an answer, and see who wrote which."""
        await services().comparisons.vote(await current_actor(self), comparison_id, answer_id)
        await self._refresh()

    @rx.event
    @signed_in(permission="compare")
    async def reveal(self, comparison_id: str):
        """Show the names without a vote."""
        await services().comparisons.reveal(await current_actor(self), comparison_id)
        await self._refresh()

    @rx.event
    @signed_in(permission="compare")
    async def merge(self, comparison_id: str, model_id: str, recipe: str, key: str):
        """Let a model make one answer of all."""
        await services().comparisons.merge(await current_actor(self), comparison_id, model_id, recipe, key)
        await self._refresh()

    @rx.event
    @signed_in
    async def stop(self, turn_id: str):
        """End one column; the others go on."""
        await services().turns.stop(await current_actor(self), turn_id)
        await self._refresh()

    @staticmethod
    def _ids(conversation: ConversationState) -> list[str]:
        return [chip.id for chip in conversation.compare_models] or [conversation.model_id]

    async def _arrange(self, model_ids: list[str]) -> None:
        """The models of a chat that has not begun."""
        conversation = await self.get_state(ConversationState)
        wanted = list(dict.fromkeys(model_ids))
        check_models(wanted)
        if wanted and wanted[0] != conversation.model_id:
            await conversation._use_model(wanted[0])
        actor = await current_actor(self)
        conversation.compare_models = await compare_chips(actor, conversation.model_id, wanted[1:])

    async def _refresh(self) -> None:
        conversation = await self.get_state(ConversationState)
        if conversation.current_id:
            await conversation._refresh(await current_actor(self))
