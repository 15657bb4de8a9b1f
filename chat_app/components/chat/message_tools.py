"""One of each for the whole list of messages: the menu, the toolbar of selected words, keys."""

import reflex as rx

from chat_app.components.chat.library import module
from chat_app.components.chat.message_labels import menu_labels
from chat_app.components.tree.panels import fork_follower
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.fork_state import ForkState
from chat_app.state.chat.marks_state import MarksState
from chat_app.state.chat.summary_state import SummaryState

Flag = rx.event.passthrough_event_spec(str, bool)


class MessageMenu(rx.Component):
    """Everything that one can do with a message."""

    library = module("message_menu.jsx")
    tag = "MessageMenu"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
    last_id: rx.Var[str]
    on_edit: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_fork: rx.EventHandler[Flag]
    on_pin: rx.EventHandler[Flag]
    on_exclude: rx.EventHandler[Flag]
    on_divide: rx.EventHandler[Flag]
    on_summarise: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_delete: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class MessageKeys(rx.Component):
    """Actions that work on the chat or its last message; renders nothing."""

    library = module("message_menu.jsx")
    tag = "MessageKeys"
    conversation_id: rx.Var[str]
    last_id: rx.Var[str]
    on_pin: rx.EventHandler[Flag]
    on_exclude: rx.EventHandler[Flag]
    on_clear_context: rx.EventHandler[rx.event.no_args_event_spec]
    on_summarise: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class SelectionToolbar(rx.Component):
    """Beside words that are selected in a message."""

    library = module("selection_toolbar.jsx")
    tag = "SelectionToolbar"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]


def message_tools() -> rx.Component:
    """What serves all messages at once."""
    return rx.fragment(
        MessageMenu.create(
            labels=menu_labels(),
            last_id=ConversationState.last_id,
            on_edit=BranchState.edit,
            on_fork=ForkState.fork,
            on_pin=MarksState.pin,
            on_exclude=MarksState.exclude,
            on_divide=MarksState.divide,
            on_summarise=SummaryState.summarise,
            on_delete=BranchState.delete_message,
        ),
        MessageKeys.create(
            conversation_id=ConversationState.current_id,
            last_id=ConversationState.last_id,
            on_pin=MarksState.pin,
            on_exclude=MarksState.exclude,
            on_clear_context=MarksState.clear_context,
            on_summarise=SummaryState.summarise,
        ),
        SelectionToolbar.create(
            labels=texts(
                selection="message_actions.selection",
                quote="message_actions.quote",
                ask="message_actions.ask",
                copySelection="message_actions.copy_selection",
            )
        ),
        fork_follower(),
    )
