"""The page of documents that answers are found in."""

import reflex as rx

from chat_app.components.knowledge.page import knowledge_body
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, SidebarState.load, LiveState.watch]


@rx.page(route=routes.KNOWLEDGE, title=TITLE, on_load=ON_LOAD)
def knowledge_page() -> rx.Component:
    """The same frame as the chats, so that one finds back."""
    return knowledge_body()
