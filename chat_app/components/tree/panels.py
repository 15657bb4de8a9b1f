"""Sections of the panel that belong to the chat on show: its map, its pins, questions aside."""

import reflex as rx

from chat_app.components.layout.side_panel import panel_section
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.tree.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import language_var, t, texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.fork_state import ForkState
from chat_app.state.chat.marks_state import MarksState, PinView
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.chat.tree_state import TreeNodeView, TreeState
from chat_app.state.shared.reader import ReaderState


class TreeMap(rx.Component):
    """All branches with their cost; loads itself while it is shown."""

    library = module("tree_map.jsx")
    tag = "TreeMap"
    lib_dependencies: list[str] = [LUCIDE]
    nodes: rx.Var[list[TreeNodeView]]
    conversation_id: rx.Var[str]
    of_chat_id: rx.Var[str]
    stamp: rx.Var[str]
    """Changes when the map may have."""
    total_label: rx.Var[str]
    shown_label: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_load: rx.EventHandler[rx.event.no_args_event_spec]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]
    on_go: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class PinnedList(rx.Component):
    """The pinned messages; loads itself while it is shown."""

    library = module("pinned_list.jsx")
    tag = "PinnedList"
    lib_dependencies: list[str] = [LUCIDE]
    pins: rx.Var[list[PinView]]
    conversation_id: rx.Var[str]
    stamp: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_load: rx.EventHandler[rx.event.no_args_event_spec]
    on_go: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_unpin: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]


class SideChat(rx.Component):
    """Questions aside. They stay in the browser; the answers come by themselves, not through the page's state."""

    library = module("side_chat.jsx")
    tag = "SideChat"
    lib_dependencies: list[str] = [LUCIDE, *PACKAGES]
    conversation_id: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    message_labels: rx.Var[dict[str, str]]
    tokens_label: rx.Var[str]
    """With "{tokens}" for the figure, which only the browser knows."""
    language: rx.Var[str]
    currency: rx.Var[str]
    exchange_rate: rx.Var[int]


class ForkFollower(rx.Component):
    """Goes to a fork once it is made; renders nothing."""

    library = module("fork_follower.jsx")
    tag = "ForkFollower"
    made_id: rx.Var[str]


def tree_section() -> rx.Component:
    """The map of the chat."""
    return panel_section("tree", "tree.title", tree_map())


def tree_map() -> rx.Component:
    """The map alone."""
    return TreeMap.create(
        nodes=TreeState.nodes,
        conversation_id=ConversationState.current_id,
        of_chat_id=TreeState.of_chat_id,
        stamp=_stamp(),
        total_label=TreeState.total_label,
        shown_label=TreeState.shown_label,
        labels=texts(
            label="tree.label",
            shown="tree.shown",
            total="tree.total",
            hint="tree.hint",
            empty="tree.empty",
            you="tree.you",
            answer="tree.answer",
        ),
        on_load=TreeState.load,
        on_close=TreeState.close,
        on_go=RevealState.go,
    )


def pinned_section() -> rx.Component:
    """The pinned messages."""
    content = PinnedList.create(
        pins=MarksState.pins,
        conversation_id=ConversationState.current_id,
        stamp=_stamp(),
        labels=texts(empty="pins.empty", go="pins.go", unpin="message_actions.unpin"),
        on_load=MarksState.load_pins,
        on_go=RevealState.go,
        on_unpin=MarksState.pin,
    )
    return panel_section("pinned", "pins.title", content)


def side_section() -> rx.Component:
    """Questions aside."""
    content = SideChat.create(
        conversation_id=ConversationState.current_id,
        labels=texts(
            hint="side.hint",
            quote="side.quote",
            question="side.question",
            placeholder="side.placeholder",
            send="side.send",
            stop="side.stop",
            failed="side.failed",
            explain="side.explain",
            example="side.example",
            check="side.check",
            toComposer="side.to_composer",
            again="side.again",
        ),
        message_labels=message_labels(),
        tokens_label=t("tree.tokens", tokens="{tokens}"),
        language=language_var(),
        currency=ReaderState.currency,
        exchange_rate=ReaderState.exchange_rate,
    )
    return panel_section("side", "side.title", content)


def fork_follower() -> rx.Component:
    """Follow forks."""
    return ForkFollower.create(made_id=ForkState.made_id)


def _stamp() -> rx.Var[str]:
    """What changes with the end of the branch, with what runs, with what the chat has cost and with marks on messages."""
    return (
        ConversationState.last_id
        + ConversationState.running_turn_id
        + ConversationState.cost_nano.to_string()
        + MarksState.changed.to_string()
    )
