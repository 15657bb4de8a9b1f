"""The models to choose from."""

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.catalogue.selection import shortlist
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelView, model_view
from chat_app.state.models.fit_state import FitState
from chat_app.state.models.parameters_state import ParametersState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language

MOST_RECENT = 6
MOST_FAVOURITES = 200


class ModelsState(rx.State):
    """The list travels only when somebody opens it: the page itself shows no more than the model of the chat.

    Of thousands of models it holds the first and the favourites; the picker searches among the others over REST.
    """

    models: rx.Field[list[ModelView]] = rx.field(default_factory=list)
    problems: rx.Field[list[str]] = rx.field(default_factory=list)
    favourite_ids: rx.Field[list[str]] = rx.field(default_factory=list)
    recent_ids: rx.Field[list[str]] = rx.field(default_factory=list)
    """Latest first."""
    default_id: rx.Field[str] = rx.field("")
    """The model that the person wants in new chats; empty while they have none."""
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
        actor, language, catalogue = await current_actor(self), await reader_language(self), services().catalogue
        conversation = await self.get_state(ConversationState)
        offer = await services().routing.offer(actor, conversation.current_id, conversation._begins_in)
        preferences = await services().accounts.preferences(actor)
        keep = {*preferences.favourite_model_ids, *preferences.recent_model_ids, preferences.default_model_id, conversation.model_id}
        views = [model_view(card, language) for card in shortlist(offer.cards, keep)]
        if self.models != views:
            self.models = views
        why = {"person": "models.local_only_person", "folder": "models.local_only_folder"}.get(offer.local_only_by, "")
        self.problems = [translate(key, language) for key in (why,) if key] + [
            translate("models.list_failed", language, provider=problem.provider_label) for problem in catalogue.problems(actor)
        ]
        await self._take_preferences(actor)

    @rx.event
    @signed_in
    async def choose(self, model_id: str):
        """Let this model answer from now on in the chat on show, and say what of the chat it cannot do."""
        actor = await current_actor(self)
        await self._known(model_id)
        conversation = await self.get_state(ConversationState)
        if conversation.current_id:
            await services().conversations.choose_model(actor, conversation.current_id, model_id)
        await self._remember(actor, model_id)
        await conversation._use_model(model_id)
        await (await self.get_state(ParametersState))._follow_model(actor)
        await (await self.get_state(FitState))._check(actor)

    @rx.event
    @signed_in
    async def set_favourite(self, model_id: str, favourite: bool):
        """Put a model among the favourites, or take it out."""
        actor = await current_actor(self)
        others = [each for each in (await services().accounts.preferences(actor)).favourite_model_ids if each != model_id]
        if favourite:
            await self._known(model_id)
        chosen = [*others, model_id][-MOST_FAVOURITES:] if favourite else others
        await services().accounts.save_preferences(actor, favourite_model_ids=chosen)
        await self._take_preferences(actor)

    @rx.event
    @signed_in
    async def set_default(self, model_id: str):
        """Let new chats begin with this model; with none, they begin with the one used last."""
        actor = await current_actor(self)
        if model_id:
            await self._known(model_id)
        await services().accounts.save_preferences(actor, default_model_id=model_id)
        await self._take_preferences(actor)

    @rx.event
    @signed_in
    async def follow(self):
        """Favourites changed, here or elsewhere."""
        if self.models:
            await self._take_preferences(await current_actor(self))

    async def _remember(self, actor: Actor, model_id: str) -> None:
        recent = [each for each in (await services().accounts.preferences(actor)).recent_model_ids if each != model_id]
        await services().accounts.save_preferences(actor, recent_model_ids=[model_id, *recent][:MOST_RECENT])
        await self._take_preferences(actor)

    async def _take_preferences(self, actor: Actor) -> None:
        preferences = await services().accounts.preferences(actor)
        found = (list(preferences.favourite_model_ids), list(preferences.recent_model_ids), preferences.default_model_id)
        if found != (self.favourite_ids, self.recent_ids, self.default_id):
            self.favourite_ids, self.recent_ids, self.default_id = found

    async def _known(self, model_id: str) -> None:
        await services().catalogue.require(await current_actor(self), model_id)
