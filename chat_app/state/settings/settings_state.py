"""The page of settings: everything is saved at once and says so."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError
from chat_app.services.accounts import PreferenceChanges
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.guards import current_actor, signed_in

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
    ready: rx.Field[bool] = rx.field(False)
    saved: rx.Field[int] = rx.field(0)
    refused: rx.Field[int] = rx.field(0)

    @rx.event
    @signed_in(permission="account")
    async def load(self):
        """Fill what the page needs beyond the reader's habits."""
        actor = await current_actor(self)
        self.default_model_id = (await services().accounts.preferences(actor)).default_model_id
        self.models = [ModelOption(card.id, card.label, card.provider_label) for card in await services().catalogue.models(actor)]
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
        self.default_model_id = preferences.default_model_id
        return PreferencesState.follow
