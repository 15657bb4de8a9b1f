"""How a person wants Parley to look and speak."""

import reflex as rx

from chat_app.container import services
from chat_app.errors import InvalidInputError
from chat_app.i18n import LANGUAGES
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import ReaderState

THEMES = ("system", "light", "dark")


class PreferencesState(rx.State):
    """Language and theme. The browser shows a choice at once and keeps it in a cookie; here it becomes the person's."""

    @rx.event
    @signed_in
    async def load(self):
        """Take over what the person chose, on whatever device."""
        preferences = await services().accounts.preferences(await current_actor(self))
        reader = await self.get_state(ReaderState)
        reader.language, reader.theme = preferences.language, preferences.theme

    @rx.event
    @signed_in
    async def choose_language(self, language: str):
        """Speak this language from now on; figures on the page are written anew."""
        if language not in LANGUAGES:
            raise InvalidInputError
        await services().accounts.save_preferences(await current_actor(self), language=language)
        (await self.get_state(ReaderState)).language = language
        return [ConversationState.load, ModelsState.load]

    @rx.event
    @signed_in
    async def choose_theme(self, theme: str):
        """Show this theme from now on; "system" follows the device."""
        if theme not in THEMES:
            raise InvalidInputError
        await services().accounts.save_preferences(await current_actor(self), theme=theme)
        (await self.get_state(ReaderState)).theme = theme
