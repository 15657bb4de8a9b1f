"""How a person wants Parley to look and speak."""

from dataclasses import asdict
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import InvalidInputError
from chat_app.i18n import LANGUAGES
from chat_app.services.accounts import Preferences
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import ReaderState

THEMES = ("system", "light", "dark")
SHOWN = (
    "language", "theme", "font_size", "density", "enter_sends", "notifications", "currency", "exchange_rate", "rate_day", "rate_by_hand",
    "date_format", "shortcuts",
)  # fmt: skip
WRITTEN_ANEW = {"language", "currency", "exchange_rate"}
"""After a change of these, figures that stand on the page are written anew."""


class PreferencesState(rx.State):
    """The browser shows a choice at once and keeps looks in a cookie; here it becomes the person's."""

    @rx.event
    @signed_in(permission="account")
    async def load(self):
        """Take over what the person chose, on whatever device."""
        await self._take(await services().accounts.preferences(await current_actor(self)))

    @rx.event
    @signed_in(permission="account")
    async def follow(self):
        """Something was chosen, here or elsewhere."""
        changed = await self._take(await services().accounts.preferences(await current_actor(self)))
        return [ConversationState.rewrite, ModelsState.load] if changed & WRITTEN_ANEW else None

    @rx.event
    @signed_in(permission="account")
    async def choose_language(self, language: str):
        """Speak this language from now on; figures on the page are written anew."""
        if language not in LANGUAGES:
            raise InvalidInputError
        await self._save(language=language)
        return [ConversationState.rewrite, ModelsState.load]

    @rx.event
    @signed_in(permission="account")
    async def choose_theme(self, theme: str):
        """Show this theme from now on; "system" follows the device."""
        if theme not in THEMES:
            raise InvalidInputError
        await self._save(theme=theme)

    async def _save(self, **changes: Any) -> None:
        """Store and show; the notice of the change finds nothing more to do here."""
        await self._take(await services().accounts.save_preferences(await current_actor(self), **changes))

    async def _take(self, preferences: Preferences) -> set[str]:
        """Show what is chosen; returns the names of what is new."""
        rate = await services().currencies.reader_rate(preferences.currency, preferences.exchange_rate)
        chosen = asdict(preferences) | {
            "exchange_rate": rate.per_dollar_micro,
            "rate_day": rate.day.isoformat() if rate.day else "",
            "rate_by_hand": rate.by_hand,
        }
        reader = await self.get_state(ReaderState)
        changed = {name for name in SHOWN if getattr(reader, name) != chosen[name]}
        for name in changed:
            setattr(reader, name, chosen[name])
        return changed
