"""Search within the chat on show: a line above its messages."""

import reflex as rx

from chat_app.components.search.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.search.in_chat_state import InChatState
from chat_app.state.search.views import ChatMatchView

passed = rx.event.passthrough_event_spec


class InChatSearch(rx.Component):
    """Field, number of the place, next and previous; there when it was asked for."""

    library = module("in_chat.jsx")
    tag = "InChatSearch"
    lib_dependencies: list[str] = [LUCIDE]
    conversation_id: rx.Var[str]
    last_id: rx.Var[str]
    answered: rx.Var[str]
    searched_id: rx.Var[str]
    matches: rx.Var[list[ChatMatchView]]
    pattern: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_find: rx.EventHandler[passed(str)]
    on_show: rx.EventHandler[passed(str)]


class InChatButton(rx.Component):
    """Opens the search within the chat."""

    library = module("in_chat.jsx")
    tag = "InChatButton"
    lib_dependencies: list[str] = [LUCIDE]
    label: rx.Var[str]


def in_chat_search() -> rx.Component:
    """The line; nothing until it is asked for."""
    return InChatSearch.create(
        conversation_id=ConversationState.current_id,
        last_id=ConversationState.last_id,
        answered=InChatState.answered,
        searched_id=InChatState.searched_id,
        matches=InChatState.matches,
        pattern=InChatState.pattern,
        labels={**_steps(), "place": t("in_chat.place", place="{place}", count="{count}")},
        on_find=InChatState.find,
        on_show=InChatState.show,
    )


def in_chat_button() -> rx.Component:
    """The button of the header, where there is a chat."""
    return rx.cond(ConversationState.current_id != "", InChatButton.create(label=t("in_chat.hint")))


def _steps() -> dict[str, rx.Var[str]]:
    return {
        "label": t("in_chat.label"),
        "none": t("in_chat.none"),
        "next": t("in_chat.next"),
        "previous": t("in_chat.previous"),
        "close": t("in_chat.close"),
    }
