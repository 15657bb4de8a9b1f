"""The page of credit."""

import reflex as rx

from chat_app.components.billing.page import billing_page as billing_content
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, SidebarState.load, LiveState.watch]


@rx.page(route=routes.BILLING, title=TITLE, on_load=ON_LOAD)
def billing_page() -> rx.Component:
    """The same frame as the chats, so that one finds back."""
    return billing_content()
