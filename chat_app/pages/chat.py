"""The chat page, for a new chat and for one that has an address."""

import reflex as rx

from chat_app.components.artifacts.artifacts import artifacts_action, artifacts_section
from chat_app.components.canvas.canvas import canvas_action, canvas_section
from chat_app.components.chat.address import chat_address
from chat_app.components.chat.chat_header import chat_header
from chat_app.components.chat.composer import composer
from chat_app.components.chat.message_list import message_list
from chat_app.components.chat.message_tools import message_tools
from chat_app.components.citations.parts import citation_cards, why_section
from chat_app.components.compare.compare_bar import compare_bar
from chat_app.components.compare.standings import standings_panel
from chat_app.components.layout.shell import shell
from chat_app.components.layout.side_panel import panel_section, side_panel
from chat_app.components.models.parameters import parameters_panel
from chat_app.components.search.in_chat import in_chat_search
from chat_app.components.semantic.dialog import semantic_dialog
from chat_app.components.sharing.share_dialog import share_dialog
from chat_app.components.tabs.tab_strip import desk_listeners, split_pane, tab_strip
from chat_app.components.tree.panels import pinned_section, side_section, tree_section
from chat_app.components.viewer.viewer import viewer_listener, viewer_section
from chat_app.pages import routes
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.live_state import LiveState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.workspace.folder_state import FolderState
from chat_app.state.workspace.tabs_state import TabsState

TITLE = "Parley"
ON_LOAD = [
    LiveState.begin,
    PreferencesState.load,
    AccountState.load,
    ConversationState.load,
    RevealState.load,
    SidebarState.load,
    FolderState.load_place,
    ModelsState.load,
    TabsState.load,
    LiveState.watch,
]


@rx.page(route=routes.NEW_CHAT, title=TITLE, on_load=ON_LOAD)
def new_chat_page() -> rx.Component:
    """A chat that begins with its first message."""
    return chat_page(is_chat_address=False)


@rx.page(route=routes.CHAT, title=TITLE, on_load=ON_LOAD)
def open_chat_page() -> rx.Component:
    """A chat by its address."""
    return chat_page(is_chat_address=True)


def chat_page(*, is_chat_address: bool) -> rx.Component:
    """Header, messages, composer in the frame."""
    return shell(
        rx.el.main(
            chat_header(),
            in_chat_search(),
            message_list(is_chat_address=is_chat_address),
            compare_bar(),
            composer(),
            message_tools(),
            citation_cards(),
            class_name="page",
        ),
        chat_address(),
        desk_listeners(),
        share_dialog(),
        semantic_dialog(),
        artifacts_action(),
        canvas_action(),
        viewer_listener(),
        strip=tab_strip(),
        beside=split_pane(),
        panel=side_panel(
            artifacts_section(),
            canvas_section(),
            tree_section(),
            pinned_section(),
            side_section(),
            standings_panel(),
            why_section(),
            panel_section("parameters", "parameters.title", parameters_panel()),
            viewer_section(),
        ),
    )
