"""The page of the models that a person sees."""

import reflex as rx

from chat_app.components.layout.shell import shell
from chat_app.components.model_settings.section import own_models_body
from chat_app.pages import routes
from chat_app.pages.chat import TITLE
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.sidebar_state import SidebarState

ON_LOAD = [LiveState.begin, PreferencesState.load, AccountState.load, SidebarState.load, LiveState.watch]


@rx.page(route=routes.MODELS, title=TITLE, on_load=ON_LOAD)
def models_page() -> rx.Component:
    """The same frame as the chats."""
    return shell(own_models_body(), skip_to="models-page")
