"""The models to choose from."""

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelView, model_view
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


class ModelsState(rx.State):
    """The list travels only when somebody opens it: the page itself shows no more than the model of the chat."""

    models: rx.Field[list[ModelView]] = rx.field(default_factory=list)
    problems: rx.Field[list[str]] = rx.field(default_factory=list)
    ready: rx.Field[bool] = rx.field(False)
    offline_only: rx.Field[bool] = rx.field(False)
    """Whether no provider is connected: the built-in assistant answers."""

    @rx.event
    @signed_in
    async def load(self):
        """Find out whether any provider is connected."""
        cards = await services().catalogue.models(await current_actor(self))
        self.offline_only = all(card.id == OFFLINE_MODEL_ID for card in cards)
        self.ready = True

    @rx.event
    @signed_in
    async def load_list(self):
        """Read all models for the picker, and which providers could not be asked."""
        language, catalogue = await reader_language(self), services().catalogue
        views = [model_view(card, language) for card in await catalogue.models(await current_actor(self))]
        if self.models != views:
            self.models = views
        self.problems = [translate("models.list_failed", language, provider=problem.provider_label) for problem in catalogue.problems()]

    @rx.event
    @signed_in
    async def choose(self, model_id: str):
        """Let this model answer from now on, in the chat on show and in new ones."""
        actor = await current_actor(self)
        conversation = await self.get_state(ConversationState)
        if conversation.current_id:
            await services().conversations.choose_model(actor, conversation.current_id, model_id)
        await services().accounts.save_preferences(actor, default_model_id=model_id)
        await conversation._use_model(model_id)
