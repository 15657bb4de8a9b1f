"""The chat on show: its messages, its running turn, its figures."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id
from chat_app.state.chat.model_views import ModelRates
from chat_app.state.chat.opening import (
    PAGE_SIZE,
    ChatView,
    blank_chat,
    model_facts,
    read_around,
    read_chat,
    read_draft,
    read_earlier,
    read_later,
)
from chat_app.state.chat.views import MessageView, QueuedView
from chat_app.state.compare.rows import compare_chips
from chat_app.state.compare.views import CompareChipView
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

_CHAT_PATH = re.compile(r"^/c/([^/]+)/?$")
NOWHERE = "-"
"""Stands for an address that no chat can have."""


class ConversationState(rx.State):
    """The open chat; an empty `current_id` is a chat that begins with its first message."""

    current_id: rx.Field[str] = rx.field("")
    title: rx.Field[str] = rx.field("")
    messages: rx.Field[list[MessageView]] = rx.field(default_factory=list)
    has_earlier: rx.Field[bool] = rx.field(False)
    end_id: rx.Field[str] = rx.field("")
    """The last loaded message, where the branch goes on behind it: its reader looks at a place far up. Empty at the end."""
    running_turn_id: rx.Field[str] = rx.field("")
    compare_models: rx.Field[list[CompareChipView]] = rx.field(default_factory=list)
    """The models that answer, the chat's own first; empty while one answers alone."""
    compare_blind: rx.Field[bool] = rx.field(False)
    queued: rx.Field[list[QueuedView]] = rx.field(default_factory=list)
    model_id: rx.Field[str] = rx.field("")
    """The model that answers next."""
    model_label: rx.Field[str] = rx.field("")
    model_context: rx.Field[int] = rx.field(0)
    """Its window in tokens, 0 when unknown."""
    model_rates: rx.Field[ModelRates] = rx.field(default_factory=ModelRates)
    answer_limit: rx.Field[int] = rx.field(0)
    """The most tokens that the chat lets an answer have; 0 for the model's own limit."""
    assistant_id: rx.Field[str] = rx.field("")
    folder_id: rx.Field[str] = rx.field("")
    """The project that the chat is in; empty for none."""
    draft: rx.Field[str] = rx.field("")
    drafted: rx.Field[int] = rx.field(0)
    """Counts the drafts that came from elsewhere."""
    read_id: rx.Field[str] = rx.field("")
    """The message at which reading goes on; empty for the end."""
    cost_nano: rx.Field[int] = rx.field(0)
    """What the chat has cost."""
    context_tokens: rx.Field[int] = rx.field(0)
    context_images: rx.Field[int] = rx.field(0)
    """How many of these are pictures."""
    ready: rx.Field[bool] = rx.field(False)
    opened: rx.Field[int] = rx.field(0)
    """Counts openings: the page goes to the end of the messages and takes the draft when it changes."""
    left: rx.Field[int] = rx.field(0)
    """Counts how often the chat on show went away from under its reader (it was deleted)."""
    problem: rx.Field[str] = rx.field("")
    """Why the chat could not be opened, as a sentence; empty when all is well."""
    _loaded_path: str = ""
    _begins_in: str = ""
    """The folder in which a chat that has not begun will be put."""
    _kept_draft: str = ""
    """The draft that this page has, as far as the server knows."""

    @rx.var
    def first_id(self) -> str:
        """The first loaded message: the page keeps its place when another one becomes the first."""
        return self.messages[0].id if self.messages else ""

    @rx.var
    def last_id(self) -> str:
        """The end of the branch on show."""
        return self.messages[-1].id if self.messages else ""

    @rx.var
    def goes_on_name(self) -> str:
        """Whose answer the next message goes on from while nobody has chosen among those compared."""
        return self.messages[-1].comparison.goes_on_name if self.messages else ""

    @rx.event
    @signed_in
    async def load(self):
        """Show what the address says; after a reconnect, what was on show."""
        path = self.router.url.path
        if self._began_early(path):
            self.ready, self._loaded_path = True, path
            await self._refresh(await current_actor(self))
            return
        wanted = self.current_id if self.ready and path == self._loaded_path else conversation_id_of(path)
        self._loaded_path = path
        await self._open(wanted)

    @rx.event
    @signed_in
    async def open_conversation(self, conversation_id: str):
        """Show another chat, or a new one for an empty id; the one on show stays as it is, with its reader's place."""
        if conversation_id and self.ready and conversation_id == self.current_id and not self.problem:
            return
        await self._open(conversation_id if not conversation_id or is_id(conversation_id) else NOWHERE)

    @rx.event
    @signed_in
    async def load_earlier(self):
        """Put the page of messages before the first one on top."""
        if not self.has_earlier or not self.messages:
            return
        actor, first = await current_actor(self), self.messages[0].id
        earlier, more = await read_earlier(actor, self.current_id, first, await reader_language(self))
        self.messages = [*earlier, *self.messages]
        self.has_earlier = more

    @rx.event
    @signed_in
    async def load_later(self):
        """Put the page of messages behind the last one below."""
        if not self.end_id:
            return
        later, end_id = await read_later(await current_actor(self), self.current_id, self.end_id, await reader_language(self))
        self.messages, self.end_id = [*self.messages, *later], end_id

    @rx.event
    @signed_in
    async def show_end(self):
        """Go to the end of the branch from a place far up."""
        if self.end_id:
            await self._refresh_end(await current_actor(self))

    @rx.event
    @signed_in
    async def finish_turn(self, turn_id: str):
        """The answer on the page ended: take its stored text, figures and status."""
        answers = (answer for message in self.messages for answer in (message, *message.comparison.columns))
        if any(answer.turn_id == turn_id and answer.status == "running" for answer in answers):
            await self._refresh(await current_actor(self))

    @rx.event
    @signed_in
    async def follow(self, conversation_id: str):
        """Something in a chat changed elsewhere: take it over if the chat is on show."""
        if not conversation_id or conversation_id != self.current_id:
            return
        if self.problem:
            await self._open(conversation_id)
            return
        try:
            await self._refresh(await current_actor(self))
        except NotFoundError:
            # It was deleted: say so in its place.
            await self._open(conversation_id)

    @rx.event
    @signed_in
    async def follow_draft(self, conversation_id: str):
        """The unsent text of a chat changed elsewhere."""
        if conversation_id == self.current_id:
            with suppress(NotFoundError):
                self._take_draft(await read_draft(await current_actor(self), conversation_id))

    @rx.event
    @signed_in
    async def keep_place(self, conversation_id: str, message_id: str):
        """Remember where reading stopped; an empty `message_id` is the end."""
        with suppress(NotFoundError):
            await services().reading.keep_place(await current_actor(self), conversation_id, message_id)

    @rx.event
    @signed_in
    async def rewrite(self):
        """The reader's language or money changed: write what is on show anew."""
        if self.problem:
            await self._open(self.current_id)
        elif self.current_id:
            await self._refresh(await current_actor(self))

    def _began_early(self, path: str) -> bool:
        """Whether the first message of a new chat was sent before the page had been loaded: then that chat is on show."""
        return not self.ready and self.current_id != "" and conversation_id_of(path) == ""

    async def _open(self, conversation_id: str) -> None:
        """Show the chat, or why it cannot be shown; never raises."""
        language, actor = await reader_language(self), await current_actor(self)
        try:
            view = await self._read(actor, conversation_id, language)
        except AppError as error:
            self.problem = error_sentence(error.key, language, **error.params)
            view = replace(await blank_chat(actor), id=conversation_id)
        else:
            self.problem = ""
        self._apply(view)
        self.draft, self.ready = view.draft, True
        self._kept_draft, self.read_id, self._begins_in = view.draft, view.read_id, ""
        self.opened += 1

    async def _leave(self) -> None:
        """Make room for a new chat because the one on show is gone."""
        await self._open("")
        self.left += 1

    async def _read(self, actor: Actor, conversation_id: str, language: str) -> ChatView:
        return await read_chat(actor, conversation_id, language, to_read_mark=True) if conversation_id else await blank_chat(actor)

    async def _use_model(self, model_id: str) -> None:
        """Show another model in the header."""
        actor = await current_actor(self)
        for name, value in (await model_facts(actor, model_id)).items():
            setattr(self, name, value)
        self.compare_models = await compare_chips(actor, model_id, [chip.id for chip in self.compare_models[1:]])

    def _compares(self) -> dict[str, Any]:
        """What a chat that begins now compares, as fields of `NewTurn`."""
        return {"model_ids": tuple(chip.id for chip in self.compare_models), "blind": self.compare_blind} if self.compare_models else {}

    async def _refresh(self, actor: Actor) -> None:
        """Read the chat on show again, as far as it is loaded. The draft stays the composer's unless it changed elsewhere."""
        size = max(PAGE_SIZE, len(self.messages) + (0 if self.end_id else 2))
        view = await read_chat(actor, self.current_id, await reader_language(self), size, end_id=self.end_id)
        self._apply(view)
        self._take_draft(view.draft)

    async def _refresh_end(self, actor: Actor) -> None:
        """Read the chat on show again, its end."""
        if self.end_id:
            self.end_id, self.messages = "", []
        await self._refresh(actor)

    async def _show_around(self, actor: Actor, message_id: str) -> None:
        """Show the messages around one that is not loaded, of whatever chat of the actor's. Raises `NotFoundError`."""
        window, messages = await read_around(actor, message_id, await reader_language(self))
        if window.conversation_id != self.current_id:
            await self._open(window.conversation_id)
        self.messages, self.has_earlier, self.end_id = messages, window.page.has_earlier, window.end_id
        await self._refresh(actor)

    def _take_draft(self, draft: str) -> None:
        """Hand a draft to the composer, unless that is where it comes from."""
        if draft != self._kept_draft:
            self._kept_draft, self.draft = draft, draft
            self.drafted += 1

    def _follow_title(self, conversation_id: str, title: str) -> None:
        """Take over a new title if the chat is on show."""
        if conversation_id == self.current_id:
            self.title = " ".join(title.split())

    def _apply(self, view: ChatView) -> None:
        """Assign only what differs: each assignment travels to the browser."""
        changes = view.shown()
        for name, value in changes.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def conversation_id_of(path: str) -> str:
    """The chat that an address names; `NOWHERE` if there cannot be one, empty for `/` and anything else."""
    match = _CHAT_PATH.match(path)
    if match is None:
        return ""
    return match.group(1) if is_id(match.group(1)) else NOWHERE
