"""One message: a tinted block for the person's, plain text for an answer."""

import reflex as rx

from chat_app.components.attachments.labels import file_labels
from chat_app.components.attachments.message_files import message_files
from chat_app.components.billing.in_chat import money_card
from chat_app.components.chat.library import module
from chat_app.components.chat.message_labels import action_labels, cost_labels, editor_labels, picker_labels
from chat_app.components.chat.message_marks import marks_behind
from chat_app.components.compare.compare_group import compare_group
from chat_app.components.layout.mark import mark
from chat_app.components.message.copy_button import copy_button
from chat_app.components.message.message_body import message_body
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.cost_state import CostState
from chat_app.state.chat.cost_views import CostView
from chat_app.state.chat.marks_state import MarksState
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.views import FileView, MessageView


class MessageActions(rx.Component):
    """Edit, answer again, rate; the menu has the rest."""

    library = module("message_actions.jsx")
    tag = "MessageActions"
    lib_dependencies: list[str] = [LUCIDE]
    message: rx.Var[MessageView]
    models: rx.Var[list[ModelView]]
    labels: rx.Var[dict[str, str]]
    picker_labels: rx.Var[dict[str, str]]
    on_edit: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_regenerate: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_rate: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_models: rx.EventHandler[rx.event.no_args_event_spec]


class MessageFlags(rx.Component):
    """Pinned, not read by models."""

    library = module("message_actions.jsx")
    tag = "MessageFlags"
    pinned: rx.Var[bool]
    excluded: rx.Var[bool]
    labels: rx.Var[dict[str, str]]


class BranchArrows(rx.Component):
    """Walk between the versions of a message."""

    library = module("message_actions.jsx")
    tag = "BranchArrows"
    place: rx.Var[str]
    previous_id: rx.Var[str]
    next_id: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_show: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class UnfinishedLine(rx.Component):
    """Why an answer ended early, and the way on."""

    library = module("message_actions.jsx")
    tag = "UnfinishedLine"
    message: rx.Var[MessageView]
    labels: rx.Var[dict[str, str]]
    on_regenerate: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_continue: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


class MessageMeta(rx.Component):
    """Tokens, cost and seconds of an answer; more on a click."""

    library = module("message_meta.jsx")
    tag = "MessageMeta"
    message: rx.Var[MessageView]
    label: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    cost: rx.Var[CostView]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class MessageEditor(rx.Component):
    """A message being rewritten."""

    library = module("message_editor.jsx")
    tag = "MessageEditor"
    message_id: rx.Var[str]
    role: rx.Var[str]
    text: rx.Var[str]
    files: rx.Var[list[FileView]]
    labels: rx.Var[dict[str, str]]
    file_labels: rx.Var[dict[str, str]]
    on_send: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, list[str])]
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_cancel: rx.EventHandler[rx.event.passthrough_event_spec(str)]


@rx.memo
def message_row(view: rx.Var[MessageView], rest: rx.RestProp) -> rx.Component:
    """A message with all that can be done with it."""
    return rx.fragment(
        rx.cond(view.role == "user", user_message(view), rx.cond(view.comparison.id != "", compare_group(view), answer(view))),
        marks_behind(view),
    )


def user_message(view: rx.Var[MessageView]) -> rx.Component:
    """What the person wrote."""
    return rx.el.article(
        rx.el.h2(t("messages.you"), class_name="visually-hidden"),
        rx.cond(
            BranchState.editing_id == view.id,
            editor(view),
            rx.fragment(
                message_files(view.files),
                rx.cond(view.text != "", rx.el.div(view.text, class_name="bubble plain", custom_attrs={"data-testid": "message-text"})),
                foot(view),
            ),
        ),
        class_name=rx.cond(view.excluded, "message user excluded", "message user"),
        custom_attrs={"data-testid": "message-user", "data-id": view.id},
    )


def answer(view: rx.Var[MessageView]) -> rx.Component:
    """What a model answered, finished or on its way."""
    body = message_body(
        view.text,
        reasoning=view.reasoning,
        reasoning_ms=view.reasoning_ms,
        status=view.status,
        turn_id=view.turn_id,
        message_id=view.id,
        source_count=view.source_count,
        searched=view.searched,
        on_end=ConversationState.finish_turn,
    )
    return rx.el.article(
        rx.el.h2(mark(16), rx.el.span(view.model_label), class_name="answer-head"),
        rx.cond(view.fallback != "", rx.el.p(view.fallback, class_name="answer-fallback", custom_attrs={"data-testid": "fallback"})),
        rx.cond(
            view.retrying,
            rx.el.p(t("fallback.retrying"), class_name="answer-fallback", role="status", custom_attrs={"data-testid": "retrying"}),
        ),
        rx.cond(BranchState.editing_id == view.id, editor(view), body),
        rx.cond(view.unfinished != "", rx.cond(view.money != "", money_card(view), unfinished_line(view))),
        rx.cond(view.status != "running", foot(view)),
        class_name=rx.cond(view.excluded, "message assistant excluded", "message assistant"),
        custom_attrs={"data-testid": "message-assistant", "data-status": view.status, "data-id": view.id},
    )


def meta(view: rx.Var[MessageView]) -> rx.Component:
    """The figures of an answer, with its cost line by line."""
    return MessageMeta.create(
        message=view, label=t("message_meta.label"), labels=cost_labels(), cost=CostState.cost, on_open=CostState.show
    )


def foot(view: rx.Var[MessageView]) -> rx.Component:
    """The row below a message: figures, versions, actions."""
    return rx.el.div(
        rx.cond(view.tokens_label != "", meta(view)),
        rx.cond(view.edited, rx.el.span(t("messages.edited"), class_name="meta")),
        rx.cond(view.pinned | view.excluded, MessageFlags.create(pinned=view.pinned, excluded=view.excluded, labels=action_labels())),
        BranchArrows.create(
            place=view.place_label,
            previous_id=view.previous_id,
            next_id=view.next_id,
            labels=action_labels(),
            on_show=BranchState.show_branch,
        ),
        rx.el.div(
            rx.cond(view.text != "", copy_button(view.text)),
            MessageActions.create(
                message=view,
                models=ModelsState.models,
                labels=action_labels(),
                picker_labels=picker_labels(),
                on_edit=BranchState.edit,
                on_regenerate=BranchState.regenerate,
                on_rate=MarksState.rate,
                on_models=ModelsState.load_list,
            ),
            class_name="message-actions",
        ),
        class_name="message-foot",
    )


def unfinished_line(view: rx.Var[MessageView]) -> rx.Component:
    """For an answer that was stopped, interrupted, cut or refused."""
    return UnfinishedLine.create(
        message=view,
        labels=action_labels(),
        on_regenerate=BranchState.regenerate,
        on_continue=BranchState.continue_answer,
    )


def editor(view: rx.Var[MessageView]) -> rx.Component:
    """The message as a text field."""
    return MessageEditor.create(
        message_id=view.id,
        role=view.role,
        text=view.text,
        files=view.files,
        labels=editor_labels(),
        file_labels=file_labels(),
        on_send=BranchState.send_edit,
        on_save=BranchState.save_edit,
        on_cancel=BranchState.edit,
    )
