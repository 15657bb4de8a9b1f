"""Prompts and assistants being written."""

from dataclasses import replace

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.library.dto import AssistantDraft, PromptDraft
from chat_app.state.library.library_state import LibraryState
from chat_app.state.library.views import PromptForm, VersionView, prompt_form, version_view
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language


class WritingState(rx.State):
    """What the dialogs of the library hold. `saved` counts successes: the dialog closes then, and stays open on a problem."""

    prompt: rx.Field[PromptForm] = rx.field(default_factory=PromptForm)
    versions: rx.Field[list[VersionView]] = rx.field(default_factory=list)
    problem: rx.Field[str] = rx.field("")
    saved: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in(permission="library")
    async def open_prompt(self, prompt_id: str):
        """Read a prompt with its versions; an empty id is a new one."""
        self.problem, self.versions = "", []
        if not prompt_id:
            self.prompt = PromptForm(id="")
            return
        actor, language = await current_actor(self), await reader_language(self)
        self.prompt = prompt_form(await services().prompts.get(actor, prompt_id, language))
        if not self.prompt.builtin:
            self.versions = [version_view(version, language) for version in await services().prompts.versions(actor, prompt_id)]

    @rx.event
    @signed_in(permission="library")
    async def save_prompt(self, prompt_id: str, command: str, title: str, description: str, folder: str, text: str):
        """Write a prompt; what is wrong is said in the dialog."""
        actor, draft = await current_actor(self), PromptDraft(command, title, text, description, folder)
        try:
            if prompt_id:
                await services().prompts.update(actor, prompt_id, draft)
            else:
                await services().prompts.create(actor, draft)
        except AppError as error:
            await self._say(error)
            return
        await self._done()

    @rx.event
    @signed_in(permission="library")
    async def restore_version(self, prompt_id: str, number: int):
        """Let an old version be the newest."""
        actor = await current_actor(self)
        await services().prompts.restore_version(actor, prompt_id, number)
        await (await self.get_state(LibraryState))._refresh(actor)
        language = await reader_language(self)
        self.prompt = prompt_form(await services().prompts.get(actor, prompt_id, language))
        self.versions = [version_view(version, language) for version in await services().prompts.versions(actor, prompt_id)]

    @rx.event
    @signed_in(permission="library")
    async def save_assistant(
        self, assistant_id: str, name: str, description: str, avatar: str, system_prompt: str, model_id: str, starters: list[str]
    ):
        """Write an assistant; its parameters stay what they were."""
        actor = await current_actor(self)
        draft = AssistantDraft(name, description, avatar, system_prompt, model_id, starters=tuple(starters))
        try:
            if assistant_id:
                before = await services().assistants.get(actor, assistant_id)
                await services().assistants.update(actor, assistant_id, replace(draft, parameters=before.parameters))
            else:
                await services().assistants.create(actor, draft)
        except AppError as error:
            await self._say(error)
            return
        await self._done()

    async def _say(self, error: AppError) -> None:
        self.problem = error_sentence(error.key, await reader_language(self), **error.params)

    async def _done(self) -> None:
        self.problem = ""
        self.saved += 1
        await (await self.get_state(LibraryState))._refresh(await current_actor(self))
