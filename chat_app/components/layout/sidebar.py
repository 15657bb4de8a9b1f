"""The list of chats with what belongs around it."""

import reflex as rx

from chat_app.components.layout.buttons import new_chat, sidebar_toggle
from chat_app.components.layout.library import module
from chat_app.components.layout.mark import mark
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.chat.views import ChatRowView
from chat_app.state.shared.reader import ReaderState


class SidebarList(rx.Component):
    """The chats by date, with rename, delete and paging."""

    library = module("sidebar_list.jsx")
    tag = "SidebarList"
    lib_dependencies: list[str] = [LUCIDE]
    chats: rx.Var[list[ChatRowView]]
    current_id: rx.Var[str]
    ready: rx.Var[bool]
    has_more: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    on_more: rx.EventHandler[rx.event.no_args_event_spec]
    on_rename: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_delete: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Appearance(rx.Component):
    """Theme and language."""

    library = module("appearance.jsx")
    tag = "Appearance"
    lib_dependencies: list[str] = [LUCIDE]
    language: rx.Var[str]
    theme: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_language: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_theme: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def sidebar() -> rx.Component:
    """Name, new chat, the list, and how it all looks."""
    return rx.fragment(
        rx.el.div(rx.el.span(mark(20), rx.el.span("Parley"), class_name="brand"), sidebar_toggle("sidebar"), class_name="sidebar-head"),
        new_chat("new-chat"),
        rx.el.div(chat_list(), class_name="sidebar-list"),
        rx.el.div(appearance(), class_name="sidebar-foot"),
    )


def chat_list() -> rx.Component:
    """All chats, latest first."""
    return SidebarList.create(
        chats=SidebarState.chats,
        current_id=ConversationState.current_id,
        ready=SidebarState.ready,
        has_more=SidebarState.has_more,
        labels=texts(
            today="sidebar.today",
            yesterday="sidebar.yesterday",
            week="sidebar.week",
            thirty="sidebar.thirty",
            empty="sidebar.empty",
            untitled="sidebar.untitled",
            running="sidebar.running",
            actions="sidebar.actions",
            rename="sidebar.rename",
            delete="sidebar.delete",
            loading="sidebar.loading",
        ),
        on_more=SidebarState.load_more,
        on_rename=SidebarState.rename,
        on_delete=SidebarState.delete,
    )


def appearance() -> rx.Component:
    """The switches for theme and language."""
    return Appearance.create(
        language=ReaderState.language,
        theme=ReaderState.theme,
        labels=texts(
            theme="appearance.theme",
            system="appearance.system",
            light="appearance.light",
            dark="appearance.dark",
            language="appearance.language",
            other="appearance.other",
        ),
        on_language=PreferencesState.choose_language,
        on_theme=PreferencesState.choose_theme,
    )
