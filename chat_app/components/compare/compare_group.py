"""Answers beside each other."""

from typing import Any

import reflex as rx

from chat_app.components.chat.message_labels import action_labels
from chat_app.components.compare.library import module
from chat_app.components.message.labels import message_labels
from chat_app.components.message.source_files import PACKAGES
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.branch_state import BranchState
from chat_app.state.chat.conversation_state import ConversationState
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
    meta_label: rx.Var[str]
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
        meta_label=t("message_meta.label"),
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
    plain = texts_of(
        "standings", "stop", "retry", "delete", "choose", "chosen", "vote", "voted", "goes_on", "reveal", "hidden", "merge", "merge_title",
        "merge_model", "merge_these", "merge_others", "merge_run", "merged", "fuse", "fuse_hint", "table", "table_hint", "improve",
        "improve_hint", "show_all", "show_chosen", "older", "newer",
    )  # fmt: skip
    filled = {name: t(f"compare.{name}", **{each: f"{{{each}}}" for each in needs}) for name, needs in FILLED.items()}
    others = {"copy": t("message.copy"), "copied": t("message.copied"), "versions": t("message_actions.versions")}
    return rx.Var.create({**plain, **filled, **others})  # pyright: ignore[reportReturnType]  (Vars within a Var)


FILLED = {"answers": ("count",), "column": ("number", "count"), "place": ("number", "count"), "done": ("name",)}


def texts_of(*names: str) -> dict[str, rx.Var[str]]:
    """Texts of this area, their names as JavaScript writes them."""
    return {_camel(name): t(f"compare.{name}") for name in names}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
