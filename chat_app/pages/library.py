"""The page of prompts and assistants."""

import reflex as rx

from chat_app.components.layout.shell import shell
from chat_app.components.library.page import library_body
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.library.library_state import LibraryState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, LibraryState.load, SidebarState.load, LiveState.watch]


@rx.page(route=routes.LIBRARY, title=TITLE, on_load=ON_LOAD)
def library_page() -> rx.Component:
    """The same frame as the chats."""
    return shell(library_body(), skip_to="library-page")
