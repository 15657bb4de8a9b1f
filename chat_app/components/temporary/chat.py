"""A temporary chat on its page. It lives in the browser's memory; only the list of models comes through the page's state."""

from typing import Any

import reflex as rx

from chat_app.components.chat.message_labels import picker_labels
from chat_app.components.layout.buttons import new_chat, sidebar_toggle
from chat_app.components.layout.mark import mark
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.temporary.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import language_var, t, texts
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.temporary_state import TemporaryState
from chat_app.state.shared.reader import ReaderState


class TemporaryChat(rx.Component):
    """Header, messages and composer of a chat that nobody stores."""

    library = module("temporary_chat.jsx")
    tag = "TemporaryChat"
    lib_dependencies: list[str] = [LUCIDE, *PACKAGES]
    head: rx.Var[rx.Component]
    """Before the title."""
    tail: rx.Var[rx.Component]
    """At the end of the header."""
    mark: rx.Var[rx.Component]
    """Before the name of whoever answers."""
    models: rx.Var[list[ModelView]]
    problems: rx.Var[list[str]]
    favourite_ids: rx.Var[list[str]]
    recent_ids: rx.Var[list[str]]
    default_id: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    picker_labels: rx.Var[dict[str, str]]
    message_labels: rx.Var[dict[str, str]]
    reader: rx.Var[dict[str, Any]]
    """How figures are written: language, currency, exchange rate."""
    on_models: rx.EventHandler[rx.event.no_args_event_spec]
    on_favourite: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]
    on_default: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_left: rx.EventHandler[rx.event.no_args_event_spec]


def temporary_chat() -> rx.Component:
    """The page's content."""
    return TemporaryChat.create(
        head=sidebar_toggle("header"),
        tail=new_chat("icon-button new-chat-short"),
        mark=mark(16),
        models=ModelsState.models,
        problems=ModelsState.problems,
        favourite_ids=ModelsState.favourite_ids,
        recent_ids=ModelsState.recent_ids,
        default_id=ModelsState.default_id,
        labels=_labels(),
        picker_labels=picker_labels(),
        message_labels=message_labels(),
        reader=rx.Var.create(
            {"language": language_var(), "currency": ReaderState.currency, "exchangeRate": ReaderState.exchange_rate},
        ),
        on_models=ModelsState.load_list,
        on_favourite=ModelsState.set_favourite,
        on_default=ModelsState.set_default,
        on_left=TemporaryState.left,
    )


def _labels() -> rx.Var[dict[str, str]]:
    plain = texts(
        title="temporary.title",
        offTitle="temporary.off_title",
        off="temporary.off",
        offBack="temporary.off_back",
        start="temporary.start",
        about="temporary.about",
        hint="temporary.hint",
        failed="temporary.failed",
        stopped="message_status.stopped",
        label="composer.label",
        placeholder="composer.placeholder",
        send="composer.send",
        sendHint="composer.send_hint",
        sendHintCtrl="composer.send_hint_ctrl",
        stop="composer.stop",
        you="messages.you",
        messages="messages.label",
        earlier="messages.earlier",
        toEnd="messages.to_end",
    )
    return plain.merge(rx.Var.create({"tokens": t("tree.tokens", tokens="{tokens}")}))
