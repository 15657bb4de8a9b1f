"""The search field at the top of the sidebar."""

from datetime import timedelta

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_labels import model_label
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.search.views import HitView, hit_view
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language

MAX_OFFSET_MINUTES = 14 * 60


class SearchState(rx.State):
    """What was found for `answered`, the text that the hits belong to; the text itself is the browser's."""

    answered: rx.Field[str] = rx.field("")
    serial: rx.Field[int] = rx.field(0)
    """Which of the browser's questions this answers: the same text asked for again has other hits, perhaps."""
    hits: rx.Field[list[HitView]] = rx.field(default_factory=list)
    problems: rx.Field[list[str]] = rx.field(default_factory=list)
    more: rx.Field[bool] = rx.field(False)
    tags: rx.Field[list[str]] = rx.field(default_factory=list)
    folders: rx.Field[list[str]] = rx.field(default_factory=list)
    models: rx.Field[list[str]] = rx.field(default_factory=list)
    recent: rx.Field[list[str]] = rx.field(default_factory=list)

    @rx.event
    @signed_in
    async def search(self, text: str, offset_minutes: int, serial: int):
        """Find what matches. `offset_minutes`: the reader's local time minus UTC, for dates. `serial` grows with every question."""
        language = await reader_language(self)
        offset = timedelta(minutes=max(-MAX_OFFSET_MINUTES, min(MAX_OFFSET_MINUTES, offset_minutes)))
        results = await services().search.search(await current_actor(self), text, offset=offset)
        names = {hit.model_id: await model_label(hit.model_id) for hit in results.hits if hit.role == "assistant"}
        self.hits = [hit_view(hit, language, names.get(hit.model_id, "")) for hit in results.hits]
        self.problems = [translate(problem.key, language, value=problem.value) for problem in results.problems]
        self.more, self.answered, self.serial = results.more, text, int(serial)

    @rx.event
    @signed_in
    async def load_words(self):
        """Read what operators can be completed with, and the latest searches."""
        actor = await current_actor(self)
        vocabulary = await services().search.vocabulary(actor)
        self.tags, self.folders, self.recent = list(vocabulary.tags), list(vocabulary.folders), list(vocabulary.recent)
        names = (card.id.partition("/")[2] for card in await services().catalogue.models(actor))
        self.models = list(dict.fromkeys(names))[:300]

    @rx.event
    @signed_in
    async def keep(self, text: str):
        """Remember a search that led somewhere."""
        actor = await current_actor(self)
        await services().search.keep_recent(actor, text)
        self.recent = list((await services().search.vocabulary(actor)).recent)

    @rx.event
    @signed_in
    async def forget_recent(self):
        """Forget the latest searches."""
        await services().search.forget_recent(await current_actor(self))
        self.recent = []

    @rx.event
    @signed_in
    async def restore(self, conversation_id: str, message_id: str):
        """Take a hit out of the trash and show it; an empty `message_id` is the chat itself."""
        actor = await current_actor(self)
        await services().conversations.restore(actor, conversation_id)
        if message_id:
            await services().messages.restore(actor, message_id)
            await (await self.get_state(RevealState))._go(actor, message_id)
        else:
            await (await self.get_state(ConversationState))._open(conversation_id)
        self.hits = [hit for hit in self.hits if (hit.conversation_id, hit.message_id) != (conversation_id, message_id)]

    @rx.event
    @signed_in
    async def open_message(self, message_id: str):
        """Go to a message in its chat."""
        await (await self.get_state(RevealState))._go(await current_actor(self), message_id)
