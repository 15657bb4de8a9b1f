"""Address, title and the chat on show say the same."""

import reflex as rx

from chat_app.components.layout.library import module
from chat_app.components.ui.text import t
from chat_app.state.chat.conversation_state import ConversationState


class ChatAddress(rx.Component):
    """Writes the address bar and the page's title; renders nothing."""

    library = module("chat_address.jsx")
    tag = "ChatAddress"
    conversation_id: rx.Var[str]
    title: rx.Var[str]
    ready: rx.Var[bool]
    opened: rx.Var[int]
    left: rx.Var[int]
    untitled: rx.Var[str]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def chat_address() -> rx.Component:
    """Follow the chat on show."""
    return ChatAddress.create(
        conversation_id=ConversationState.current_id,
        title=ConversationState.title,
        ready=ConversationState.ready,
        opened=ConversationState.opened,
        left=ConversationState.left,
        untitled=t("header.page_title"),
        on_open=ConversationState.open_conversation,
    )
