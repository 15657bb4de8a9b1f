"""The lists of prompts and assistants, for menus and for the page of the library; and prompts put to use."""

import reflex as rx

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.library.views import AssistantView, PromptView, assistant_view, prompt_view
from chat_app.state.palette.palette_state import PaletteItem
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import show_undo
from chat_app.state.shared.reader import reader_language


class LibraryState(rx.State):
    """Read when a menu or the page asks for it the first time."""

    prompts: rx.Field[list[PromptView]] = rx.field(default_factory=list)
    assistants: rx.Field[list[AssistantView]] = rx.field(default_factory=list)
    ready: rx.Field[bool] = rx.field(False)
    filled_text: rx.Field[str] = rx.field("")
    """A prompt with its variables filled, for the composer."""
    filled_key: rx.Field[str] = rx.field("")
    """The key that the browser gave to this use of a prompt."""

    @rx.var
    def palette_items(self) -> list[PaletteItem]:
        """The prompts as lines of the command palette."""
        return [PaletteItem(prompt.id, prompt.title, f"/{prompt.command}", prompt.folder) for prompt in self.prompts]

    @rx.event
    @signed_in(permission="library", quiet=True)
    async def load(self):
        """Read both lists."""
        await self._refresh(await current_actor(self))

    @rx.event
    @signed_in(permission="library")
    async def fill(self, prompt_id: str, values: dict[str, str], key: str):
        """Put values into a prompt; a missing or wrong one becomes a notice."""
        actor = await current_actor(self)
        self.filled_text = await services().prompts.fill(actor, prompt_id, values, await reader_language(self))
        self.filled_key = key

    @rx.event
    @signed_in(permission="library")
    async def delete_prompt(self, prompt_id: str):
        """Throw a prompt away and offer to take it back."""
        actor = await current_actor(self)
        await services().prompts.delete(actor, prompt_id)
        await self._refresh(actor)
        await show_undo(self, "library.prompt_deleted", "prompt", prompt_id)

    @rx.event
    @signed_in(permission="library")
    async def copy_prompt(self, prompt_id: str):
        """Make one's own prompt of any other."""
        actor = await current_actor(self)
        await services().prompts.copy(actor, prompt_id, await reader_language(self))
        await self._refresh(actor)

    @rx.event
    @signed_in(permission="library")
    async def delete_assistant(self, assistant_id: str):
        """Throw an assistant away and offer to take it back."""
        actor = await current_actor(self)
        await services().assistants.delete(actor, assistant_id)
        await self._refresh(actor)
        await show_undo(self, "library.assistant_deleted", "assistant", assistant_id)

    @rx.event
    @signed_in(permission="library")
    async def choose_assistant(self, conversation_id: str, assistant_id: str):
        """Let the chat talk to an assistant, or to none. In a chat that has not begun, its model is shown in advance."""
        actor = await current_actor(self)
        if conversation_id:
            await services().assistants.choose(actor, conversation_id, assistant_id)
        elif assistant_id and (model_id := (await services().assistants.get(actor, assistant_id)).model_id):
            await (await self.get_state(ConversationState))._use_model(model_id)

    @rx.event
    @signed_in(permission="library", quiet=True)
    async def follow(self):
        """The library changed elsewhere: matters where it has been read."""
        if self.ready:
            await self._refresh(await current_actor(self))

    async def _refresh(self, actor: Actor) -> None:
        prompts = [prompt_view(prompt) for prompt in await services().prompts.list(actor, await reader_language(self))]
        assistants = [assistant_view(assistant) for assistant in await services().assistants.list(actor)]
        if self.prompts != prompts:
            self.prompts = prompts
        if self.assistants != assistants:
            self.assistants = assistants
        self.ready = True
