"""The frame of every page: sidebar, drawer, notices, connection."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from chat_app.components.account.who import account_overlays
from chat_app.components.announcements.banners import banners
from chat_app.components.keyboard.keyboard import keyboard
from chat_app.components.layout.library import module
from chat_app.components.layout.sidebar import sidebar
from chat_app.components.palette.palette import command_palette
from chat_app.components.search.search_field import search_field
from chat_app.components.settings.habits import habits
from chat_app.components.tabs.tab_strip import install_offer
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.chat.trash_state import TrashState
from chat_app.state.shared.notices import NoticeState


class Shell(rx.Component):
    """Lays the sidebar beside the page and listens to the keys that work everywhere."""

    library = module("shell.jsx")
    tag = "Shell"
    lib_dependencies: list[str] = [LUCIDE]
    sidebar: rx.Var[rx.Component]
    offer: rx.Var[rx.Component]
    """At the foot of the sidebar, once."""
    banners: rx.Var[rx.Component]
    """Over tabs and page."""
    strip: rx.Var[rx.Component]
    """The tabs over the page."""
    beside: rx.Var[rx.Component]
    """A second chat, right of the page."""
    panel: rx.Var[rx.Component]
    """Beside the page, on demand."""
    overlays: rx.Var[rx.Component]
    """Dialogs and listeners that belong to every page."""
    labels: rx.Var[dict[str, str]]
    skip_to: rx.Var[str]
    """The id of what the first link leads to."""
    sidebar_open: rx.Var[bool]
    sidebar_known: rx.Var[bool]
    """Whether the server has said by now if it is open."""
    on_sidebar: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


class Toast(rx.Component):
    """The one notice on show."""

    library = module("toast.jsx")
    tag = "Toast"
    lib_dependencies: list[str] = [LUCIDE]
    text: rx.Var[str]
    tone: rx.Var[str]
    undo: rx.Var[str]
    serial: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_undo: rx.EventHandler[rx.event.no_args_event_spec]


class Connection(rx.Component):
    """Says that the server is away."""

    library = module("connection.jsx")
    tag = "Connection"
    lib_dependencies: list[str] = [LUCIDE]
    lost: rx.Var[bool]
    label: rx.Var[str]


def shell(
    *page: rx.Component,
    strip: rx.Component | None = None,
    beside: rx.Component | None = None,
    panel: rx.Component | None = None,
    skip_to: str = "composer",
) -> rx.Component:
    """A page in its frame, with the tabs above and the panel beside it where it has them."""
    return rx.fragment(
        Shell.create(
            *page,
            sidebar=sidebar(search_field()),
            offer=install_offer(),
            banners=banners(),
            strip=strip or rx.fragment(),
            beside=beside or rx.fragment(),
            panel=panel or rx.fragment(),
            overlays=rx.fragment(habits(), keyboard(), command_palette(), account_overlays()),
            labels=texts(skip="shell.skip" if skip_to == "composer" else "shell.skip_content", chats="shell.chats"),
            skip_to=skip_to,
            sidebar_open=SidebarState.is_open,
            sidebar_known=SidebarState.ready,
            on_sidebar=SidebarState.set_shown,
        ),
        notice(),
        Connection.create(lost=has_connection_errors, label=t("connection.lost")),
    )


def notice() -> rx.Component:
    """The toast over the page."""
    return Toast.create(
        text=NoticeState.text,
        tone=NoticeState.tone,
        undo=NoticeState.undo,
        serial=NoticeState.serial,
        labels=texts(undo="notice.undo", close="notice.close"),
        on_undo=TrashState.undo,
    )
