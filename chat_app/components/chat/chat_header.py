"""The line above the messages: title, model, context, cost."""

import reflex as rx

from chat_app.components.chat.library import module
from chat_app.components.chat.message_labels import picker_labels
from chat_app.components.citations.parts import scope_chip
from chat_app.components.layout.buttons import new_chat, sidebar_toggle
from chat_app.components.models.composer_parts import chat_cost
from chat_app.components.models.parameters import parameters_button
from chat_app.components.search.in_chat import in_chat_button
from chat_app.components.sharing.chat_menu import chat_menu
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import language_var, t
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState


class ModelPicker(rx.Component):
    """The button with the model's name and the list behind it."""

    library = module("chat_header.jsx")
    tag = "ModelPicker"
    lib_dependencies: list[str] = [LUCIDE]
    models: rx.Var[list[ModelView]]
    problems: rx.Var[list[str]]
    conversation_id: rx.Var[str]
    chosen_id: rx.Var[str]
    favourite_ids: rx.Var[list[str]]
    recent_ids: rx.Var[list[str]]
    default_id: rx.Var[str]
    name: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_open: rx.EventHandler[rx.event.no_args_event_spec]
    on_favourite: rx.EventHandler[rx.event.passthrough_event_spec(str, bool)]
    on_default: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class ContextGauge(rx.Component):
    """How much of the model's window the chat fills."""

    library = module("chat_header.jsx")
    tag = "ContextGauge"
    size: rx.Var[int]
    tokens: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    language: rx.Var[str]


def chat_header() -> rx.Component:
    """Title on the left, facts on the right."""
    return rx.el.header(
        sidebar_toggle("header"),
        rx.el.h1(rx.cond(ConversationState.title != "", ConversationState.title, t("header.new_chat")), class_name="page-title"),
        scope_chip(),
        model_picker(),
        parameters_button(),
        context_gauge(),
        chat_cost(),
        in_chat_button(),
        chat_menu(),
        new_chat("icon-button new-chat-short"),
        class_name="page-header",
    )


def model_picker() -> rx.Component:
    """The model of this chat."""
    return ModelPicker.create(
        models=ModelsState.models,
        problems=ModelsState.problems,
        conversation_id=ConversationState.current_id,
        chosen_id=ConversationState.model_id,
        favourite_ids=ModelsState.favourite_ids,
        recent_ids=ModelsState.recent_ids,
        default_id=ModelsState.default_id,
        name=ConversationState.model_label,
        labels=picker_labels(),
        on_choose=ModelsState.choose,
        on_open=ModelsState.load_list,
        on_favourite=ModelsState.set_favourite,
        on_default=ModelsState.set_default,
    )


def context_gauge() -> rx.Component:
    """The ring; the browser fills in the figures as its reader writes them."""
    raw = {name: f"{{{name}}}" for name in ("percent", "used", "size")}
    labels = {"known": t("header.gauge", **raw), "unknown": t("header.gauge_unknown", used=raw["used"])}
    return ContextGauge.create(
        size=ConversationState.model_context,
        tokens=ConversationState.context_tokens,
        labels=rx.Var.create(labels),
        language=language_var(),
    )
