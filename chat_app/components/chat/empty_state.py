"""What stands where messages will be: a beginning, a skeleton, or why there is nothing."""

import reflex as rx

from chat_app.components.chat.library import module
from chat_app.components.layout.buttons import new_chat
from chat_app.components.layout.mark import mark
from chat_app.components.ui.text import t
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.models_state import ModelsState

OFFLINE_PROMPTS = ("start.prompt_about", "start.prompt_connect", "start.prompt_sum", "start.prompt_date")
PROMPTS = ("start.prompt_explain", "start.prompt_write", "start.prompt_plan", "start.prompt_code")


class Starter(rx.Component):
    """An example that is sent with one click."""

    library = module("starter.jsx")
    tag = "Starter"
    text: rx.Var[str]


def empty_state() -> rx.Component:
    """One sentence, some examples, and how to connect a model when there is none."""
    return rx.el.div(
        rx.el.span(mark(40), class_name="empty-mark"),
        rx.el.h2(t("start.title"), class_name="empty-title"),
        rx.cond(ModelsState.ready, rx.cond(ModelsState.offline_only, offline_start(), starters(PROMPTS))),
        class_name="empty",
    )


def starters(keys: tuple[str, ...]) -> rx.Component:
    """Examples to click."""
    return rx.el.div(*(Starter.create(text=t(key)) for key in keys), class_name="starters")


def offline_start() -> rx.Component:
    """What the built-in assistant is good at."""
    return rx.fragment(starters(OFFLINE_PROMPTS), connect_hint())


def connect_hint() -> rx.Component:
    """Calm: the built-in assistant works, this is how to have more."""
    return rx.el.p(t("start.offline", key="OPENAI_API_KEY", ollama="PARLEY_OLLAMA_URL"), class_name="connect-hint")


def chat_skeleton() -> rx.Component:
    """The shape of a chat; it shows itself only after 150 ms."""
    return rx.el.div(
        *(rx.el.span(class_name="skeleton", style={"width": width}) for width in ("45%", "88%", "72%", "80%")),
        class_name="chat-skeleton",
        role="status",
        aria_label=t("problem.loading"),
    )


def chat_problem() -> rx.Component:
    """Why the chat cannot be shown, and the ways on: once more, or a new one."""
    return rx.el.div(
        rx.el.h2(t("problem.title"), class_name="empty-title"),
        rx.el.p(ConversationState.problem, role="alert"),
        rx.el.button(
            t("problem.retry"),
            type="button",
            class_name="button primary",
            on_click=ConversationState.open_conversation(ConversationState.current_id),
        ),
        new_chat("text-button"),
        class_name="problem-card",
        custom_attrs={"data-testid": "chat-problem"},
    )
