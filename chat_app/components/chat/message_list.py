"""The messages of the chat on show."""

import reflex as rx

from chat_app.components.chat.empty_state import chat_problem, chat_skeleton, empty_state
from chat_app.components.chat.library import module
from chat_app.components.chat.message_marks import summary_working
from chat_app.components.chat.message_row import message_row
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import texts
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.reveal_state import RevealState
from chat_app.state.chat.views import MessageView


class MessageList(rx.Component):
    """The scroll area: follows a growing answer while its reader is at the end."""

    library = module("message_list.jsx")
    tag = "MessageList"
    lib_dependencies: list[str] = [LUCIDE]
    conversation_id: rx.Var[str]
    opened: rx.Var[int]
    read_id: rx.Var[str]
    """Where reading goes on when the chat is opened; empty for the end."""
    first_id: rx.Var[str]
    has_earlier: rx.Var[bool]
    labels: rx.Var[dict[str, str]]
    on_earlier: rx.EventHandler[rx.event.no_args_event_spec]
    on_place: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    reveal_id: rx.Var[str]
    """A message that was looked for: it comes into view when `reveal_serial` grows."""
    reveal_serial: rx.Var[int]
    end_id: rx.Var[str]
    """The last loaded message where the branch goes on behind it."""
    on_later: rx.EventHandler[rx.event.no_args_event_spec]
    on_end: rx.EventHandler[rx.event.no_args_event_spec]


def message_list(*, is_chat_address: bool) -> rx.Component:
    """The messages; before there are any, what to begin with. A chat's own address shows a skeleton until it is loaded."""
    begin = rx.cond(ConversationState.problem != "", chat_problem(), empty_state())
    before = rx.cond(ConversationState.ready, begin, chat_skeleton()) if is_chat_address else begin
    return MessageList.create(
        rx.cond(ConversationState.messages.length() > 0, message_rows(), before),
        conversation_id=ConversationState.current_id,
        opened=ConversationState.opened,
        read_id=ConversationState.read_id,
        first_id=ConversationState.first_id,
        has_earlier=ConversationState.has_earlier,
        labels=texts(messages="messages.label", earlier="messages.earlier", toEnd="messages.to_end", later="in_chat.later"),
        on_earlier=ConversationState.load_earlier,
        on_place=ConversationState.keep_place,
        reveal_id=RevealState.message_id,
        reveal_serial=RevealState.serial,
        end_id=ConversationState.end_id,
        on_later=ConversationState.load_later,
        on_end=ConversationState.show_end,
    )


def row_key(view: rx.Var[MessageView]) -> rx.Var[str]:
    """Answers that are compared stay in their place, whichever of them is on the branch on show."""
    return rx.cond(view.comparison.id != "", view.comparison.id, view.id)


def message_rows() -> rx.Component:
    """All loaded messages, oldest first."""
    return rx.el.div(
        rx.foreach(ConversationState.messages, lambda view: message_row(view=view, key=row_key(view))),
        summary_working(),
        class_name="message-rows",
    )
