"""Answers beside each other."""

from typing import Any

import reflex as rx

from chat_app.components.billing.in_chat import money_labels
from chat_app.components.chat.message_labels import action_labels, cost_labels
from chat_app.components.compare.library import module
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.cost_state import CostState
from chat_app.state.chat.cost_views import CostView
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.views import MessageView
from chat_app.state.compare.compare_state import CompareState
from chat_app.state.compare.views import ComparisonView


class CompareGroup(rx.Component):
    """The row of columns that stands in place of one answer."""

    library = module("compare_group.jsx")
    tag = "CompareGroup"
    lib_dependencies: list[str] = [LUCIDE, *PACKAGES]
    comparison: rx.Var[ComparisonView]
    models: rx.Var[list[ModelView]]
    labels: rx.Var[dict[str, str]]
    body_labels: rx.Var[dict[str, str]]
    action_labels: rx.Var[dict[str, str]]
    money_labels: rx.Var[dict[str, str]]
    conversation_id: rx.Var[str]
    meta_label: rx.Var[str]
    cost_labels: rx.Var[dict[str, str]]
    cost: rx.Var[CostView]
    on_cost: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_end: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_show: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_vote: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_reveal: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_merge: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str)]
    on_stop: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_regenerate: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]
    on_continue: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_delete: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_models: rx.EventHandler[rx.event.no_args_event_spec]


def compare_group(view: Any) -> rx.Component:
    """The columns of a message's comparison; `view` is a Var of a `MessageView`."""
    row: MessageView = view
    return CompareGroup.create(
        comparison=row.comparison,
        models=ModelsState.models,
        labels=group_labels(),
        body_labels=message_labels(),
        action_labels=action_labels(),
        money_labels=money_labels(),
        conversation_id=ConversationState.current_id,
        meta_label=t("message_meta.label"),
        cost_labels=cost_labels(),
        cost=CostState.cost,
        on_cost=CostState.show,
        on_end=ConversationState.finish_turn,
        on_show=BranchState.show_branch,
        on_choose=CompareState.choose,
        on_vote=CompareState.vote,
        on_reveal=CompareState.reveal,
        on_merge=CompareState.merge,
        on_stop=CompareState.stop,
        on_regenerate=BranchState.regenerate,
        on_continue=BranchState.continue_answer,
        on_delete=BranchState.delete_message,
        on_models=ModelsState.load_list,
    )


def group_labels() -> rx.Var[dict[str, str]]:
    """All texts of the columns; those with a placeholder are filled where its value is known."""
    number, count, name = "{number}", "{count}", "{name}"
    labels = {
        "standings": t("compare.standings"),
        "stop": t("compare.stop"),
        "retry": t("compare.retry"),
        "delete": t("compare.delete"),
        "choose": t("compare.choose"),
        "chosen": t("compare.chosen"),
        "vote": t("compare.vote"),
        "voted": t("compare.voted"),
        "goesOn": t("compare.goes_on"),
        "reveal": t("compare.reveal"),
        "hidden": t("compare.hidden"),
        "merge": t("compare.merge"),
        "mergeTitle": t("compare.merge_title"),
        "mergeModel": t("compare.merge_model"),
        "mergeThese": t("compare.merge_these"),
        "mergeOthers": t("compare.merge_others"),
        "mergeRun": t("compare.merge_run"),
        "merged": t("compare.merged"),
        "fuse": t("compare.fuse"),
        "fuseHint": t("compare.fuse_hint"),
        "table": t("compare.table"),
        "tableHint": t("compare.table_hint"),
        "improve": t("compare.improve"),
        "improveHint": t("compare.improve_hint"),
        "showAll": t("compare.show_all"),
        "showChosen": t("compare.show_chosen"),
        "older": t("compare.older"),
        "newer": t("compare.newer"),
        "answers": t("compare.answers", count=count),
        "column": t("compare.column", number=number, count=count),
        "place": t("compare.place", number=number, count=count),
        "done": t("compare.done", name=name),
        "copy": t("message.copy"),
        "copied": t("message.copied"),
        "versions": t("message_actions.versions"),
    }
    return rx.Var.create(labels)  # pyright: ignore[reportReturnType]  (Vars within a Var)
