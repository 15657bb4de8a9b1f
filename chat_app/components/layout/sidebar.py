"""The sidebar: name, new chat, search, the chats, and how it all looks."""

import reflex as rx

from chat_app.components.account.who import who
from chat_app.components.layout.appearance import appearance
from chat_app.components.layout.buttons import new_chat, sidebar_toggle
from chat_app.components.layout.mark import mark
from chat_app.components.sidebar.chat_tree import chat_tree, sidebar_edge
from chat_app.components.temporary.entry import temporary_link


def sidebar(search: rx.Component | None = None) -> rx.Component:
    """Everything beside the page; `search` stands above the chats."""
    return rx.fragment(
        rx.el.div(rx.el.span(mark(20), rx.el.span("Parley"), class_name="brand"), sidebar_toggle("sidebar"), class_name="sidebar-head"),
        rx.el.div(new_chat("new-chat"), temporary_link(), class_name="new-chat-row"),
        rx.el.div(search, class_name="sidebar-search") if search is not None else rx.fragment(),
        chat_tree(),
        rx.el.div(who(), appearance(), class_name="sidebar-foot"),
        sidebar_edge(),
    )
