"""The strip of open chats, the chat beside the one in front, and who looks at what."""

import reflex as rx

from chat_app.components.tabs.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t, texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.workspace.tabs_state import TabsState, TabView


class TabStrip(rx.Component):
    """The tabs; on the phone a button with a sheet."""

    library = module("tab_strip.jsx")
    tag = "TabStrip"
    lib_dependencies: list[str] = [LUCIDE]
    tabs: rx.Var[list[TabView]]
    closed: rx.Var[int]
    ready: rx.Var[bool]
    current_id: rx.Var[str]
    title: rx.Var[str]
    model_label: rx.Var[str]
    reopened_id: rx.Var[str]
    reopened: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_close: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_reopen: rx.EventHandler[rx.event.no_args_event_spec]
    on_pin: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]
    on_move: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_split: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]


class SplitPane(rx.Component):
    """The chat beside the one in front, in a frame."""

    library = module("split_pane.jsx")
    tag = "SplitPane"
    lib_dependencies: list[str] = [LUCIDE]
    tabs: rx.Var[list[TabView]]
    labels: rx.Var[dict[str, str]]
    on_split: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]


class PaneLink(rx.Component):
    """Inside the frame: keeps the desk informed."""

    library = module("split_pane.jsx")
    tag = "PaneLink"
    conversation_id: rx.Var[str]
    ready: rx.Var[bool]


class Presence(rx.Component):
    """Tells the server which chat somebody looks at."""

    library = module("split_pane.jsx")
    tag = "Presence"
    conversation_id: rx.Var[str]
    running: rx.Var[bool]
    ready: rx.Var[bool]
    on_show: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class InstallOffer(rx.Component):
    """Offers to install Parley as an app."""

    library = module("install.jsx")
    tag = "InstallOffer"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


class SharedIn(rx.Component):
    """Takes over what another app shared."""

    library = module("shared_in.jsx")
    tag = "SharedIn"
    lib_dependencies: list[str] = [LUCIDE]
    ready: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


def tab_strip() -> rx.Component:
    """The tabs over the page."""
    return TabStrip.create(
        tabs=TabsState.tabs,
        closed=TabsState.closed,
        ready=TabsState.ready,
        current_id=ConversationState.current_id,
        title=ConversationState.title,
        model_label=ConversationState.model_label,
        reopened_id=TabsState.reopened_id,
        reopened=TabsState.reopened,
        labels=tab_labels(),
        on_close=TabsState.close,
        on_reopen=TabsState.reopen,
        on_pin=TabsState.pin,
        on_move=TabsState.move,
        on_split=TabsState.split,
    )


def split_pane() -> rx.Component:
    """The right half of the desk, when there is one."""
    return SplitPane.create(
        tabs=TabsState.tabs,
        labels=texts(
            resize="tabs.resize", swap="tabs.swap", full="tabs.full", closeSplit="tabs.close_split", untitled="tabs.untitled"
        ).merge({"besideName": t("tabs.beside_name", title=_kept("title"))}),
        on_split=TabsState.split,
    )


def desk_listeners() -> rx.Component:
    """What runs beside the page and shows nothing."""
    return rx.fragment(
        PaneLink.create(conversation_id=ConversationState.current_id, ready=ConversationState.ready),
        Presence.create(
            conversation_id=ConversationState.current_id,
            running=ConversationState.running_turn_id != "",
            ready=ConversationState.ready & (ConversationState.problem == ""),
            on_show=TabsState.show,
        ),
        SharedIn.create(ready=ConversationState.ready, labels=texts(close="install.close")),
    )


def install_offer() -> rx.Component:
    """A quiet offer, once."""
    return InstallOffer.create(labels=texts(install="install.install", later="install.later", apple="install.apple", close="install.close"))


def tab_labels() -> rx.Var[dict[str, str]]:
    """The words of the strip."""
    return texts(
        strip="tabs.strip",
        untitled="tabs.untitled",
        running="tabs.running",
        unread="tabs.unread",
        pinned="tabs.pinned",
        beside="tabs.beside",
        menu="tabs.menu",
        pin="tabs.pin",
        unpin="tabs.unpin",
        split="tabs.split",
        close="tabs.close",
        closeHint="tabs.close_hint",
        closeOthers="tabs.close_others",
        closeRight="tabs.close_right",
        closeSheet="tabs.close_sheet",
        all="tabs.all",
        none="tabs.none",
        reopen="tabs.reopen",
        add="tabs.add",
        addHint="tabs.add_hint",
    ).merge({"count": t("tabs.count", count=_kept("count"))})


def _kept(name: str) -> str:
    """A placeholder that the browser fills in."""
    return f"{{{name}}}"
