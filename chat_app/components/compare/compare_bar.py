"""The models that answer, above the composer."""

import reflex as rx

from chat_app.components.compare.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.compare.compare_state import CompareState
from chat_app.state.compare.views import CompareChipView


class CompareBar(rx.Component):
    """Chips, blind mode, and what the next message goes on from. Offers the actions "compare.add" and the like."""

    library = module("compare_bar.jsx")
    tag = "CompareBar"
    lib_dependencies: list[str] = [LUCIDE]
    models: rx.Var[list[CompareChipView]]
    blind: rx.Var[bool]
    goes_on_name: rx.Var[str]
    labels: rx.Var[dict[str, str]]
    on_add: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_remove: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_blind: rx.EventHandler[rx.event.passthrough_event_spec(bool)]
    on_answer: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str)]


def compare_bar() -> rx.Component:
    """There while models are compared, and while nobody has chosen among their answers."""
    labels = {
        "models": t("compare.models"),
        "bar": t("compare.bar"),
        "add": t("compare.add"),
        "remove": t("compare.remove", name="{name}"),
        "blind": t("compare.blind"),
        "blindHint": t("compare.blind_hint"),
        "standings": t("compare.standings"),
        "nextFrom": t("compare.next_from", name="{name}"),
    }
    return CompareBar.create(
        models=ConversationState.compare_models,
        blind=ConversationState.compare_blind,
        goes_on_name=ConversationState.goes_on_name,
        labels=rx.Var.create(labels),
        on_add=CompareState.add_model,
        on_remove=CompareState.remove_model,
        on_blind=CompareState.set_blind,
        on_answer=CompareState.add_answer,
    )
