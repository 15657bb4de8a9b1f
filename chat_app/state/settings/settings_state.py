"""The page of settings: everything is saved at once and says so."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError
from chat_app.services.accounts import PreferenceChanges, Preferences
from chat_app.services.catalogue.selection import shortlist
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.guards import current_actor, signed_in

FALLBACKS = 3
PLACES = frozenset("012")
SAVED_HERE = frozenset(PreferenceChanges.__optional_keys__) - {"open_folder_ids"}


@dataclass(frozen=True)
class ModelOption:
    """A model in the list of the default model."""

    id: str
    label: str
    provider: str


class SettingsState(rx.State):
    """`saved` counts what was saved, `refused` what was not: the page shows what is stored again."""

    models: rx.Field[list[ModelOption]] = rx.field(default_factory=list)
    default_model_id: rx.Field[str] = rx.field("")
    fallback_ids: rx.Field[list[str]] = rx.field(default_factory=lambda: ["", "", ""])
    """The models that are asked when one fails, in this order; "" for none."""
    hedge_seconds: rx.Field[int] = rx.field(0)
    local_only: rx.Field[bool] = rx.field(False)
    ready: rx.Field[bool] = rx.field(False)
    saved: rx.Field[int] = rx.field(0)
    refused: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in(permission="account")
    async def load(self):
        """Fill what the page needs beyond the reader's habits."""
        actor = await current_actor(self)
        preferences = await services().accounts.preferences(actor)
        self._take(preferences)
        keep = {preferences.default_model_id, *preferences.fallback_model_ids}
        cards = shortlist(await services().catalogue.models(actor), keep)
        self.models = [ModelOption(card.id, card.label, card.provider_label) for card in cards]
        self.ready = True
        # Whoever comes back to the chats comes from here: the address counts, not the chat that was on show before.
        (await self.get_state(ConversationState))._loaded_path = self.router.url.path

    @rx.event
    @signed_in(permission="account")
    async def save(self, changes: dict[str, Any]):
        """Store these preferences, by their names; figures on the page follow."""
        if not changes or not set(changes) <= SAVED_HERE:
            raise InvalidInputError
        try:
            preferences = await services().accounts.save_preferences(await current_actor(self), **changes)  # pyright: ignore[reportArgumentType]  (checked there)
        except AppError:
            self.refused += 1
            raise
        self.saved += 1
        self._take(preferences)
        return PreferencesState.follow

    @rx.event
    @signed_in(permission="account")
    async def save_fallback(self, changes: dict[str, Any]):
        """Store one of the models that step in: its place, from "0" on, and its id."""
        chosen = list(self.fallback_ids)
        for place, model_id in changes.items():
            if place not in PLACES or not isinstance(model_id, str):
                raise InvalidInputError
            chosen[int(place)] = model_id
        wanted = tuple(dict.fromkeys(filter(None, chosen)))
        if added := [each for each in wanted if each not in self.fallback_ids]:
            await services().routing.require(await current_actor(self), *added)
        self._take(await services().accounts.save_preferences(await current_actor(self), fallback_model_ids=wanted))
        self.saved += 1

    def _take(self, preferences: Preferences) -> None:
        self.default_model_id = preferences.default_model_id
        self.fallback_ids = [*preferences.fallback_model_ids, "", "", ""][:FALLBACKS]
        self.hedge_seconds, self.local_only = preferences.hedge_seconds, preferences.local_only
