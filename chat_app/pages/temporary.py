"""The page of temporary chats."""

import reflex as rx

from chat_app.components.layout.shell import shell
from chat_app.components.temporary.chat import temporary_chat
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.sidebar_state import SidebarState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, ModelsState.load_list, SidebarState.load, LiveState.watch]


@rx.page(route=routes.TEMPORARY, title=TITLE, on_load=ON_LOAD)
def temporary_page() -> rx.Component:
    """The same frame as the chats, without tabs and panel."""
    return shell(rx.el.main(temporary_chat(), class_name="page temporary-page"))
