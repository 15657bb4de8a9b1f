"""The page of the own usage."""

import reflex as rx

from chat_app.components.usage.page import usage_page as usage_content
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.usage.usage_state import UsageState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, UsageState.load, SidebarState.load, LiveState.watch]


@rx.page(route=routes.USAGE, title=TITLE, on_load=ON_LOAD)
def usage_page() -> rx.Component:
    """The same frame as the chats, so that one finds back."""
    return usage_content()
