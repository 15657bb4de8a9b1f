"""The page of settings."""

import reflex as rx

from chat_app.components.layout.shell import shell
from chat_app.components.settings.page import settings_body
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.settings.settings_state import SettingsState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, SettingsState.load, SidebarState.load, LiveState.watch]


@rx.page(route=routes.SETTINGS, title=TITLE, on_load=ON_LOAD)
def settings_page() -> rx.Component:
    """The same frame as the chats, so that one finds back."""
    return shell(settings_body(), skip_to="settings-page")
